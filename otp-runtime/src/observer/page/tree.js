// The supervision tree: as many levels as somebody has opened.

import { keep, make, set, showStatus, svg, write } from "./dom.js";
import { bareType, bytes, counted, full, short } from "./words.js";

/** As many rows as an answer has at most. */
const PAGE = 100;
const CHEVRON = "M2 0 L8 5 L2 10";

export class Tree {
  /** Of each open node, where its page begins. */
  open = new Map();
  #pids = new Map();
  #rows = [];
  #shown = new Set();
  #focus = null;
  #begun = false;

  constructor(element, { chosen, choose, changed }) {
    Object.assign(this, { element, chosen, choose, changed });
    element.addEventListener("keydown", event => this.#key(event));
  }

  show(pages) {
    const byNode = new Map(pages.map(page => [page.node, page]));
    if (!this.#begun) {
      this.#begun = true;
      const tops = byNode.get(null).rows.filter(row => row.status !== "group" && row.children);
      for (const row of tops.slice(0, 3)) this.open.set(row.key, 0);
      if (tops.length) this.changed();
    }
    // what was there and is no more has gone; what never was is still to come
    for (const key of [...this.open.keys()]) if (this.#shown.has(key) && !byNode.has(key)) this.open.delete(key);
    this.#shown = new Set(byNode.keys());
    this.#rows = [];
    this.#level(byNode, null, 0, null);
    this.#draw();
  }

  #level(byNode, node, depth, above) {
    const page = byNode.get(node);
    if (!page) return;
    page.rows.forEach((row, i) => {
      const open = this.open.has(row.key) && row.children > 0;
      this.#rows.push({ key: row.key, row, depth, above, open, number: page.offset + i + 1, of: page.total });
      if (open) this.#level(byNode, row.key, depth + 1, row.key);
    });
    if (page.total > page.rows.length) this.#rows.push({ key: `pager-${node}`, pager: page, depth });
  }

  #draw() {
    const rows = this.#rows.filter(line => line.row);
    if (!rows.some(line => line.key === this.#focus)) this.#focus = rows[0]?.key ?? null;
    keep(this.element, this.#rows, line => line.key, line => line.pager ? this.#makePager() : this.#makeRow(),
      (element, line) => line.pager ? this.#drawPager(element, line) : this.#drawRow(element, line));
  }

  #makeRow() {
    const part = name => make("span", { class: name });
    const element = make("div", { class: "row", role: "treeitem" },
      make("span", { class: "place" },
        make("span", { class: "twist", "aria-hidden": "true" }, svg("svg", { viewBox: "0 0 10 10" },
          svg("path", { d: CHEVRON, fill: "none", stroke: "currentColor", "stroke-width": 1.8 }))),
        part("id"), part("more")),
      part("status"), part("num mailbox"), part("num wide rate"), part("num wide restarts"), part("num wide memory"));
    element.parts = Object.fromEntries(["place", "twist", "id", "more", "status", "mailbox", "rate", "restarts", "memory"]
      .map(name => [name, element.querySelector(`.${name}`)]));
    element.addEventListener("click", event => {
      const { line } = element;
      this.#moveTo(line.key);
      if (line.row.children && (element.parts.twist.contains(event.target) || !line.row.pid)) this.toggle(line.key);
      else if (line.row.pid) this.choose(line.row.pid, line.row.name ?? line.row.id);
    });
    return element;
  }

  #drawRow(element, line) {
    const { row, depth, open } = line;
    const { parts } = element;
    element.line = line;
    element.style.setProperty("--depth", depth);
    set(element, "aria-level", depth + 1);
    set(element, "aria-posinset", line.number);
    set(element, "aria-setsize", line.of);
    set(element, "aria-expanded", row.children ? open : null);
    set(element, "aria-selected", row.pid != null && row.pid === this.chosen());
    set(element, "data-supervisor", row.supervisor ? "" : null);
    set(element, "data-pid", row.pid);
    element.tabIndex = line.key === this.#focus ? 0 : -1;
    const before = this.#pids.get(row.key);
    if (before && before.pid !== row.pid) before.since = Date.now();
    const now = { pid: row.pid, since: before?.since ?? 0 };
    this.#pids.set(row.key, now);
    element.classList.toggle("fresh", Date.now() - now.since < 3000);
    parts.twist.style.visibility = row.children ? "" : "hidden";
    write(parts.id, row.id);
    const more = [row.name && row.name !== row.id ? row.name : null, row.server && row.server !== row.id && !row.supervisor ? row.server : null,
      row.pid, row.function ? bareType(row.function) : null, row.label || null, row.children && !open ? counted(row.below.processes - (row.pid ? 1 : 0), "process", "processes") : null];
    write(parts.more, more.filter(Boolean).join(" · "));
    set(parts.place, "title", [row.id, ...more.filter(Boolean)].join(" · "));
    showStatus(parts.status, row.status);
    // a closed one speaks for all that is below
    const all = row.children > 0 && !open ? row.below : row;
    this.#number(parts.mailbox, all.mailbox, short(all.mailbox), full(all.mailbox));
    this.#number(parts.rate, all.rate, short(all.rate), row.pid ? `it has handled ${counted(row.handled, "message")}` : null);
    this.#number(parts.restarts, all.restarts, short(all.restarts), row.last_exit ? `the last after: ${row.last_exit}` : null);
    this.#number(parts.memory, all.bytes, all.bytes ? bytes(all.bytes) : "0");
    parts.mailbox.classList.toggle("warn", all.mailbox >= 100);
  }

  #number(element, number, text, title) {
    write(element, text);
    element.classList.toggle("zero", !number);
    set(element, "title", title);
  }

  #makePager() {
    const element = make("div", { class: "pager", role: "none" });
    const turn = by => make("button", { type: "button", onclick: () => {
      const { pager } = element.line;
      if (pager.node == null) return;
      this.open.set(pager.node, Math.max(0, pager.offset + by * PAGE));
      this.changed();
    } });
    element.parts = { less: turn(-1), text: make("span"), more: turn(1) };
    write(element.parts.less, "‹ Previous");
    write(element.parts.more, "Next ›");
    element.append(element.parts.less, element.parts.text, element.parts.more);
    return element;
  }

  #drawPager(element, line) {
    element.line = line;
    const { offset, rows, total } = line.pager;
    element.style.paddingLeft = `${line.depth * 16 + 28}px`;
    write(element.parts.text, `${full(offset + 1)}–${full(offset + rows.length)} of ${full(total)}`);
    element.parts.less.disabled = offset === 0;
    element.parts.more.disabled = offset + rows.length >= total;
  }

  /** Opens or closes a node. */
  toggle(key, open = !this.open.has(key)) {
    if (open === this.open.has(key)) return;
    this.#shown.delete(key);
    if (open) this.open.set(key, 0);
    else this.open.delete(key);
    // as many as an answer may have
    while (this.open.size > 60) this.open.delete(this.open.keys().next().value);
    this.changed();
    this.#rows = this.#rows.map(line => line.key === key ? { ...line, open } : line);
    if (!open) this.#close(key);
    this.#draw();
  }

  /** What was below a closed node goes at once. */
  #close(key) {
    const at = this.#rows.findIndex(line => line.key === key);
    const { depth } = this.#rows[at];
    let end = at + 1;
    while (end < this.#rows.length && this.#rows[end].depth > depth) end += 1;
    this.#rows.splice(at + 1, end - at - 1);
  }

  /** Opens what is above a node, so that it is seen. */
  reveal(above) {
    const closed = above.filter(key => !this.open.has(key));
    for (const key of closed) this.open.set(key, 0);
    if (closed.length) this.changed();
  }

  #moveTo(key) {
    this.#focus = key;
    for (const element of this.element.children) {
      if (element.role !== "treeitem") continue;
      element.tabIndex = element.dataset.key === key ? 0 : -1;
      if (element.dataset.key === key) element.focus();
    }
  }

  redraw() {
    this.#draw();
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.role !== "treeitem") return;
    const rows = this.#rows.filter(line => line.row);
    const at = rows.findIndex(line => line.key === this.#focus);
    const line = rows[at];
    if (!line) return;
    const go = to => rows[to] && this.#moveTo(rows[to].key);
    const actions = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => line.row.children && !line.open ? this.toggle(line.key, true) : line.open && go(at + 1),
      ArrowLeft: () => line.open ? this.toggle(line.key, false) : line.above && this.#moveTo(line.above),
      Enter: () => line.row.pid ? this.choose(line.row.pid, line.row.name ?? line.row.id) : this.toggle(line.key),
      " ": () => line.row.children && this.toggle(line.key),
    };
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  }
}
