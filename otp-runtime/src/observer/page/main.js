// What is looked at, and what comes of it.

import { showCharts } from "./charts.js";
import { at, keep, make, set, write } from "./dom.js";
import { Panel } from "./panel.js";
import { Live } from "./stream.js";
import { Crashes, Processes, Rates } from "./tables.js";
import { Tree } from "./tree.js";
import { bare, bytes, clock, full, short } from "./words.js";

const TABS = ["tree", "processes", "rates", "crashes"];
const looked = { tab: "tree", pid: null, words: "", sort: "mailbox" };
let last = null;

const tree = new Tree(at("tree"), { chosen: () => looked.pid, choose, changed: follow });
const processes = new Processes(at("processes-pane"), {
  chosen: () => looked.pid,
  choose,
  sort: () => looked.sort,
  setSort: name => {
    looked.sort = name;
    follow();
  },
});
const rates = new Rates(at("rates-pane"));
const crashes = new Crashes(at("crashes-pane"), { find });
const panel = new Panel(at("panel"), { choose, close: () => choose(null), reveal, find });
const live = new Live(show, state => {
  set(at("link"), "data-state", state);
  document.body.classList.toggle("stale", state === "away");
  if (state === "live") return write(at("link"), "live");
  write(at("link"), last ? `no answer since ${clock(last)}` : "no answer");
});

/** Asks for what is looked at now, soon: several changes at once are one. */
let planned = false;
function follow() {
  if (planned) return;
  planned = true;
  queueMicrotask(() => {
    planned = false;
    const wanted = new URLSearchParams();
    if (tree.open.size) wanted.set("open", [...tree.open].map(([key, offset]) => `${key}:${offset}`).join(","));
    if (looked.pid) wanted.set("pid", bare(looked.pid));
    if (looked.tab === "processes") {
      wanted.set("q", looked.words);
      wanted.set("sort", looked.sort);
    }
    if (looked.tab === "rates") wanted.set("rates", "1");
    if (looked.tab === "crashes") wanted.set("crashes", "1");
    live.follow(`api/events?${wanted}`);
  });
}

function show(name, update) {
  const { summary } = update;
  last = summary.taken;
  document.title = `Observer · ${full(summary.processes)} processes`;
  const figures = [
    ["processes", short(summary.processes), full(summary.processes)],
    ["waiting", short(summary.mailbox), `${full(summary.mailbox)} messages in all mailboxes, ${bytes(summary.bytes)}`],
    ["restarts", short(summary.restarts), `${full(summary.restarts)} restarts of those that are there`],
    ["crashes", short(summary.crashes), `${full(summary.crashes)} crashes since the observer was started`],
    ["dead letters", short(summary.dead_letters), `${full(summary.dead_letters)} messages that reached nobody`],
  ];
  keep(at("figures"), figures, ([name]) => name, ([name]) => make("div", {}, make("dt", {}, name), make("dd")), (element, [, text, title]) => {
    write(element.lastChild, text);
    set(element, "title", title);
  });
  showCharts(at("charts"), update);
  tree.show(update.tree);
  if (update.found) processes.show(update.found);
  if (update.rates) rates.show(update.rates, summary.counts);
  if (update.crashes) crashes.show(update.crashes);
  if ("process" in update) panel.show(update.process, summary);
}

function choose(pid, called = pid) {
  if (pid === looked.pid) return;
  looked.pid = pid;
  panel.look(pid, called);
  tree.redraw();
  follow();
}

function openTab(tab) {
  looked.tab = tab;
  for (const name of TABS) {
    const button = at(`tab-${name}`);
    set(button, "aria-selected", name === tab);
    button.tabIndex = name === tab ? 0 : -1;
    at(`${name}-pane`).hidden = name !== tab;
  }
  follow();
}

function find(words) {
  at("words").value = words;
  looked.words = words;
  openTab("processes");
}

function reveal(above) {
  openTab("tree");
  tree.reveal(above);
  const seek = left => {
    const row = at("tree").querySelector("[aria-selected=true]");
    if (row) row.scrollIntoView({ block: "center" });
    else if (left) setTimeout(seek, 200, left - 1);
  };
  seek(10);
}

const THEMES = ["auto", "light", "dark"];
function theme(name) {
  set(document.documentElement, "data-theme", name === "auto" ? null : name);
  write(at("theme"), name);
  set(at("theme"), "aria-label", `Theme: ${name}`);
  localStorage.setItem("observer-theme", name);
}
const nextTheme = () => theme(THEMES[(THEMES.indexOf(at("theme").textContent) + 1) % THEMES.length]);

at("theme").addEventListener("click", nextTheme);
at("help").addEventListener("click", () => at("keys").showModal());
at("search").addEventListener("submit", event => event.preventDefault());
at("words").addEventListener("input", () => find(at("words").value));
document.querySelector(".tabs").addEventListener("click", event => event.target.dataset.tab && openTab(event.target.dataset.tab));
document.querySelector(".tabs").addEventListener("keydown", event => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  openTab(TABS[(TABS.indexOf(looked.tab) + by + TABS.length) % TABS.length]);
  at(`tab-${looked.tab}`).focus();
});
document.addEventListener("keydown", event => {
  if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  const writes = event.target.matches("input");
  if (event.key === "Escape") {
    if (writes && at("words").value) find("");
    else if (writes) at("words").blur();
    else choose(null);
    return;
  }
  if (writes) return;
  const actions = { "/": () => at("words").focus(), "?": () => at("keys").showModal(), t: nextTheme };
  TABS.forEach((tab, i) => actions[i + 1] = () => openTab(tab));
  if (!actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
});

theme(THEMES.includes(localStorage.getItem("observer-theme")) ? localStorage.getItem("observer-theme") : "auto");
openTab("tree");
