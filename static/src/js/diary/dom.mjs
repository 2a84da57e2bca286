// Makes elements. Text is always set as text: nothing here parses HTML.

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  undo: "M4 9h9a5 5 0 0 1 0 10h-4M4 9l4-4M4 9l4 4",
  redo: "M20 9h-9a5 5 0 0 0 0 10h4M20 9l-4-4M20 9l-4 4",
  erase: "M8 19h11M6 15l7-9 6 5-6 8H9z",
  check: "M5 13l4.5 4.5L19 7",
  copy: "M9 9h10v11H9zM5 15V4h10",
  paste: "M8 5H5v15h14V5h-3M8 3h8v4H8z",
  close: "M6 6l12 12M18 6L6 18",
  more: "M6 9l6 6 6-6",
  search: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5L20 20",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
};

/** h("button", {class: "btn", "aria-pressed": false, onclick}, "Save", child) */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else set(element, name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Sets an attribute; null, undefined and false take it away, but aria-… says "false". */
export function set(element, name, value) {
  const absent = value === null || value === undefined || (value === false && !isSaid(name));
  if (absent) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value === true && !isSaid(name) ? "" : String(value));
  }
}

function isSaid(name) {
  return name.startsWith("aria-");
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const drawn = { viewBox: "0 0 24 24", width: 18, height: 18, class: "dg-icon" };
  for (const [key, value] of Object.entries({ ...drawn, "aria-hidden": true, focusable: false })) {
    svg.setAttribute(key, value);
  }
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** The code of an activity on its category's colour. */
export function chip({ code, category }) {
  return h("span", { class: `chip chip-${category}` }, code);
}

export function button(label, onclick, attributes = {}) {
  return h("button", { type: "button", onclick, ...attributes }, label);
}

/** Seen as one thing, read aloud as another: "Mon" as "Monday". */
export function readAs(seen, heard) {
  return [
    h("span", { "aria-hidden": true }, seen),
    h("span", { class: "visually-hidden" }, heard),
  ];
}

export function dayName({ name, short }) {
  return readAs(short, name);
}

/** Writes text only where it differs, so that nothing is read aloud twice. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
