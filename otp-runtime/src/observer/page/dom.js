// Making elements, and keeping them: whatever comes from the program goes in as text, and only as text.

export const at = id => document.getElementById(id);

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.startsWith("aria")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child != null));
  return element;
}

export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Writes a text, if it is another. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function set(element, name, value) {
  if (value == null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

/** One child for each item, in order. The child of a key stays the same element: focus and selection stay where they are. */
export function keep(parent, items, key, create, update) {
  const old = new Map([...parent.children].map(child => [child.dataset.key, child]));
  let next = parent.firstElementChild;
  for (const item of items) {
    const name = String(key(item));
    let child = old.get(name);
    if (child) old.delete(name);
    else {
      child = create(item);
      child.dataset.key = name;
    }
    update(child, item);
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
  for (const child of old.values()) child.remove();
}

const SHAPES = {
  idle: [["circle", { cx: 5, cy: 5, r: 4, fill: "none", stroke: "currentColor", "stroke-width": 1.5 }]],
  running: [["path", { d: "M1.5 0.5 L9.5 5 L1.5 9.5 Z", fill: "currentColor" }]],
  waiting: [["circle", { cx: 5, cy: 5, r: 4, fill: "none", stroke: "currentColor", "stroke-width": 1.5 }],
            ["path", { d: "M5 1 A4 4 0 0 1 5 9 Z", fill: "currentColor" }]],
  suspended: [["path", { d: "M1.5 1 H4 V9 H1.5 Z M6 1 H8.5 V9 H6 Z", fill: "currentColor" }]],
  restarting: [["path", { d: "M9 5 A4 4 0 1 1 7.5 1.9 M7.5 0 V2.5 H5", fill: "none", stroke: "currentColor", "stroke-width": 1.5 }]],
  stopped: [["path", { d: "M1.5 1.5 L8.5 8.5 M8.5 1.5 L1.5 8.5", fill: "none", stroke: "currentColor", "stroke-width": 1.8 }]],
};
SHAPES.ending = SHAPES.stopped;

/** A status is told by a shape and a word as well as by its colour. */
export function showStatus(element, status) {
  if (element.dataset.status === status) return;
  element.dataset.status = status;
  const shapes = (SHAPES[status] ?? []).map(([tag, attributes]) => svg(tag, attributes));
  const icon = svg("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, ...shapes);
  element.replaceChildren(...(shapes.length ? [icon] : []), status === "group" ? "" : status);
}
