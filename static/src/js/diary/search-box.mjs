import { chip, h, icon, set } from "./dom.mjs";
import { usageOf } from "./quick.mjs";
import { search } from "./search.mjs";
import { gettext } from "../words.mjs";

const MOST = 9;
let boxes = 0;

/**
 * A combobox over the 40 activities: what is typed is found by code, label and everyday words.
 * onPick(symbol) gets the choice, onLeave() an Escape, onQuery(text) what stands in the field.
 */
export class SearchBox {
  constructor(book, { onPick, onLeave = () => {}, onQuery = () => {} }) {
    Object.assign(this, { book, onPick, onLeave, onQuery });
    this.id = `dg-search-${(boxes += 1)}`;
    this.found = [];
    this.active = 0;
    this.list = h("ul", { id: `${this.id}-list`, role: "listbox", class: "dg-found" });
    set(this.list, "aria-label", gettext("Activities found"));
    this.none = h("p", { class: "dg-none soft", role: "status" });
    this.input = h("input", {
      id: this.id,
      class: "form-control dg-search-input",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      enterkeyhint: "done",
      placeholder: gettext("Code or words, such as home visit"),
      "aria-expanded": false,
      "aria-controls": this.list.id,
      "aria-autocomplete": "list",
      oninput: () => this.refresh(),
      onkeydown: (event) => this.press(event),
    });
    this.root = h(
      "div",
      { class: "dg-search" },
      h("label", { class: "visually-hidden", for: this.id }, gettext("Find an activity")),
      h("span", { class: "dg-search-mark" }, icon("search")),
      this.input,
      this.list,
      this.none,
    );
    this.refresh();
  }

  open(text) {
    this.input.value = text;
    this.input.focus();
    this.input.setSelectionRange(text.length, text.length);
    this.refresh();
  }

  clear() {
    this.input.value = "";
    this.refresh();
  }

  refresh() {
    const query = this.input.value.trim();
    const usage = usageOf(this.book.week.slots);
    this.found = search(query, this.book.data.activities, usage).slice(0, MOST);
    this.active = 0;
    this.list.replaceChildren(...this.found.map((activity, place) => this.option(activity, place)));
    this.list.hidden = !this.found.length;
    const none = gettext("Nothing found. Try another word.");
    this.none.textContent = query && !this.found.length ? none : "";
    this.none.hidden = !this.none.textContent;
    set(this.input, "aria-expanded", this.found.length > 0);
    this.mark();
    this.onQuery(query);
  }

  option(activity, place) {
    const option = h(
      "li",
      { id: `${this.id}-${place}`, role: "option", class: "dg-option" },
      chip(activity),
      h("span", { class: "dg-option-name" }, activity.short),
      h("span", { class: "dg-option-label" }, activity.label),
    );
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => this.pick(activity));
    return option;
  }

  mark() {
    [...this.list.children].forEach((option, place) => {
      set(option, "aria-selected", place === this.active);
      if (place === this.active) option.scrollIntoView({ block: "nearest" });
    });
    const active = this.found.length ? `${this.id}-${this.active}` : null;
    set(this.input, "aria-activedescendant", active);
  }

  press(event) {
    const { key } = event;
    const count = this.found.length;
    if (key === "ArrowDown" && count) this.active = (this.active + 1) % count;
    else if (key === "ArrowUp" && count) this.active = (this.active + count - 1) % count;
    else if (key === "Enter" && count) return this.pick(this.found[this.active], event);
    else if (key === "Escape") return this.leave(event);
    else return undefined;
    event.preventDefault();
    return this.mark();
  }

  pick(activity, event) {
    event?.preventDefault();
    this.clear();
    this.onPick(activity.symbol);
  }

  leave(event) {
    event.preventDefault();
    event.stopPropagation();
    this.clear();
    this.onLeave();
  }
}
