// What the diary page holds and can do: the week, what is in hand, what is selected. No DOM.
//
// Every command makes one change that one undo takes back, gives it to `push` for saving, and
// says in words what it did. Views listen and draw anew.
import * as words from "./book-words.mjs";
import { clipOf, copiedTo, pasted, replacedBy } from "./copying.mjs";
import { remembered } from "./quick.mjs";
import { runAt } from "./runs.mjs";
import { cellsOf, painted, select } from "./selection.mjs";
import { BLANK, dayOf, DAYS, indexOf, SLOTS, WEEK } from "./times.mjs";
import { isEmpty, size, Week } from "./week.mjs";

const NINE = 18;

export class Book {
  constructor(data, { push, say }) {
    this.data = data;
    this.activities = new Map(data.activities.map((activity) => [activity.symbol, activity]));
    this.week = new Week(data);
    this.push = push;
    this.say = say;
    this.listeners = [];
    this.hand = null; // an activity's symbol, BLANK for the eraser, null for an empty hand
    this.selection = null;
    this.at = indexOf(0, NINE);
    this.clip = null;
    this.last = null;
    this.recent = [];
    this.conflicts = null;
    this.replaced = 0; // half hours that the last change took the place of
    this.writable = data.writable;
  }

  get day() {
    return dayOf(this.at);
  }

  listen(listener) {
    this.listeners.push(listener);
  }

  changed() {
    for (const listener of this.listeners) listener();
  }

  // --- Where, and what is in hand ---

  goTo(index) {
    this.at = index;
    this.selection = null;
    this.changed();
  }

  choose(selection) {
    this.replaced = 0;
    this.selection = selection;
    if (selection) this.at = selection.focus;
    this.changed();
  }

  take(symbol) {
    this.replaced = 0;
    this.hand = this.hand === symbol ? null : symbol;
    this.selection = null;
    this.say(words.inHand(this.hand, this.name(this.hand)));
    this.changed();
  }

  drop() {
    const had = this.hand !== null || this.selection !== null;
    this.hand = null;
    this.selection = null;
    if (had) this.changed();
    return had;
  }

  /** The cells that a typed code, Delete or Ctrl+C is about. */
  target() {
    return cellsOf(this.selection ?? select(this.at));
  }

  // --- Entering ---

  /** What is chosen in the palette: it fills the selection, or is taken in hand. */
  pick(symbol) {
    if (this.selection) this.fill(symbol);
    else this.take(symbol);
  }

  fill(symbol, cells = this.target()) {
    const wants = { slots: painted(cells, symbol) };
    if (symbol !== BLANK) this.remember(symbol);
    this.selection = null;
    return this.make(wants, words.filled(cells, this.name(symbol)));
  }

  /** Fill from the keyboard: then the next half hour has the focus. */
  fillAndMoveOn(symbol) {
    const cells = this.target();
    this.at = Math.min(WEEK - 1, cells.at(-1) + 1);
    this.fill(symbol, cells);
  }

  erase(cells = this.target()) {
    this.make({ slots: painted(cells, BLANK) }, words.cleared(cells));
  }

  /** Lay wants over the week, from a drag: a block moved or made longer or shorter. */
  lay(wants, symbol) {
    const cells = wants.filter(([, sets]) => sets === symbol).map(([index]) => index);
    this.remember(symbol);
    this.selection = null;
    return this.make({ slots: wants }, words.filled(cells, this.name(symbol)));
  }

  remember(symbol) {
    this.last = symbol;
    this.recent = remembered(this.recent, symbol);
  }

  // --- Copying ---

  copy() {
    const selection = this.selection ?? this.runSelection() ?? select(this.at);
    this.clip = clipOf(this.week.slots, selection);
    this.say(words.copied(cellsOf(selection)));
    this.changed();
  }

  cut() {
    this.copy();
    this.erase(cellsOf(this.selection ?? this.runSelection() ?? select(this.at)));
  }

  paste() {
    if (!this.clip) return this.say(words.nothingCopied());
    const isDay = !this.clip.across && this.clip.cells[0].length === SLOTS;
    const wants = pasted(this.clip, isDay ? indexOf(this.day, 0) : this.at);
    const cells = wants.map(([index]) => index);
    this.selection = null;
    return this.make({ slots: wants }, words.pasted(cells), { blanks: true });
  }

  /** A day, or some half hours of it, put on other days. */
  copyTo(day, days, first, last) {
    const wants = copiedTo(this.week, day, days, first, last);
    return this.make(wants, words.dayCopied(day, days), { blanks: true });
  }

  sameAsBefore(day = this.day) {
    if (day === 0) return this.say(words.noDayBefore());
    return this.copyTo(day - 1, [day]);
  }

  /** The block under the focus as a selection; null on a blank half hour. */
  runSelection(index = this.at) {
    const run = runAt(this.week.slots, index);
    return run && select(run.start, run.end - 1);
  }

  // --- Days ---

  setStatus(day, status) {
    this.make({ days: [[day, status]] }, words.kindOfDay(day, this.data.statusLabels[status]));
  }

  setComplete(day, complete) {
    this.make({ complete: [[day, complete ? "Y" : BLANK]] }, words.marked(day, complete));
  }

  // --- Making, undoing, hearing from the server ---

  /**
   * Plan, make, push and say a change. False when nothing changes or nothing may. `blanks`: what
   * a copy clears is replaced too; what is cleared on purpose is not.
   */
  make(wants, told, { blanks = false } = {}) {
    if (!this.writable) {
      this.say(words.cannotChange());
      return false;
    }
    const replaced = replacedBy(this.week.slots, wants.slots ?? [], { blanks });
    const made = this.week.plan(this.withStatus(wants));
    const isMade = this.week.apply(made);
    if (isMade) this.push(made);
    this.replaced = isMade ? replaced : 0;
    this.say([told, this.replacedWords()].filter(Boolean).join(" "));
    this.changed();
    return isMade;
  }

  replacedWords() {
    return this.replaced ? words.replaced(this.replaced) : "";
  }

  /** A day that gets an entry and has no status was worked. */
  withStatus(wants) {
    const said = new Set((wants.days ?? []).map(([day]) => day));
    const worked = new Set(
      (wants.slots ?? []).filter(([, sets]) => sets !== BLANK).map(([index]) => dayOf(index)),
    );
    const days = [...worked].filter((day) => this.week.statuses[day] === BLANK && !said.has(day));
    return { ...wants, days: [...(wants.days ?? []), ...days.map((day) => [day, "W"])] };
  }

  undo() {
    this.step(this.week.undo(), words.undone, words.nothingToUndo());
  }

  redo() {
    this.step(this.week.redo(), words.redone, words.nothingToRedo());
  }

  step(made, done, nothing) {
    if (!made || isEmpty(made)) {
      this.say(nothing);
      return;
    }
    this.push(made);
    this.replaced = 0;
    this.selection = null;
    const cells = made.slots.map(([index]) => index);
    if (cells.length) this.at = cells[0];
    this.say(done(cells, size(made)));
    this.changed();
  }

  /** The server's diary, pending edits laid over it, and conflicts to tell. */
  heard({ slots, statuses, complete, conflicts, writable = this.writable }) {
    if (!writable) {
      this.conflicts = null; // nothing can be put back any more
      this.drop();
    }
    this.writable = writable;
    this.week.rebase({ slots, statuses, complete: complete ?? this.week.complete });
    if (conflicts && ["slots", "days", "complete"].some((kind) => conflicts[kind]?.length)) {
      this.conflicts = conflicts;
    }
    this.changed();
  }

  /** Take back what won a conflict: what the other device had is put there again. */
  preferOther() {
    const back = (edits = []) => edits.map(([index, was]) => [index, was]);
    const { slots, days, complete } = this.conflicts;
    this.conflicts = null;
    const wants = { slots: back(slots), days: back(days), complete: back(complete) };
    this.make(wants, words.otherIsBack());
  }

  // --- Names ---

  name(symbol) {
    const activity = this.activities.get(symbol);
    return activity ? `${activity.code} ${activity.short}` : words.blank();
  }

  hasEntries(day) {
    return this.week.slots.slice(indexOf(day, 0), indexOf(day + 1, 0)) !== BLANK.repeat(SLOTS);
  }

  /** The first half hour with an entry on a day; on an empty one that of the day before. */
  dayStart(day = this.day) {
    for (let of = day; of >= 0; of -= 1) {
      const slots = this.week.slots.slice(indexOf(of, 0), indexOf(of + 1, 0));
      const first = [...slots].findIndex((symbol) => symbol !== BLANK);
      if (first >= 0) return indexOf(day, first);
    }
    return indexOf(day, NINE);
  }

  /** The last half hour with an entry on a day; the end of the working day on an empty one. */
  dayEnd(day = this.day) {
    for (let slot = SLOTS - 1; slot >= 0; slot -= 1) {
      if (this.week.slots[indexOf(day, slot)] !== BLANK) return indexOf(day, slot);
    }
    return indexOf(day, 33);
  }

  days() {
    return Array.from({ length: DAYS }, (_, day) => day);
  }
}
