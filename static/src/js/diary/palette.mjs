import { button, chip, h, set, write } from "./dom.mjs";
import { mostUsed, usageOf } from "./quick.mjs";
import { SearchBox } from "./search-box.mjs";
import { select } from "./selection.mjs";
import { gettext } from "../words.mjs";

const QUICK = 7;

/** All 40 activities beside the grid: found, lately used, or in their six categories. */
export class Palette {
  constructor(book, view) {
    this.book = book;
    this.view = view;
    this.isForGrid = false;
    this.buttons = new Map();
    this.search = new SearchBox(book, {
      onPick: (symbol) => this.pick(symbol),
      onLeave: () => this.leave(),
      onQuery: (query) => this.showBody(!query),
    });
    this.search.input.addEventListener("blur", () => {
      this.isForGrid = false;
    });
    this.quick = h("div", { class: "dg-quick", role: "group" });
    set(this.quick, "aria-label", gettext("Recent and most used"));
    this.definition = h("p", { class: "dg-definition" });
    this.body = h(
      "div",
      { class: "dg-palette-body" },
      this.quick,
      h(
        "div",
        { class: "dg-categories" },
        book.data.categories.map((one) => this.category(one)),
      ),
    );
    this.root = h(
      "section",
      { class: "dg-palette", "aria-labelledby": "dg-palette-title" },
      h("h2", { id: "dg-palette-title", class: "visually-hidden" }, gettext("Activities")),
      this.search.root,
      this.body,
      this.definition,
    );
    this.root.addEventListener("pointerover", (event) => this.define(event));
    this.root.addEventListener("focusin", (event) => this.define(event));
    this.root.addEventListener("pointerleave", () => this.define(null));
  }

  category({ code, label, short }) {
    const activities = this.book.data.activities.filter(({ category }) => category === code);
    return h(
      "section",
      { class: "dg-category", "aria-label": label },
      h("h3", { class: "dg-category-name" }, short),
      h(
        "div",
        { class: "dg-picks" },
        activities.map((activity) => this.choice(activity)),
      ),
    );
  }

  choice(activity) {
    const choice = h(
      "button",
      {
        type: "button",
        class: "dg-pick",
        "aria-pressed": false,
        "data-symbol": activity.symbol,
        "data-category": activity.category,
        onclick: () => this.book.pick(activity.symbol),
      },
      chip(activity),
      h("span", { class: "dg-pick-name" }, activity.short),
    );
    this.buttons.set(activity.symbol, choice);
    return choice;
  }

  draw() {
    const { book } = this;
    for (const [symbol, choice] of this.buttons) {
      set(choice, "aria-pressed", book.hand === symbol);
      choice.disabled = !book.writable;
    }
    this.drawQuick();
    this.define(null);
    this.root.classList.toggle("is-for-selection", Boolean(book.selection));
  }

  drawQuick() {
    const { book } = this;
    const used = mostUsed(usageOf(book.week.slots), book.recent, QUICK);
    const symbols = [...book.recent, ...used].slice(0, QUICK);
    if (symbols.join("") === this.quick.dataset.symbols) return;
    this.quick.dataset.symbols = symbols.join("");
    this.quick.hidden = !symbols.length;
    this.quick.replaceChildren(...symbols.map((symbol) => this.quickChoice(symbol)));
  }

  quickChoice(symbol) {
    const activity = this.book.activities.get(symbol);
    return button(chip(activity), () => this.book.pick(symbol), {
      class: "dg-quick-pick",
      "data-symbol": symbol,
      "aria-label": `${activity.code} ${activity.short}`,
    });
  }

  /** The official definition of what is pointed at, has the focus, or is in hand. */
  define(event) {
    const symbol = event?.target.closest("[data-symbol]")?.dataset.symbol ?? this.book.hand;
    const activity = this.book.activities.get(symbol);
    const words = activity ? `${activity.code}: ${activity.label}` : "";
    const hint = gettext("Point at an activity to read its official definition.");
    write(this.definition, words || hint);
    this.definition.classList.toggle("soft", !activity);
  }

  // --- From the grid and back ---

  /** Opened with the keyboard from the grid: the choice fills what was selected there. */
  open(text) {
    if (!this.book.selection) this.book.choose(select(this.book.at));
    this.search.open(text);
    this.isForGrid = true;
  }

  pick(symbol) {
    if (!this.isForGrid) {
      this.book.pick(symbol);
      return;
    }
    this.book.fillAndMoveOn(symbol);
    this.view.focus();
  }

  leave() {
    if (this.isForGrid) this.book.goTo(this.book.at);
    this.view.focus();
  }

  focusAfterGrid() {
    this.search.input.focus();
  }

  showBody(isShown) {
    if (!this.body) return; // the search box tells before there is one
    this.body.hidden = !isShown;
    this.definition.hidden = !isShown;
  }
}
