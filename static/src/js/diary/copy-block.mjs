import { button, dayName, h, set } from "./dom.mjs";
import { daySlots, filled } from "./runs.mjs";
import { DAY_NAMES, lengthWords, SHORT_DAY_NAMES } from "./times.mjs";
import { gettext } from "../words.mjs";

/**
 * "Copy to": a press for each day, then one for the copy. Days that hold entries say so before
 * they are replaced. `first` and `last` bound the half hours of the day; onDone() follows.
 */
export class CopyBlock {
  constructor(book, { day, first, last, onDone }) {
    Object.assign(this, { book, day, first, last, onDone });
    this.chosen = new Set();
    this.warning = h("p", { class: "dg-warning", role: "status" });
    this.go = button(gettext("Copy"), () => this.copy(), { class: "btn btn-primary" });
    this.buttons = new Map(
      book
        .days()
        .filter((other) => other !== day)
        .map((other) => [other, this.toggle(other)]),
    );
    const weekdays = [0, 1, 2, 3, 4].filter((other) => other !== day);
    const all = button(gettext("Monday to Friday"), () => this.choose(weekdays), {
      class: "dg-chip-button",
    });
    const row = h(
      "div",
      { class: "dg-day-buttons", role: "group" },
      [...this.buttons.values()],
      all,
    );
    set(row, "aria-label", gettext("Days to copy to"));
    this.root = h("div", { class: "dg-copy" }, row, this.warning, this.go);
    this.draw();
  }

  toggle(other) {
    const name = dayName({ name: DAY_NAMES[other], short: SHORT_DAY_NAMES[other] });
    return button(name, () => this.flip(other), { class: "dg-chip-button" });
  }

  flip(other) {
    if (!this.chosen.delete(other)) this.chosen.add(other);
    this.draw();
  }

  choose(days) {
    this.chosen = new Set(days);
    this.draw();
  }

  draw() {
    for (const [other, toggle] of this.buttons) set(toggle, "aria-pressed", this.chosen.has(other));
    const held = [...this.chosen].sort().filter((other) => this.held(other) > 0);
    const sentences = held.map((other) => {
      const values = { day: DAY_NAMES[other], hours: lengthWords(this.held(other)) };
      return gettext("{day} has {hours} here already.", values);
    });
    sentences.push(gettext("The copy replaces that; undo brings it back."));
    this.warning.textContent = held.length ? sentences.join(" ") : "";
    this.warning.hidden = !held.length;
    this.go.disabled = !this.chosen.size;
    this.go.textContent = held.length ? gettext("Replace and copy") : gettext("Copy");
  }

  held(other) {
    return filled(daySlots(this.book.week.slots, other).slice(this.first, this.last + 1));
  }

  copy() {
    this.book.copyTo(this.day, [...this.chosen].sort(), this.first, this.last);
    this.onDone();
  }
}
