import { dayName, h, icon, set, write } from "./dom.mjs";
import { daySlots, filled } from "./runs.mjs";
import { dateOf } from "./times.mjs";
import { shortHours } from "../hours.mjs";
import { gettext } from "../words.mjs";

/**
 * The seven days above the grid: each a button for its panel and one for "complete". A toolbar:
 * one tab stop, arrows within it.
 */
export class Strip {
  constructor(book, { openDay }) {
    this.book = book;
    this.days = book.days().map((day) => this.day(day, openDay));
    this.buttons = this.days.flatMap(({ name, done }) => [name, done]);
    this.root = h(
      "div",
      { class: "dg-strip", role: "toolbar", "aria-label": gettext("The days of your week") },
      h("div", { class: "dg-strip-corner", "aria-hidden": true }),
      this.days.map(({ root }) => root),
    );
    this.root.addEventListener("keydown", (event) => this.press(event));
    this.stop(0);
  }

  day(day, openDay) {
    const date = dateOf(this.book.data.startsOn, day);
    const kind = h("span", { class: "dg-strip-kind" });
    const hours = h("span", { class: "dg-strip-hours" });
    const name = h(
      "button",
      { type: "button", class: "dg-strip-name", onclick: () => openDay(day) },
      h("span", { class: "dg-strip-day" }, h("b", {}, dayName(date)), ` ${date.number}`),
      h("span", { class: "dg-strip-line" }, kind, hours),
    );
    const done = h(
      "button",
      {
        type: "button",
        class: "dg-strip-done",
        "aria-label": gettext("{day} is complete", { day: date.name }),
        onclick: () => this.book.setComplete(day, this.book.week.complete[day] !== "Y"),
      },
      icon("check"),
    );
    return { root: h("div", { class: "dg-strip-cell" }, name, done), name, done, kind, hours };
  }

  draw() {
    const { statuses, complete, slots } = this.book.week;
    this.days.forEach(({ root, done, kind, hours }, day) => {
      const status = this.book.data.statusLabels[statuses[day]] ?? "";
      const count = filled(daySlots(slots, day));
      write(kind, status || (this.book.writable ? gettext("Kind of day?") : ""));
      write(hours, count ? shortHours(count) : "");
      set(done, "aria-pressed", complete[day] === "Y");
      done.disabled = !this.book.writable;
      root.classList.toggle("is-done", complete[day] === "Y");
      root.classList.toggle("is-off", Boolean(status) && !"WC".includes(statuses[day]) && !count);
      root.classList.toggle("is-here", day === this.book.day);
    });
  }

  press(event) {
    const here = this.buttons.indexOf(document.activeElement);
    const steps = {
      ArrowRight: 1,
      ArrowLeft: -1,
      Home: -here,
      End: this.buttons.length - 1 - here,
    };
    if (here < 0 || !Object.hasOwn(steps, event.key)) return;
    event.preventDefault();
    const to = Math.min(this.buttons.length - 1, Math.max(0, here + steps[event.key]));
    this.stop(to);
    this.buttons[to].focus();
  }

  stop(place) {
    this.buttons.forEach((button, at) => set(button, "tabindex", at === place ? 0 : -1));
  }
}
