import { ActivityPicker } from "./activity-picker.mjs";
import { Dialog } from "./dialog.mjs";
import { button, chip, h } from "./dom.mjs";
import { BLANK, clock, clocksWords, dayOf, indexOf, SLOTS, slotOf } from "./times.mjs";
import { gettext } from "../words.mjs";

/** One entry of a day: another activity, another time, or none. */
export class EpisodeDialog {
  constructor(book) {
    this.book = book;
    this.dialog = new Dialog("dg-episode");
    this.root = this.dialog.root;
  }

  open(run) {
    this.run = run;
    const { book } = this;
    const activity = book.activities.get(run.symbol);
    const day = indexOf(dayOf(run.start), 0);
    const end = run.end - day;
    this.start = times("start", gettext("Start"), 0, SLOTS - 1, slotOf(run.start));
    this.end = times("end", gettext("End"), 1, SLOTS, end);
    this.problem = h("p", { class: "field-error", role: "alert", hidden: true });
    this.picker = new ActivityPicker(book, (symbol) => this.save(symbol));
    this.picker.draw();
    const change = h(
      "details",
      { class: "fold" },
      h("summary", {}, gettext("Change the activity")),
      this.picker.root,
    );
    this.dialog.open(
      clocksWords(slotOf(run.start), end),
      h("p", { class: "dg-episode-name" }, chip(activity), ` ${activity.short}`),
      h("p", { class: "soft" }, activity.label),
      this.problem,
      h("div", { class: "dg-times" }, this.start.root, this.end.root),
      h(
        "p",
        { class: "actions" },
        button(gettext("Save"), () => this.save(run.symbol), { class: "btn btn-primary" }),
        button(gettext("Delete"), () => this.remove(), { class: "btn btn-secondary" }),
      ),
      change,
    );
  }

  save(symbol) {
    const day = indexOf(dayOf(this.run.start), 0);
    const [start, end] = [Number(this.start.select.value), Number(this.end.select.value)];
    if (end <= start) {
      this.problem.textContent = gettext("Choose an end time that is after the start time.");
      this.problem.hidden = false;
      this.end.select.focus();
      return;
    }
    const wants = new Map();
    for (let index = this.run.start; index < this.run.end; index += 1) wants.set(index, BLANK);
    for (let slot = start; slot < end; slot += 1) wants.set(day + slot, symbol);
    this.book.lay([...wants], symbol);
    this.dialog.close();
  }

  remove() {
    const { start, end } = this.run;
    this.book.erase(Array.from({ length: end - start }, (_, n) => start + n));
    this.dialog.close();
  }
}

/** A labelled select of the times from `first` to `last` half hour. */
export function times(name, label, first, last, chosen) {
  const id = `dg-time-${name}`;
  const select = h("select", { id, class: "form-select" });
  for (let slot = first; slot <= last; slot += 1) {
    select.append(h("option", { value: slot }, clock(slot)));
  }
  select.value = String(chosen);
  return { root: h("div", { class: "field" }, h("label", { for: id }, label), select), select };
}
