import { button, chip, h, icon, set } from "./dom.mjs";
import { cellsOf, rectangle, selectionWords } from "./selection.mjs";
import { BLANK, lengthWords } from "./times.mjs";
import { gettext } from "../words.mjs";

/** The line above the grid: what is in hand or selected, what can be done with it, and undo. */
export class Bar {
  constructor(book, { openCopy }) {
    this.book = book;
    this.openCopy = openCopy;
    this.typed = "";
    this.told = h("div", { class: "dg-bar-told" });
    this.actions = h("div", { class: "dg-bar-actions" });
    this.undo = this.tool("undo", gettext("Undo"), () => book.undo());
    this.redo = this.tool("redo", gettext("Redo"), () => book.redo());
    this.eraser = this.tool("erase", gettext("Erase"), () => book.take(BLANK));
    const tools = h("div", { class: "dg-tools" }, this.undo, this.redo, this.eraser);
    this.root = h("div", { class: "dg-bar" }, this.told, this.actions, tools);
  }

  tool(name, label, onclick) {
    return h(
      "button",
      { type: "button", class: "dg-tool", onclick },
      icon(name),
      h("span", {}, label),
    );
  }

  hint(typed) {
    this.typed = typed;
    this.draw();
  }

  draw() {
    const { book } = this;
    this.undo.disabled = !book.writable || !book.week.done.length;
    this.redo.disabled = !book.writable || !book.week.undone.length;
    this.eraser.disabled = !book.writable;
    set(this.eraser, "aria-pressed", book.hand === BLANK);
    const selected = JSON.stringify(book.selection);
    const state = [this.typed, book.hand, selected, book.writable, book.replaced];
    const key = `${state.join("|")}|${Boolean(book.clip)}`;
    if (key === this.key) return;
    this.key = key;
    this.told.replaceChildren(...this.telling());
    this.actions.replaceChildren(...this.doing());
  }

  telling() {
    const { book, typed } = this;
    const quiet = (text) => [h("span", { class: "soft" }, text)];
    if (!book.writable) return quiet(gettext("You can read this diary, but not change it."));
    if (typed) {
      const more = quiet(gettext("… another letter or digit"));
      return [h("kbd", {}, typed.toUpperCase()), ...more];
    }
    if (book.selection) {
      const count = cellsOf(book.selection).length;
      return [h("strong", {}, selectionWords(book.selection)), ...quiet(lengthWords(count))];
    }
    if (book.replaced) {
      const held = book.activities.get(book.hand);
      return [held ? chip(held) : "", ...quiet(book.replacedWords())];
    }
    if (book.hand === BLANK) {
      const hint = quiet(gettext("Drag over half hours to clear them."));
      return [h("strong", {}, gettext("Eraser")), ...hint];
    }
    const activity = book.activities.get(book.hand);
    if (activity) {
      return [
        chip(activity),
        h("strong", {}, activity.short),
        ...quiet(gettext("Drag over its half hours.")),
      ];
    }
    return quiet(
      gettext("Choose an activity and drag over its half hours, or click one and type a code."),
    );
  }

  doing() {
    const { book } = this;
    if (!book.writable || this.typed) return [];
    const act = (label, onclick) => button(label, onclick, { class: "dg-action" });
    if (book.hand !== null) return [act(gettext("Put down"), () => book.drop())];
    const paste = book.clip ? [act(gettext("Paste"), () => book.paste())] : [];
    if (!book.selection) return [];
    const { firstDay, lastDay } = rectangle(book.selection);
    const toDays = act(gettext("Copy to days…"), () => this.openCopy(book.selection));
    return [
      act(gettext("Copy"), () => book.copy()),
      ...paste,
      ...(firstDay === lastDay ? [toDays] : []),
      act(gettext("Clear"), () => book.erase()),
    ];
  }
}
