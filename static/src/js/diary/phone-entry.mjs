import { ActivityPicker } from "./activity-picker.mjs";
import { times } from "./episode-dialog.mjs";
import { button, chip, h, readAs, set, write } from "./dom.mjs";
import { entry, LENGTHS, nextStart, relengthened } from "./next.mjs";
import { clock, indexOf, lengthWords, SLOTS, slotOf, WEEK } from "./times.mjs";
import { shortHours } from "../hours.mjs";
import { gettext } from "../words.mjs";

/**
 * "What did you do next?": a press on an activity enters half an hour where the last entry ended;
 * a press on a length makes it longer. Then comes the next.
 */
export class PhoneEntry {
  constructor(book) {
    this.book = book;
    this.entered = null; // {start, length, symbol}: what the lengths are about
    this.chosenStart = null; // an index, when it is not where the last entry ended
    this.picker = new ActivityPicker(book, (symbol) => this.enter(symbol));
    this.just = h("div", { class: "dg-just", hidden: true });
    this.question = h("h3", { class: "dg-question" });
    this.from = times("from", gettext("From"), 0, SLOTS - 1, 18);
    this.from.select.addEventListener("change", () => {
      this.startAt(indexOf(book.day, Number(this.from.select.value)));
    });
    const full = gettext("This day is full to midnight.");
    this.full = h("p", { class: "soft", hidden: true }, full);
    this.ask = h("div", { class: "dg-ask" }, this.question, this.from.root);
    this.root = h(
      "section",
      { class: "dg-entry" },
      this.just,
      this.ask,
      this.full,
      this.picker.root,
    );
  }

  get start() {
    if (this.chosenStart !== null) return this.chosenStart;
    const { slots } = this.book.week;
    const slot = nextStart(slots, this.book.day);
    return slot === null ? null : indexOf(this.book.day, slot);
  }

  draw() {
    const { book, start } = this;
    this.root.hidden = !book.writable;
    if (!book.writable) return;
    if (this.entered && book.week.slots[this.entered.start] !== this.entered.symbol) {
      this.entered = null; // undone, or corrected elsewhere
    }
    const next = gettext("What did you do next?");
    write(this.question, book.hasEntries(book.day) ? next : gettext("What did you do first?"));
    this.ask.hidden = start === null;
    this.picker.root.hidden = start === null;
    this.full.hidden = start !== null;
    if (start !== null) this.from.select.value = String(slotOf(start));
    this.drawJust();
    this.picker.draw();
  }

  drawJust() {
    const { entered, book } = this;
    const state = JSON.stringify([entered, book.replaced]);
    if (state === this.state) return;
    this.state = state;
    this.just.hidden = !entered;
    if (!entered) return;
    const activity = book.activities.get(entered.symbol);
    const end = entered.start + entered.length;
    const time = `${clock(slotOf(entered.start))}–${clock(slotOf(end - 1) + 1)}`;
    this.just.replaceChildren(
      h(
        "p",
        { class: "dg-just-line" },
        h("span", { class: "dg-episode-time" }, time),
        chip(activity),
        h("strong", {}, activity.short),
      ),
      h("p", { class: "dg-just-label soft" }, activity.label),
      book.replaced ? h("p", { class: "dg-warning" }, book.replacedWords()) : "",
      h("p", { class: "dg-how-long", id: "dg-how-long" }, gettext("For how long?")),
      this.lengths(),
    );
  }

  lengths() {
    const { entered } = this;
    const shown = LENGTHS.includes(entered.length) ? LENGTHS : [...LENGTHS, entered.length];
    const chips = shown
      .filter((length) => entered.start + length <= WEEK)
      .sort((one, other) => one - other)
      .map((length) =>
        button(readAs(shortHours(length), lengthWords(length)), () => this.lengthen(length), {
          class: "dg-chip-button",
          "aria-pressed": length === entered.length,
        }),
      );
    const more = button(gettext("Longer"), () => this.lengthen(entered.length + 1), {
      class: "dg-chip-button",
    });
    const row = h("div", { class: "dg-lengths", role: "group" }, chips, more);
    set(row, "aria-labelledby", "dg-how-long");
    return row;
  }

  enter(symbol) {
    const { book, start } = this;
    if (start === null) return;
    this.entered = { start, length: 1, symbol };
    this.moveOn(start + 1);
    book.fill(
      symbol,
      entry(start, 1, symbol).map(([index]) => index),
    );
    // the entry, the question and the activities in one screen, and there they stay
    this.root.scrollIntoView({ block: "start" });
  }

  lengthen(length) {
    const { start, length: before, symbol } = this.entered;
    const wants = relengthened(start, before, length, symbol);
    this.entered = { start, length, symbol };
    this.moveOn(start + length);
    this.book.lay(wants, symbol);
    this.just.querySelector("[aria-pressed='true']")?.focus();
  }

  /** In a gap the next entry goes on where this one ended; else the day's end says where. */
  moveOn(end) {
    if (this.chosenStart !== null) this.chosenStart = slotOf(end) === 0 ? null : end;
  }

  startAt(index) {
    this.chosenStart = index;
    this.entered = null;
    this.draw();
    this.root.scrollIntoView({ block: "start" });
    this.from.select.focus({ preventScroll: true });
  }

  forget() {
    this.entered = null;
    this.chosenStart = null;
  }
}
