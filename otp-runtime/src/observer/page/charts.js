// Rates of the last five minutes, as small charts.

import { make, svg, set, write } from "./dom.js";
import { clock, short } from "./words.js";

const SECONDS = 300;
const HEIGHT = 40;

const CHARTS = [
  { name: "calls", title: "calls/s", of: sample => sample.calls, messages: true },
  { name: "casts", title: "casts/s", of: sample => sample.casts, messages: true },
  { name: "exits", title: "exits/s", of: sample => sample.exited, second: sample => sample.crashed, secondTitle: "crashes" },
];

const samples = [];
let charts = [];

function build({ name, title, second }) {
  const now = make("span", { class: "now" }, "–");
  const label = make("span", { class: "soft" }, title);
  const beside = make("span", { class: "soft beside" });
  const top = make("span", { class: "top" });
  const [area, curve, other, cursor] = ["area", "curve", "second", "cursor"].map(kind =>
    svg(kind === "cursor" ? "line" : "path", { class: kind, ...(kind === "cursor" ? { y1: 0, y2: HEIGHT, visibility: "hidden" } : {}) }));
  const picture = svg("svg", { viewBox: `0 0 ${SECONDS} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" },
    svg("line", { class: "base", x1: 0, x2: SECONDS, y1: HEIGHT, y2: HEIGHT }), area, curve, ...(second ? [other] : []), cursor);
  const element = make("figure", { class: `chart ${name}` }, make("header", {}, now, label, beside, top), picture);
  return { element, now, label, beside, top, area, curve, other, cursor, picture, at: null };
}

/** A round number that is not less. */
function ceiling(number) {
  if (number <= 1) return 1;
  const step = 10 ** Math.floor(Math.log10(number));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map(times => times * step).find(round => round >= number);
}

const SPAN = SECONDS * 1000;

function draw(chart, { title, of, second, secondTitle, messages }, counts) {
  if (messages && !counts) {
    write(chart.now, "–");
    write(chart.label, `${title}: messages are not counted`);
    return;
  }
  const last = samples.at(-1);
  const end = last?.at ?? 0;
  const most = ceiling(Math.max(0, ...samples.map(of), ...(second ? samples.map(second) : [])));
  const x = sample => (SECONDS - (end - sample.at) / 1000).toFixed(1);
  const y = value => (HEIGHT - value / most * (HEIGHT - 2)).toFixed(1);
  const line = value => samples.map((sample, i) => `${i ? "L" : "M"}${x(sample)} ${y(value(sample))}`).join("");
  set(chart.curve, "d", line(of));
  set(chart.area, "d", samples.length ? `${line(of)}L${SECONDS} ${HEIGHT}L${x(samples[0])} ${HEIGHT}Z` : "");
  if (second) set(chart.other, "d", line(second));
  const shown = chart.at == null ? last
    : samples.reduce((best, sample) => Math.abs(sample.at - (end - SPAN + chart.at * SPAN)) < Math.abs(best.at - (end - SPAN + chart.at * SPAN)) ? sample : best, last);
  write(chart.now, shown ? short(of(shown)) : "–");
  write(chart.beside, second && shown ? `· ${secondTitle} ${short(second(shown))}/s` : "");
  write(chart.top, chart.at == null || !shown ? `5 min, up to ${short(most)}` : `at ${clock(shown.at)}`);
  set(chart.picture, "aria-label", `${title} in the last five minutes, now ${last ? short(of(last)) : "unknown"}, at most ${short(most)}`);
  if (shown) for (const end of ["x1", "x2"]) set(chart.cursor, end, x(shown));
  set(chart.cursor, "visibility", chart.at == null ? "hidden" : "visible");
}

export function showCharts(parent, { history, summary }) {
  if (!charts.length) {
    charts = CHARTS.map(kind => {
      const chart = build(kind);
      const point = event => {
        const box = chart.picture.getBoundingClientRect();
        chart.at = event.type === "pointerleave" ? null : (event.clientX - box.left) / box.width;
        draw(chart, kind, chart.counts);
      };
      chart.element.addEventListener("pointermove", point);
      chart.element.addEventListener("pointerleave", point);
      return chart;
    });
    parent.replaceChildren(...charts.map(chart => chart.element));
  }
  if (history) samples.splice(0, samples.length, ...history);
  else if (summary.sample.at > (samples.at(-1)?.at ?? 0)) samples.push(summary.sample);
  while (samples.length && samples[0].at < samples.at(-1).at - SPAN) samples.shift();
  charts.forEach((chart, i) => {
    chart.counts = summary.counts;
    draw(chart, CHARTS[i], summary.counts);
  });
}
