import { CopyBlock } from "./copy-block.mjs";
import { Dialog } from "./dialog.mjs";
import { button, h, icon } from "./dom.mjs";
import { rectangle, selectionWords } from "./selection.mjs";
import { dateOf, DAY_NAMES, SLOTS } from "./times.mjs";
import { gettext } from "../words.mjs";

/** One day: what kind of day it was, whether it is complete, and its copies. */
export class DayPanel {
  constructor(book) {
    this.book = book;
    this.dialog = new Dialog("dg-day-panel");
    this.root = this.dialog.root;
  }

  open(day) {
    const { words } = dateOf(this.book.data.startsOn, day);
    this.dialog.open(words, ...(this.book.writable ? this.content(day) : this.reading(day)));
  }

  reading(day) {
    const label = this.book.data.statusLabels[this.book.week.statuses[day]];
    const status = label ?? gettext("Not said yet");
    return [h("p", {}, gettext("What kind of day: {status}.", { status }))];
  }

  content(day) {
    const { book } = this;
    const done = (act) => () => {
      act();
      this.dialog.close();
    };
    const statuses = Object.entries(book.data.statusLabels).map(([status, label]) =>
      button(
        label,
        done(() => book.setStatus(day, status)),
        {
          class: "dg-choice",
          "aria-pressed": book.week.statuses[day] === status,
        },
      ),
    );
    const isComplete = book.week.complete[day] === "Y";
    const complete = h(
      "button",
      {
        type: "button",
        class: "dg-choice dg-choice-complete",
        "aria-pressed": isComplete,
        onclick: done(() => book.setComplete(day, !isComplete)),
      },
      icon("check"),
      h("span", {}, isComplete ? gettext("Complete") : gettext("Mark this day complete")),
    );
    const question = gettext("What kind of day was it?");
    return [
      h("h3", {}, question),
      h("div", { class: "dg-choices", role: "group", "aria-label": question }, statuses),
      complete,
      h("h3", {}, gettext("Copy")),
      ...this.before(day, done),
      ...this.copies(day),
    ];
  }

  before(day, done) {
    if (day === 0) return [];
    const values = { day: DAY_NAMES[day - 1] };
    const label = this.book.hasEntries(day)
      ? gettext("Same as {day} (replaces what is here)", values)
      : gettext("Same as {day}", values);
    const act = done(() => this.book.sameAsBefore(day));
    return [button(label, act, { class: "dg-choice" })];
  }

  copies(day) {
    const onDone = () => this.dialog.close();
    const block = new CopyBlock(this.book, { day, first: 0, last: SLOTS - 1, onDone });
    const lead = gettext("Copy {what} to", { what: DAY_NAMES[day] });
    return [h("p", { class: "dg-copy-lead" }, lead), block.root];
  }

  /** Copies of a selection within one day, at the same times on other days. */
  openSelection(selection) {
    const { firstDay: day, firstSlot: first, lastSlot: last } = rectangle(selection);
    const onDone = () => this.dialog.close();
    const block = new CopyBlock(this.book, { day, first, last, onDone });
    this.dialog.open(gettext("Copy {what}", { what: selectionWords(selection) }), block.root);
  }
}
