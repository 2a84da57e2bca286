import { button, h, set } from "./dom.mjs";
import { daySlots, filled } from "./runs.mjs";
import { DAY_NAMES, lengthWords } from "./times.mjs";

/**
 * "Copy to": a press for each day, then one for the copy. Days that hold entries say so before
 * they are replaced. `first` and `last` bound the half hours of the day; onDone() follows.
 */
export class CopyBlock {
  constructor(book, { day, first, last, onDone }) {
    Object.assign(this, { book, day, first, last, onDone });
    this.chosen = new Set();
    this.warning = h("p", { class: "dg-warning", role: "status" });
    this.go = button("Copy", () => this.copy(), { class: "btn btn-primary" });
    this.buttons = new Map(
      book.days().filter((other) => other !== day).map((other) => [other, this.toggle(other)]),
    );
    const weekdays = [0, 1, 2, 3, 4].filter((other) => other !== day);
    const all = button("Monday to Friday", () => this.choose(weekdays), { class: "dg-chip-button" });
    const row = h("div", { class: "dg-day-buttons", role: "group" }, [...this.buttons.values()], all);
    set(row, "aria-label", "Days to copy to");
    this.root = h("div", { class: "dg-copy" }, row, this.warning, this.go);
    this.draw();
  }

  toggle(other) {
    const attributes = { class: "dg-chip-button", "aria-label": DAY_NAMES[other] };
    return button(DAY_NAMES[other].slice(0, 3), () => this.flip(other), attributes);
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
    const replaced = [...this.chosen].sort().map((other) => [other, this.held(other)]);
    const held = replaced.filter(([, count]) => count > 0);
    this.warning.textContent = held.length
      ? `${held.map(([other, count]) => `${DAY_NAMES[other]} has ${lengthWords(count)}`).join(", ")} here already. The copy replaces that; undo brings it back.`
      : "";
    this.warning.hidden = !held.length;
    this.go.disabled = !this.chosen.size;
    this.go.textContent = held.length ? "Replace and copy" : "Copy";
  }

  held(other) {
    return filled(daySlots(this.book.week.slots, other).slice(this.first, this.last + 1));
  }

  copy() {
    this.book.copyTo(this.day, [...this.chosen].sort(), this.first, this.last);
    this.onDone();
  }
}
