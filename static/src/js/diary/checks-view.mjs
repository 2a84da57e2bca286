import { checks, timely } from "./checks.mjs";
import { button, h } from "./dom.mjs";
import { worked } from "./figures.mjs";
import { daySlots, filled } from "./runs.mjs";
import { DAY_NAMES, indexOf, lengthWords } from "./times.mjs";
import { asHours } from "../hours.mjs";

/** What is worth a second look, in plain words, each with a way to the day. Nothing is blocked. */
export class ChecksView {
  constructor(book, { show }) {
    this.book = book;
    this.show = show;
    this.list = h("ul", { class: "dg-checks-list" });
    this.root = h(
      "section",
      { class: "dg-checks", "aria-labelledby": "dg-checks-title", hidden: true },
      h("h2", { id: "dg-checks-title" }, "Worth a second look"),
      h("p", { class: "soft" }, "Leave it as it is if it is right."),
      this.list,
    );
  }

  draw() {
    const { week, data } = this.book;
    const found = timely(checks({ ...week, contract: data.contract, limits: data.limits }), week);
    const state = JSON.stringify([found, found.length && week.slots, week.statuses]);
    if (state === this.state) return;
    this.state = state;
    this.root.hidden = !found.length;
    this.list.replaceChildren(...found.map((flag) => this.item(flag)));
  }

  item([name, day]) {
    const words = this.words(name, day);
    if (day === null) return h("li", {}, h("span", {}, words));
    const label = `Go to ${DAY_NAMES[day]}`;
    const go = button(label, () => this.show(day), { class: "dg-action" });
    return h("li", {}, h("span", {}, words), go);
  }

  words(name, day) {
    const { week, data } = this.book;
    const { limits } = data;
    const dayName = DAY_NAMES[day];
    const status = data.statusLabels[week.statuses[day]];
    const hours = filled(daySlots(week.slots, day ?? 0));
    if (name === "long_day") return `${dayName} has ${asHours(hours)} hours. Is that right?`;
    if (name === "long_run") {
      const long = asHours(limits.longRun);
      return `${dayName} has one activity for more than ${long} hours without a break. Is that right?`;
    }
    if (name === "blank_day") {
      return `${dayName} is blank. What kind of day was it?`;
    }
    if (name === "far_from_stated") {
      const here = asHours(worked(week.slots));
      const told = `Your diary has ${here} hours without lunch and breaks.`;
      return `${told} You said that you worked ${data.contract.worked}. Is something missing?`;
    }
    if (hours) return `${dayName} is “${status}”, and has ${lengthWords(hours)}. Are both right?`;
    return `${dayName} is “${status}”, and has no hours yet. Is that right?`;
  }
}

/** Where "Go to" leads: the day's first entry. */
export function placeOf(book, day) {
  return book.hasEntries(day) ? book.dayStart(day) : indexOf(day, 18);
}
