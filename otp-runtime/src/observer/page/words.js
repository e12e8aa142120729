// Numbers and times as people read them.

export function short(number) {
  if (number == null) return "";
  if (number >= 1e6) return `${(number / 1e6).toFixed(number < 1e7 ? 1 : 0)}M`;
  if (number >= 1e4) return `${(number / 1e3).toFixed(0)}k`;
  if (number >= 1e3) return `${(number / 1e3).toFixed(1)}k`;
  return Number.isInteger(number) ? String(number) : number.toFixed(number < 10 ? 1 : 0);
}

export const full = number => number.toLocaleString("en");

export function bytes(number) {
  if (number >= 1024 * 1024) return `${(number / 1024 / 1024).toFixed(1)} MB`;
  if (number >= 1024) return `${(number / 1024).toFixed(1)} kB`;
  return `${number} B`;
}

export function micros(number) {
  if (number == null) return "–";
  if (number >= 1e6) return `${(number / 1e6).toFixed(2)} s`;
  if (number >= 1e3) return `${(number / 1e3).toFixed(1)} ms`;
  return `${number} µs`;
}

export const clock = ms => new Date(ms).toTimeString().slice(0, 8);

export const counted = (number, one, many = `${one}s`) => `${full(number)} ${number === 1 ? one : many}`;

/** A pid as it is in addresses. */
export const bare = pid => pid.slice(1, -1);

/** A type's path without the modules: `Write` of `my_bank::processor::Write`. */
export const bareType = path => path.replace(/(\w+::)+/g, "");
