import { checks, timely } from "./checks.mjs";
import { button, h } from "./dom.mjs";
import { worked } from "./figures.mjs";
import { daySlots, filled } from "./runs.mjs";
import { DAY_NAMES, indexOf, lengthWords } from "./times.mjs";
import { gettext } from "../words.mjs";

/** What is worth a second look, in plain words, each with a way to the day. Nothing is blocked. */
export class ChecksView {
  constructor(book, { show }) {
    this.book = book;
    this.show = show;
    this.list = h("ul", { class: "dg-checks-list" });
    this.root = h(
      "section",
      { class: "dg-checks", "aria-labelledby": "dg-checks-title", hidden: true },
      h("h2", { id: "dg-checks-title" }, gettext("Worth a second look")),
      h("p", { class: "soft" }, gettext("Leave it as it is if it is right.")),
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
    const label = gettext("Go to {day}", { day: DAY_NAMES[day] });
    const go = button(label, () => this.show(day), { class: "dg-action" });
    return h("li", {}, h("span", {}, words), go);
  }

  words(name, day) {
    const { week, data } = this.book;
    const count = filled(daySlots(week.slots, day ?? 0));
    const values = {
      day: DAY_NAMES[day],
      status: data.statusLabels[week.statuses[day]],
      hours: lengthWords(count),
    };
    if (name === "long_day") return gettext("{day} has {hours}. Is that right?", values);
    if (name === "long_run") {
      return gettext(
        "{day} has one activity for more than {hours} without a break. Is that right?",
        { ...values, hours: lengthWords(data.limits.longRun) },
      );
    }
    if (name === "blank_day") return gettext("{day} is blank. What kind of day was it?", values);
    if (name === "far_from_stated") {
      return gettext(
        "Your diary has {hours} without lunch and breaks. You said that you worked {stated}. " +
          "Is something missing?",
        { hours: lengthWords(worked(week.slots)), stated: data.contract.worked },
      );
    }
    return count
      ? gettext("{day} is “{status}”, and has {hours}. Are both right?", values)
      : gettext("{day} is “{status}”, and has no hours yet. Is that right?", values);
  }
}

/** Where "Go to" leads: the day's first entry. */
export function placeOf(book, day) {
  return book.hasEntries(day) ? book.dayStart(day) : indexOf(day, 18);
}
