import { extended, moved, select, selectionWords } from "./selection.mjs";
import { BLANK, DAYS, indexOf, slotOf, WEEK } from "./times.mjs";
import { PAUSE, Typing } from "./typing.mjs";
import { gettext } from "../words.mjs";

const PAGE = 4; // half hours
const MOVES = {
  ArrowUp: { slots: -1 },
  ArrowDown: { slots: 1 },
  ArrowLeft: { days: -1 },
  ArrowRight: { days: 1 },
  PageUp: { slots: -PAGE },
  PageDown: { slots: PAGE },
};

/** Everything that a mouse can do, by keyboard, on the grid. */
export class Keys {
  constructor(book, view, { search, openDay, hint }) {
    Object.assign(this, { book, view, search, openDay, hint });
    this.typing = new Typing(book.data.activities.map(({ code }) => code));
    this.byCode = new Map(book.data.activities.map(({ code, symbol }) => [code, symbol]));
    view.grid.addEventListener("keydown", (event) => this.press(event));
    view.grid.addEventListener("focusout", ({ relatedTarget }) => {
      if (!view.grid.contains(relatedTarget)) this.settle();
    });
  }

  press(event) {
    if (event.isComposing || event.altKey) return;
    const isControl = event.ctrlKey || event.metaKey;
    const { key } = event;
    const isTyped = !isControl && /^[\p{L}\p{N}]$/u.test(key) && this.type(key);
    const isHandled = isTyped || this.act(key, isControl, event);
    if (isHandled) event.preventDefault();
  }

  /** Any other key first settles a code that is waiting. */
  act(key, isControl, event) {
    if (key === "Backspace" && this.typing.typed) {
      this.typing.back();
      this.hint(this.typing.typed);
      return true;
    }
    if (key === "Shift" || key === "Control" || key === "Meta") return false;
    const waited = this.settle();
    if (isControl) return this.control(key.toLowerCase(), key, event.shiftKey);
    if (MOVES[key]) return this.go(moved, MOVES[key], event.shiftKey);
    if (key === "Home") return this.goTo(indexOf(0, slotOf(this.book.at)), event.shiftKey);
    if (key === "End") return this.goTo(indexOf(DAYS - 1, slotOf(this.book.at)), event.shiftKey);
    if (key === "Enter") return waited || this.find("");
    if (key === "Escape") return this.leave();
    if (key === " " && event.shiftKey) return this.choose(this.book.runSelection());
    if (!this.book.writable) return false;
    return this.edit(key);
  }

  edit(key) {
    const { book } = this;
    if (key === "Delete" || key === "Backspace") book.erase();
    else if (key === "." || key === " ") this.repeat();
    else if (key === "=") book.sameAsBefore();
    else return false;
    this.view.focus();
    return true;
  }

  control(lower, key, isShifted) {
    const { book } = this;
    const commands = {
      c: () => book.copy(),
      x: () => book.cut(),
      v: () => book.paste(),
      z: () => (isShifted ? book.redo() : book.undo()),
      y: () => book.redo(),
      a: () => this.choose(select(indexOf(book.day, 0), indexOf(book.day, 47))),
      enter: () => this.openDay(book.day),
      home: () => this.goTo(indexOf(0, 0), isShifted),
      end: () => this.goTo(WEEK - 1, isShifted),
      arrowup: () => this.goTo(book.dayStart(), isShifted),
      arrowdown: () => this.goTo(book.dayEnd(), isShifted),
    };
    if (!Object.hasOwn(commands, lower)) return false;
    commands[lower]();
    if (lower !== "enter") this.view.focus();
    return true;
  }

  // --- Moving and selecting ---

  go(move, by, isShifted) {
    const { book } = this;
    if (!isShifted) return this.goTo(move(book.at, by), false);
    return this.choose(extended(book.selection ?? select(book.at), by));
  }

  goTo(index, isShifted) {
    const { book } = this;
    if (isShifted) return this.choose(select((book.selection ?? select(book.at)).anchor, index));
    book.goTo(index);
    this.view.focus();
    return true;
  }

  choose(selection) {
    if (!selection) return true;
    this.book.choose(selection);
    this.view.focus();
    this.book.say(gettext("{times} selected.", { times: selectionWords(selection) }));
    return true;
  }

  leave() {
    if (!this.book.drop() && this.book.writable) this.search.focusAfterGrid();
    return true;
  }

  // --- Typing ---

  type(character) {
    if (!this.book.writable) return false;
    window.clearTimeout(this.timer);
    const { codes, search } = this.typing.type(character);
    for (const code of codes) this.enter(code);
    if (search) return this.find(search);
    if (this.typing.waits) this.timer = window.setTimeout(() => this.settle(), PAUSE);
    this.hint(this.typing.typed);
    return true;
  }

  /** Enters a code that was waiting for a longer one. Returns whether there was one. */
  settle() {
    window.clearTimeout(this.timer);
    const code = this.typing.settle();
    this.hint("");
    if (code) this.enter(code);
    return Boolean(code);
  }

  enter(code) {
    this.book.fillAndMoveOn(this.byCode.get(code));
    if (this.view.hasFocus) this.view.focus();
  }

  repeat() {
    const { book } = this;
    if (book.last && book.last !== BLANK) book.fillAndMoveOn(book.last);
    else book.say(gettext("Nothing to repeat yet."));
  }

  find(text) {
    if (!this.book.writable) return false;
    this.hint("");
    this.search.open(text);
    return true;
  }
}
