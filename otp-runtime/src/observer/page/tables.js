// Processes that were looked for, rates by method, crashes.

import { keep, make, set, showStatus, write } from "./dom.js";
import { bareType, bytes, clock, full, micros, short } from "./words.js";

function table(parent, heads, kind = "") {
  const body = make("tbody");
  const head = heads.map(([text, className = ""]) => make("th", { class: className, scope: "col" }, text));
  const element = make("table", { class: kind }, make("thead", {}, make("tr", {}, ...head)), body);
  const note = make("p", { class: "note" });
  parent.replaceChildren(element, note);
  return { body, note, head };
}

function row(cells) {
  return make("tr", {}, ...cells.map(className => make("td", { class: className })));
}

const number = (cell, value, text) => {
  write(cell, text ?? short(value));
  cell.classList.toggle("zero", !value);
};

const SORTS = { mailbox: "mailbox", rate: "msg/s", handled: "handled", restarts: "restarts", bytes: "memory" };

export class Processes {
  constructor(parent, { chosen, choose, sort, setSort }) {
    Object.assign(this, { chosen, choose, sort });
    const button = name => make("button", { type: "button", onclick: () => setSort(name), "data-sort": name }, SORTS[name]);
    this.table = table(parent, [["process"], ["status"], [button("mailbox"), "num"], [button("rate"), "num wide"],
      [button("handled"), "num wide"], [button("restarts"), "num wide"], [button("bytes"), "num wide"]]);
  }

  show({ rows, more }) {
    const { body, note, head } = this.table;
    for (const cell of head) {
      const name = cell.firstElementChild?.dataset.sort;
      if (name) set(cell, "aria-sort", name === this.sort() ? "descending" : "none");
    }
    keep(body, rows, found => found.pid, found => this.#make(found), (element, found) => this.#draw(element, found));
    write(note, rows.length === 0 ? "There is no such process." : more > 0 ? `And ${full(more)} more: say more of what you look for.` : "");
  }

  #make(found) {
    const element = row(["", "", "num", "num wide", "num wide", "num wide", "num wide"]);
    const called = make("button", { type: "button", class: "ref", onclick: () => this.choose(found.pid, element.found.name ?? element.found.id) });
    element.cells[0].append(called, " ", make("span", { class: "where" }));
    element.cells[1].append(make("span", { class: "status" }));
    return element;
  }

  #draw(element, found) {
    const [called, status, mailbox, rate, handled, restarts, memory] = element.cells;
    element.found = found;
    element.classList.toggle("chosen", found.pid === this.chosen());
    write(called.firstChild, found.name ?? found.id);
    write(called.lastChild, [found.pid, found.function ? `${found.server} ${bareType(found.function)}` : found.server, found.place].filter(Boolean).join(" · "));
    showStatus(status.firstChild, found.status);
    number(mailbox, found.mailbox);
    number(rate, found.rate);
    number(handled, found.handled);
    number(restarts, found.restarts);
    number(memory, found.bytes, found.bytes ? bytes(found.bytes) : "0");
  }
}

export class Rates {
  constructor(parent) {
    this.table = table(parent, [["method"], ["calls/s", "num"], ["casts/s", "num"], ["other/s", "num wide"], ["failed/s", "num wide"],
      ["p50", "num"], ["p99", "num"], ["total", "num wide"]]);
  }

  show(rates, counts) {
    const { body, note } = this.table;
    keep(body, rates, rate => `${rate.server} ${rate.method}`, rate => {
      const element = row(["", "num", "num", "num wide", "num wide", "num", "num", "num wide"]);
      element.cells[0].append(make("span", { class: "soft" }, rate.server), " ", bareType(rate.method));
      element.cells[0].title = `${rate.server} ${rate.method}`;
      return element;
    }, (element, rate) => {
      const [, calls, casts, infos, failed, p50, p99, total] = element.cells;
      number(calls, rate.calls);
      number(casts, rate.casts);
      number(infos, rate.infos);
      number(failed, rate.failed);
      failed.classList.toggle("bad", rate.failed > 0);
      number(p50, rate.p50, micros(rate.p50));
      number(p99, rate.p99, micros(rate.p99));
      number(total, rate.total);
    });
    write(note, !counts ? "Messages are not counted: the observer was started with .rates(false)."
      : rates.length ? "In the last ten seconds; how long callers waited, queue and handler together." : "No messages so far.");
  }
}

export class Crashes {
  constructor(parent, { find }) {
    this.find = find;
    this.table = table(parent, [["time"], ["process"], ["reason"], ["restarts", "num wide"]], "words");
  }

  show(crashes) {
    const { body, note } = this.table;
    keep(body, crashes, crash => crash.number, crash => this.#make(crash), () => {});
    write(note, crashes.length ? "" : "None so far.");
  }

  #make(crash) {
    const element = row(["", "", "reason", "num wide"]);
    const [time, who, why, restarts] = element.cells;
    const called = crash.name ?? crash.place?.split("/").at(-1) ?? crash.server;
    const found = () => this.find(crash.place ?? crash.name ?? crash.server);
    write(time, clock(crash.at));
    who.append(make("button", { type: "button", class: "ref", onclick: found, title: "find who is there now" }, called), " ",
      make("span", { class: "where" }, [crash.pid, crash.server, crash.place].filter(Boolean).join(" · ")));
    why.append(make("span", { class: crash.kind === "killed" ? "warn" : "bad" }, crash.kind), crash.reason === crash.kind ? "" : ` ${crash.reason}`);
    write(restarts, String(crash.restarts));
    return element;
  }
}
