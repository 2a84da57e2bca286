import { chip, h, set } from "./dom.mjs";
import { mostUsed, usageOf } from "./quick.mjs";
import { SearchBox } from "./search-box.mjs";
import { gettext } from "../words.mjs";

const QUICK = 8;

/** The 40 activities for a thumb: recent and most used, a search, and six categories to open. */
export class ActivityPicker {
  constructor(book, onPick) {
    this.book = book;
    this.onPick = (symbol) => {
      this.openCategory = null;
      onPick(symbol);
    };
    this.openCategory = null;
    this.search = new SearchBox(book, { onPick: this.onPick });
    this.quick = h("div", { class: "dg-thumbs", role: "group" });
    set(this.quick, "aria-label", gettext("Recent and most used"));
    this.categories = h("div", { class: "dg-thumb-categories" });
    this.root = h("div", { class: "dg-picker" }, this.quick, this.search.root, this.categories);
  }

  draw() {
    const { book } = this;
    const used = mostUsed(usageOf(book.week.slots), book.recent, QUICK);
    const symbols = [...book.recent, ...used].slice(0, QUICK);
    this.quick.hidden = !symbols.length;
    const state = `${symbols.join("")}|${this.openCategory}`;
    if (state === this.state) return;
    this.state = state;
    this.quick.replaceChildren(...symbols.map((symbol) => this.thumb(book.activities.get(symbol))));
    this.categories.replaceChildren(
      ...book.data.categories.map((category) => this.category(category)),
    );
  }

  thumb(activity) {
    return h(
      "button",
      {
        type: "button",
        class: "dg-thumb",
        "data-symbol": activity.symbol,
        "data-category": activity.category,
        onclick: () => this.onPick(activity.symbol),
      },
      chip(activity),
      h("span", {}, activity.short),
    );
  }

  category({ code, short }) {
    const isOpen = this.openCategory === code;
    const id = `dg-thumbs-${code}`;
    const head = h(
      "button",
      {
        type: "button",
        class: "dg-thumb dg-thumb-category",
        "data-open": code,
        "data-category": code,
        "aria-expanded": isOpen,
        "aria-controls": isOpen ? id : null,
        onclick: () => this.toggle(code),
      },
      h("span", { class: `chip chip-${code}` }, code),
      h("span", {}, short),
    );
    if (!isOpen) return head;
    const activities = this.book.data.activities.filter(({ category }) => category === code);
    const body = h(
      "div",
      { id, class: "dg-thumbs" },
      activities.map((one) => this.thumb(one)),
    );
    return h("div", { class: "dg-thumb-open" }, head, body);
  }

  toggle(code) {
    this.openCategory = this.openCategory === code ? null : code;
    this.draw();
    this.categories.querySelector(`[data-open="${code}"]`).focus();
  }
}
