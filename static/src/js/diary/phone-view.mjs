import { PhoneEntry } from "./phone-entry.mjs";
import { EpisodeDialog } from "./episode-dialog.mjs";
import { chip, dayName, h, icon, set, write } from "./dom.mjs";
import { gaps } from "./next.mjs";
import { daySlots, filled, runsOfDay } from "./runs.mjs";
import { clock, dateOf, dayOf, DAYS, indexOf, lengthWords } from "./times.mjs";
import { shortHours } from "../hours.mjs";
import { gettext } from "../words.mjs";

const SWIPE = 60; // pixels to the side, and at least twice as far as up or down

/** One day at a time: tabs, what came next, and a list to correct from. */
export class PhoneView {
  constructor(book, { openDay }) {
    this.book = book;
    this.episodeDialog = new EpisodeDialog(book);
    this.entry = new PhoneEntry(book);
    this.tabs = book.days().map((day) => this.tab(day));
    this.heading = h("h2", { class: "dg-day-name", tabindex: -1 });
    this.hours = h("p", { class: "dg-day-hours" });
    this.status = h("button", {
      type: "button",
      class: "dg-day-status",
      onclick: () => openDay(book.day),
    });
    this.complete = h(
      "button",
      { type: "button", class: "dg-day-complete", onclick: () => this.flipComplete() },
      icon("check"),
      h("span", {}, gettext("Complete")),
    );
    this.list = h("ol", { class: "dg-episodes" });
    this.empty = h("p", { class: "soft" }, gettext("Nothing entered on this day yet."));
    this.undo = h(
      "button",
      { type: "button", class: "dg-tool", onclick: () => book.undo() },
      icon("undo"),
      h("span", {}, gettext("Undo")),
    );
    this.body = h(
      "div",
      { class: "dg-day" },
      h("div", { class: "dg-day-head" }, this.heading, this.hours),
      h("div", { class: "dg-day-row" }, this.status, this.complete),
      this.entry.root,
      h("div", { class: "dg-list-head" }, h("h3", {}, gettext("Your day")), this.undo),
      this.empty,
      this.list,
    );
    this.root = h(
      "div",
      { class: "dg-phone" },
      h("nav", { "aria-label": gettext("Days of your week"), class: "dg-tabs" }, this.tabs),
      this.body,
      this.episodeDialog.root,
    );
    this.listenForSwipes();
  }

  tab(day) {
    const date = dateOf(this.book.data.startsOn, day);
    return h(
      "button",
      { type: "button", class: "dg-tab", onclick: () => this.goToDay(day) },
      h("span", { class: "dg-tab-name" }, dayName(date)),
      h("span", { class: "dg-tab-date" }, date.number),
      h("span", { class: "dg-tab-mark" }, h("span", { class: "visually-hidden" })),
    );
  }

  draw() {
    const { book } = this;
    const { day } = book;
    const { slots, statuses, complete } = book.week;
    this.tabs.forEach((tab, of) => this.drawTab(tab, of));
    write(this.heading, dateOf(book.data.startsOn, day).words);
    write(this.hours, shortHours(filled(daySlots(slots, day))));
    const status = book.data.statusLabels[statuses[day]];
    write(this.status, status ?? gettext("What kind of day was it?"));
    this.status.classList.toggle("is-unsaid", !status);
    set(this.complete, "aria-pressed", complete[day] === "Y");
    this.complete.disabled = !book.writable;
    this.undo.hidden = !book.writable;
    this.undo.disabled = !book.week.done.length;
    this.entry.draw();
    this.drawList();
  }

  drawTab(tab, day) {
    const { slots, complete } = this.book.week;
    const count = filled(daySlots(slots, day));
    const isDone = complete[day] === "Y";
    set(tab, "aria-current", day === this.book.day ? "true" : null);
    const entered = count ? lengthWords(count) : gettext("no entry");
    const state = isDone ? gettext("complete") : entered;
    write(tab.querySelector(".dg-tab-mark > span"), `, ${state}`);
    tab.classList.toggle("is-done", isDone);
    tab.classList.toggle("is-begun", count > 0);
  }

  drawList() {
    const { day, week } = this.book;
    const state = `${day}|${daySlots(week.slots, day)}|${this.book.writable}`;
    if (state === this.state) return;
    this.state = state;
    const lines = [
      ...runsOfDay(week.slots, day).map((run) => [run.start, this.episode(run)]),
      ...gaps(week.slots, day).map((gap) => [gap.start, this.gap(gap)]),
    ].sort(([one], [other]) => one - other);
    this.list.replaceChildren(...lines.map(([, item]) => item));
    this.empty.hidden = lines.length > 0;
    this.list.hidden = !lines.length;
  }

  episode(run) {
    const activity = this.book.activities.get(run.symbol);
    const content = [
      h("span", { class: "dg-episode-time" }, this.timesOf(run)),
      chip(activity),
      h("span", { class: "dg-episode-short" }, activity.short),
    ];
    if (!this.book.writable) return h("li", {}, h("div", { class: "dg-episode-line" }, content));
    const open = () => this.episodeDialog.open(run);
    const attributes = { type: "button", class: "dg-episode-line", onclick: open };
    return h("li", {}, h("button", attributes, content, icon("next")));
  }

  gap(gap) {
    const words = h("span", { class: "dg-episode-short soft" }, gettext("nothing entered"));
    const time = h("span", { class: "dg-episode-time" }, this.timesOf(gap));
    if (!this.book.writable) return h("li", { class: "is-gap" }, time, words);
    const onclick = () => this.entry.startAt(gap.start);
    const fill = h("span", { class: "dg-fill" }, gettext("Fill"));
    const line = h(
      "button",
      { type: "button", class: "dg-episode-line", onclick },
      time,
      words,
      fill,
    );
    return h("li", { class: "is-gap" }, line);
  }

  timesOf({ start, end }) {
    const midnight = indexOf(dayOf(start), 0);
    return `${clock(start - midnight)}–${clock(end - midnight)}`;
  }

  flipComplete() {
    const { book } = this;
    book.setComplete(book.day, book.week.complete[book.day] !== "Y");
  }

  goToDay(day) {
    this.entry.forget();
    this.book.goTo(indexOf(day, 18));
    this.book.say(this.heading.textContent);
  }

  listenForSwipes() {
    let from = null;
    this.body.addEventListener(
      "touchstart",
      ({ touches }) => {
        from = touches.length === 1 ? { x: touches[0].clientX, y: touches[0].clientY } : null;
      },
      { passive: true },
    );
    this.body.addEventListener(
      "touchend",
      ({ changedTouches }) => {
        if (!from) return;
        const across = changedTouches[0].clientX - from.x;
        const down = Math.abs(changedTouches[0].clientY - from.y);
        from = null;
        if (Math.abs(across) < SWIPE || Math.abs(across) < 2 * down) return;
        const day = this.book.day + (across < 0 ? 1 : -1);
        if (day >= 0 && day < DAYS) this.goToDay(day);
      },
      { passive: true },
    );
  }
}
