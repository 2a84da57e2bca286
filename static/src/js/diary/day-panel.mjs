import { CopyBlock } from "./copy-block.mjs";
import { Dialog } from "./dialog.mjs";
import { button, h, icon } from "./dom.mjs";
import { rectangle, selectionWords } from "./selection.mjs";
import { dateOf, DAY_NAMES, SLOTS } from "./times.mjs";

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
    const status = this.book.data.statusLabels[this.book.week.statuses[day]] ?? "Not said yet";
    return [h("p", {}, `What kind of day: ${status}.`)];
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
      h("span", {}, isComplete ? "Complete" : "Mark this day complete"),
    );
    return [
      h("h3", {}, "What kind of day was it?"),
      h(
        "div",
        { class: "dg-choices", role: "group", "aria-label": "What kind of day was it?" },
        statuses,
      ),
      complete,
      h("h3", {}, "Copy"),
      ...this.before(day, done),
      ...this.copies(day),
    ];
  }

  before(day, done) {
    if (day === 0) return [];
    const label = `Same as ${DAY_NAMES[day - 1]}`;
    const replaces = this.book.hasEntries(day) ? " (replaces what is here)" : "";
    const act = done(() => this.book.sameAsBefore(day));
    return [button(`${label}${replaces}`, act, { class: "dg-choice" })];
  }

  copies(day) {
    const onDone = () => this.dialog.close();
    const block = new CopyBlock(this.book, { day, first: 0, last: SLOTS - 1, onDone });
    return [h("p", { class: "dg-copy-lead" }, `Copy ${DAY_NAMES[day]} to`), block.root];
  }

  /** Copies of a selection within one day, at the same times on other days. */
  openSelection(selection) {
    const { firstDay: day, firstSlot: first, lastSlot: last } = rectangle(selection);
    const onDone = () => this.dialog.close();
    const block = new CopyBlock(this.book, { day, first, last, onDone });
    this.dialog.open(`Copy ${selectionWords(selection)}`, block.root);
  }
}
