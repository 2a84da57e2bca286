import { h, set, write } from "./dom.mjs";
import { figures } from "./figures.mjs";
import { DAY_NAMES } from "./times.mjs";
import { asHours, shortHours } from "../hours.mjs";
import { gettext } from "../words.mjs";

const SVG = "http://www.w3.org/2000/svg";

/** Hours of the day and the week, against the contracted hours, and a bar by category. */
export class FiguresView {
  constructor(book) {
    this.book = book;
    this.today = this.figure();
    this.week = this.figure();
    this.done = this.figure();
    this.bar = document.createElementNS(SVG, "svg");
    for (const [name, value] of Object.entries({ height: 12, width: "100%", role: "img" })) {
      this.bar.setAttribute(name, value);
    }
    this.bar.setAttribute("class", "category-bar");
    this.bar.setAttribute("preserveAspectRatio", "none");
    this.key = h("ul", { class: "dg-key" });
    this.root = h(
      "section",
      { class: "dg-figures", "aria-label": gettext("Your hours") },
      h("div", { class: "dg-figure-row" }, this.today.root, this.week.root, this.done.root),
      h("div", { class: "dg-figure-bar" }, this.bar, this.key),
    );
  }

  figure() {
    const [name, value, note] = ["dt", "dd", "dd"].map((tag) => h(tag, {}));
    value.className = "dg-figure-value";
    note.className = "dg-figure-note";
    return { root: h("dl", { class: "dg-figure" }, name, value, note), name, value, note };
  }

  draw() {
    const { book } = this;
    const now = figures(book.week, book.day, book.data);
    const without = (all, worked) =>
      all === worked
        ? ""
        : gettext("{hours} without lunch and breaks", { hours: asHours(worked) });
    const [today, week] = [shortHours(now.today), shortHours(now.week)];
    this.write(this.today, DAY_NAMES[book.day], today, without(now.today, now.todayWorked));
    const { hours } = book.data.contract;
    const of = now.contracted === null ? "" : gettext("{hours} contracted", { hours });
    const notes = [without(now.week, now.weekWorked), of].filter(Boolean);
    this.write(this.week, gettext("This week"), week, notes.join(", "));
    const done = gettext("{days} of {all}", { days: now.daysDone, all: DAY_NAMES.length });
    this.write(this.done, gettext("Days complete"), done, "");
    this.drawBar(now);
  }

  write({ name, value, note }, ...texts) {
    [name, value, note].forEach((element, place) => write(element, texts[place]));
  }

  /** The bar's full width is the contracted hours, or all hours where there are more. */
  drawBar({ byCategory, week, contracted }) {
    const parts = byCategory.filter(({ halfHours }) => halfHours);
    const state = JSON.stringify([parts, contracted]);
    if (state === this.state) return;
    this.state = state;
    const scale = Math.max(week, contracted ?? 0, 1);
    set(this.bar, "viewBox", `0 0 ${scale} 10`);
    let x = 0;
    const rects = [rect("bar-rest", 0, scale)];
    for (const { code, halfHours } of parts) {
      rects.push(rect(`fill-${code}`, x, halfHours));
      x += halfHours;
    }
    this.bar.replaceChildren(...rects);
    const shorts = new Map(this.book.data.categories.map(({ code, short }) => [code, short]));
    const words = parts.map(
      ({ code, halfHours }) => `${shorts.get(code)} ${shortHours(halfHours)}`,
    );
    set(this.bar, "aria-label", words.join("; ") || gettext("No hours yet"));
    this.key.replaceChildren(
      ...parts.map(({ code, halfHours }) =>
        h("li", {}, h("span", { class: `chip chip-${code}` }, code), ` ${shortHours(halfHours)}`),
      ),
    );
  }
}

function rect(className, x, width) {
  const element = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ class: className, x, y: 0, width, height: 10 })) {
    element.setAttribute(name, value);
  }
  return element;
}
