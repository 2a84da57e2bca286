import { h, icon, set, write } from "./dom.mjs";
import { runsOfDay } from "./runs.mjs";
import { cellsOf } from "./selection.mjs";
import { BLANK, clock, dateOf, DAYS, indexOf, SLOTS, slotOf, spanWords } from "./times.mjs";
import { gettext } from "../words.mjs";

const MORNING = 14; // 07:00
const EVENING = 40; // 20:00
const [CELL, PADDING, LINE] = [24, 5, 18.4]; // pixels at the usual text size, as in _grid.scss

/**
 * The week as an ARIA grid of 48 rows and seven days. Hours before 07:00 and after 20:00 are
 * folded as far as they hold no entry. A preview of a drag is drawn over what the book holds.
 */
export class GridView {
  constructor(book) {
    this.book = book;
    this.preview = null;
    this.unfolded = { early: false, late: false };
    this.drawn = new Array(DAYS * SLOTS).fill("");
    this.cells = [];
    this.rows = [];
    this.early = this.fold("early");
    this.late = this.fold("late");
    this.grid = this.build();
    this.root = h("div", { class: "dg-table" }, this.early, this.grid, this.late);
    this.grid.addEventListener("focusin", (event) => this.onFocus(event));
  }

  build() {
    const names = this.book
      .days()
      .map((day) => h("div", { role: "columnheader" }, dateOf(this.book.data.startsOn, day).words));
    const head = h(
      "div",
      { role: "row", "aria-rowindex": 1, class: "visually-hidden" },
      h("div", { role: "columnheader" }, gettext("Time")),
      names,
    );
    for (let slot = 0; slot < SLOTS; slot += 1) this.rows.push(this.row(slot));
    return h(
      "div",
      {
        class: "dg-grid",
        role: "grid",
        "aria-label": gettext("Your week, half hour by half hour"),
        "aria-describedby": "dg-keys",
        "aria-multiselectable": true,
        "aria-rowcount": SLOTS + 1,
        "aria-colcount": DAYS + 1,
      },
      head,
      this.rows,
    );
  }

  row(slot) {
    const time = h("div", { role: "rowheader", class: "dg-time" }, clock(slot));
    const cells = this.book.days().map((day) => {
      const cell = h("div", { role: "gridcell", class: "dg-cell", tabindex: -1 });
      cell.dataset.index = indexOf(day, slot);
      this.cells[indexOf(day, slot)] = cell;
      return cell;
    });
    const kind = slot % 2 ? "dg-row" : "dg-row is-hour";
    return h("div", { role: "row", class: kind, "aria-rowindex": slot + 2 }, time, cells);
  }

  fold(which) {
    const onclick = () => {
      this.unfolded[which] = !this.unfolded[which];
      this.draw();
    };
    const attributes = { type: "button", class: `dg-fold dg-fold-${which}`, onclick };
    return h("button", attributes, icon("more"), h("span", {}));
  }

  // --- Drawing ---

  draw() {
    const { book } = this;
    this.slots = this.laidOver();
    const selected = new Set(book.selection ? cellsOf(book.selection) : []);
    const touched = new Set((this.preview ?? []).map(([index]) => index));
    for (const day of book.days()) {
      const runs = new Map();
      for (const run of runsOfDay(this.slots, day)) {
        for (let index = run.start; index < run.end; index += 1) runs.set(index, run);
      }
      for (let slot = 0; slot < SLOTS; slot += 1) {
        const index = indexOf(day, slot);
        this.drawCell(index, runs.get(index), edgesOf(index, selected), touched.has(index));
      }
    }
    this.drawFolds();
    this.drawStop();
    set(this.grid, "aria-readonly", book.writable ? null : true);
    this.grid.dataset.hand = book.hand === null ? "" : book.hand === BLANK ? "eraser" : "activity";
  }

  laidOver() {
    if (!this.preview) return this.book.week.slots;
    const cells = [...this.book.week.slots];
    for (const [index, symbol] of this.preview) cells[index] = symbol;
    return cells.join("");
  }

  drawCell(index, run, edges, isTouched) {
    const state = `${run ? `${run.symbol}${run.start}-${run.end}` : ""}|${edges}|${isTouched}`;
    if (this.drawn[index] === state) return;
    this.drawn[index] = state;
    const cell = this.cells[index];
    const activity = run && this.book.activities.get(run.symbol);
    set(cell, "aria-selected", edges !== null);
    set(cell, "data-edges", edges);
    set(cell, "data-category", activity?.category ?? null);
    set(cell, "data-symbol", run?.symbol ?? null);
    cell.classList.toggle("is-start", run?.start === index);
    cell.classList.toggle("is-end", run?.end === index + 1);
    cell.classList.toggle("is-touched", isTouched);
    const words = run && `${activity.code} ${activity.short}, ${spanWords(run.start, run.end)}`;
    set(cell, "aria-label", words ?? null);
    cell.replaceChildren(...(run?.start === index ? [this.label(activity, run)] : []));
  }

  label(activity, run) {
    const length = run.end - run.start;
    const label = h(
      "span",
      { class: "dg-label", "aria-hidden": true },
      h("b", {}, activity.code),
      ` ${activity.short}`,
    );
    label.style.setProperty("--run", length);
    label.style.setProperty("--lines", Math.floor((length * CELL - PADDING) / LINE));
    label.classList.toggle("is-long", length > 1);
    return label;
  }

  /** The hours shown: 07:00 to 20:00, as far as entries, the focus and open folds reach. */
  drawFolds() {
    const filled = this.book.days().flatMap((day) => runsOfDay(this.slots, day));
    const starts = filled.map((run) => slotOf(run.start));
    const ends = filled.map((run) => slotOf(run.end - 1) + 1);
    const slot = slotOf(this.book.at);
    const first = this.unfolded.early ? 0 : Math.min(MORNING, slot, ...starts);
    const end = this.unfolded.late ? SLOTS : Math.max(EVENING, slot + 1, ...ends);
    const shown = { first: first - (first % 2), end: end + (end % 2) };
    this.rows.forEach((row, at) => {
      row.hidden = at < shown.first || at >= shown.end;
    });
    this.shown = shown;
    const early = gettext("Earlier than {time}", { time: clock(shown.first) });
    const late = gettext("Later than {time}", { time: clock(shown.end) });
    write(this.early.lastChild, this.unfolded.early ? gettext("Fewer early hours") : early);
    write(this.late.lastChild, this.unfolded.late ? gettext("Fewer late hours") : late);
    this.early.hidden = shown.first === 0 && !this.unfolded.early;
    this.late.hidden = shown.end === SLOTS && !this.unfolded.late;
    set(this.early, "aria-expanded", this.unfolded.early);
    set(this.late, "aria-expanded", this.unfolded.late);
  }

  /** One tab stop: the cell at which the book is. */
  drawStop() {
    const stop = this.cells[this.book.at];
    if (this.stop === stop) return;
    if (this.stop) this.stop.tabIndex = -1;
    stop.tabIndex = 0;
    this.stop = stop;
  }

  show(preview) {
    this.preview = preview;
    this.draw();
  }

  open(which) {
    if (this.unfolded[which]) return;
    this.unfolded[which] = true;
    this.draw();
  }

  // --- Places ---

  focus() {
    this.cells[this.book.at].focus();
  }

  get hasFocus() {
    return this.grid.contains(document.activeElement);
  }

  onFocus(event) {
    const index = Number(event.target.closest(".dg-cell")?.dataset.index);
    if (Number.isInteger(index) && index !== this.book.at) this.book.goTo(index);
  }

  /** The cell under a point, the nearest shown one when the point is outside. */
  cellAt(x, y) {
    const top = this.rows[this.shown.first].getBoundingClientRect();
    const slot = this.shown.first + Math.floor((y - top.top) / top.height);
    const first = this.cells[indexOf(0, this.shown.first)].getBoundingClientRect();
    const last = this.cells[indexOf(DAYS - 1, this.shown.first)].getBoundingClientRect();
    const width = (last.right - first.left) / DAYS;
    const day = Math.floor((x - first.left) / width);
    const within = (value, low, high) => Math.min(high, Math.max(low, value));
    return indexOf(within(day, 0, DAYS - 1), within(slot, this.shown.first, this.shown.end - 1));
  }
}

/** The sides on which a selected cell borders on others: "top left"…; null when not selected. */
function edgesOf(index, selected) {
  if (!selected.has(index)) return null;
  const slot = slotOf(index);
  const sides = {
    top: slot === 0 || !selected.has(index - 1),
    bottom: slot === SLOTS - 1 || !selected.has(index + 1),
    left: !selected.has(index - SLOTS),
    right: !selected.has(index + SLOTS),
  };
  return Object.keys(sides)
    .filter((side) => sides[side])
    .join(" ");
}
