// One process: what it is, does and says.

import { keep, make, set, showStatus, write } from "./dom.js";
import { read } from "./stream.js";
import { post } from "./token.js";
import { bare, bareType, bytes, clock, counted, full, short } from "./words.js";

const LINES = 300;

export class Panel {
  #pid = null;
  #parts = null;
  #trace = null;
  #place = null;

  constructor(element, { choose, close, reveal, find }) {
    Object.assign(this, { element, choose, close, reveal, find });
    this.#hint();
  }

  #hint() {
    this.#pid = null;
    set(this.element, "data-empty", "");
    this.element.replaceChildren(make("div", { class: "hint" },
      make("p", {}, "Choose a process to see what it is, does and says."),
      make("p", {}, "Longest mailbox first: Processes. What fell down, and why: Crashes."),
      make("p", {}, make("kbd", {}, "?"), " shows the keys.")));
  }

  /** Shows a process that was chosen, or none; what is known of it comes with the next event. */
  look(pid, called) {
    this.#stopTrace();
    if (pid == null) return this.#hint();
    this.#pid = pid;
    this.#place = called === pid ? null : called;
    this.element.removeAttribute("data-empty");
    this.#build(pid, called);
  }

  #build(pid, called) {
    const part = (tag, className = "", text = "") => make(tag, { class: className }, text);
    const parts = this.#parts = {
      title: part("h2"), pid: part("span", "soft mono", pid), status: part("span", "status"), facts: part("dl", "facts"),
      state: part("pre"), stateNote: part("h3"), relations: part("dl", "facts"), exits: part("ul", "ended"), gone: part("p", "bad"),
      note: part("p", "soft"), trace: part("pre", "trace"), control: part("section"), exitsPart: part("section"),
    };
    parts.gone.hidden = true;
    parts.trace.hidden = true;
    const close = make("button", { type: "button", class: "plain close", "aria-label": "Close", onclick: () => this.close() }, "✕");
    const act = (name, label, className = "") => make("button", { type: "button", class: className, "data-action": name, onclick: event => this.#act(name, event.currentTarget) }, label);
    parts.traceButton = act("trace", "Trace messages");
    parts.control.append(make("h3", {}, "Control"), make("div", { class: "buttons" }, act("suspend", "Suspend"), act("resume", "Resume"), parts.traceButton, act("kill", "Kill", "danger")), parts.note, parts.trace);
    parts.exitsPart.append(make("h3", {}, "Crashes at its place"), parts.exits);
    parts.show = make("button", { type: "button", class: "ref", hidden: true }, "Show in the tree");
    this.element.replaceChildren(
      make("header", {}, parts.title, parts.pid, parts.status, close),
      make("section", {}, parts.gone, parts.facts, parts.show),
      make("section", {}, parts.stateNote, parts.state),
      make("section", {}, make("h3", {}, "Relations"), parts.relations),
      parts.control, parts.exitsPart);
    write(parts.title, called);
    write(parts.stateNote, "State");
    this.element.scrollTop = 0;
  }

  show(process, summary) {
    const parts = this.#parts;
    if (this.#pid == null) return;
    if (process == null) {
      parts.gone.hidden = false;
      if (parts.gone.hidden === false && parts.gone.textContent) return;
      const place = this.#place;
      write(parts.gone, `${this.#pid} has ended. What is shown is how it was. `);
      if (place) parts.gone.append(make("button", { type: "button", class: "ref", onclick: () => this.find(place) }, "Who is there now?"));
      for (const button of parts.control.querySelectorAll("button")) button.disabled = true;
      showStatus(parts.status, "stopped");
      return;
    }
    if (process.pid !== this.#pid) return;
    this.#place = process.place ?? process.name;
    parts.control.hidden = !summary.control;
    write(parts.title, process.name ?? process.label ?? process.place?.split("/").at(-1) ?? process.server);
    showStatus(parts.status, process.status);
    this.#facts(parts.facts, [
      ["Type", process.server + (process.supervisor ? ` · supervisor of ${full(process.children)}` : "")],
      ["Runs", process.function],
      ["Place", process.place],
      ["Mailbox", `${full(process.mailbox)} waiting · ${bytes(process.bytes)}`],
      ["Handled", `${counted(process.handled, "message")}${process.rate == null ? "" : ` · ${short(process.rate)} a second`}`],
      ["Handles", process.message ? `${bareType(process.message.handler)}, for ${process.message.running_ms} ms` : "nothing"],
      ["Restarts", `${full(process.restarts)}${process.last_exit ? ` · the last after: ${process.last_exit}` : ""}`],
      ["Traps exits", process.trap_exit ? "yes" : "no"],
      ["Watched by", counted(process.monitored_by, "monitor")],
      ["Debug options", process.state?.debug.join(", ") || "none"],
    ]);
    const said = process.state;
    if (said?.text != null) write(parts.state, said.text);
    else if (!said?.busy && !parts.state.textContent) write(parts.state, "It shows none.");
    const bare = said?.text === process.server && !process.supervisor;
    write(parts.stateNote, said?.busy ? "State · busy: it has not answered yet" : bare ? "State · only its type: it has no Debug" : "State");
    parts.stateNote.classList.toggle("warn", Boolean(said?.busy));
    this.#relations(process);
    parts.exitsPart.hidden = process.crashes.length === 0;
    keep(parts.exits, process.crashes, crash => crash.number, crash =>
      make("li", {}, make("span", { class: "soft" }, `${clock(crash.at)} ${crash.pid} `), make("span", { class: crash.kind === "killed" ? "warn" : "bad" }, crash.kind),
        crash.reason === crash.kind ? "" : ` ${crash.reason}`), () => {});
  }

  #facts(list, facts) {
    const shown = facts.filter(([, text]) => text != null);
    const items = shown.flatMap(([name, text]) => [{ key: `${name}?`, tag: "dt", text: name }, { key: name, tag: "dd", text }]);
    keep(list, items, item => item.key, item => make(item.tag), (element, item) => write(element, item.text));
  }

  #relations(process) {
    const groups = [
      ["Started by", process.starter ? [process.starter] : [], 1], ["Ancestors", process.ancestors, process.ancestors.length],
      ["Links", process.links, process.link_count], ["Monitors", process.monitors, process.monitor_count],
    ].filter(([, others]) => others.length);
    const items = groups.flatMap(([name, others, count]) => [{ key: `${name}?`, tag: "dt", name, count }, { key: name, tag: "dd", others, count }]);
    keep(this.#parts.relations, items, item => item.key, item => make(item.tag, { class: item.tag === "dd" ? "refs" : "" }), (element, item) => {
      if (item.tag === "dt") return write(element, item.count > 1 ? `${item.name} (${full(item.count)})` : item.name);
      keep(element, item.others, other => other.pid,
        other => make("button", { type: "button", class: "ref", onclick: () => this.choose(other.pid, other.called ?? other.pid) }),
        (button, other) => write(button, other.called ? `${other.called} ${other.pid}` : other.pid));
    });
    this.#parts.show.hidden = process.node == null;
    this.#parts.show.onclick = () => this.reveal(process.above);
  }

  async #act(name, button) {
    if (name === "trace") return this.#trace ? this.#stopTrace() : this.#startTrace();
    if (name === "kill" && !button.classList.contains("sure")) {
      button.classList.add("sure");
      write(button, "Kill: sure?");
      setTimeout(() => {
        button.classList.remove("sure");
        write(button, "Kill");
      }, 3000);
      return;
    }
    write(this.#parts.note, "");
    const { note } = this.#parts;
    try {
      const answer = await post(`api/process/${bare(this.#pid)}/${name}`);
      if (answer && !answer.ok) write(note, (await answer.json()).error.message);
      else if (answer) write(note, `${name}: done`);
    } catch {
      write(note, "The program does not answer.");
    }
  }

  async #startTrace() {
    const { trace, traceButton, note } = this.#parts;
    const abort = this.#trace = new AbortController();
    write(traceButton, "Stop tracing");
    write(note, "");
    trace.replaceChildren();
    try {
      const answer = await post(`api/process/${bare(this.#pid)}/trace`, abort.signal);
      if (answer?.ok) {
        trace.hidden = false;
        await read(answer, (name, line) => {
          if (name !== "line") return write(note, "Each message it handles from now on. It is slower meanwhile.");
          const atEnd = trace.scrollTop + trace.clientHeight > trace.scrollHeight - 30;
          const missed = line.missed ? `(${full(line.missed)} left out) ` : "";
          trace.append(make("div", {}, `${clock(Date.now())} ${missed}${line.text}`));
          while (trace.childElementCount > LINES) trace.firstElementChild.remove();
          if (atEnd) trace.scrollTop = trace.scrollHeight;
        });
      } else if (answer) write(note, (await answer.json()).error.message);
    } catch {
      if (!abort.signal.aborted) write(note, "The trace has been broken off.");
    }
    if (this.#trace === abort) this.#stopTrace();
  }

  #stopTrace() {
    this.#trace?.abort();
    this.#trace = null;
    if (this.#parts) write(this.#parts.traceButton, "Trace messages");
  }
}
