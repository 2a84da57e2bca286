// Which half hours are meant: a rectangle across days, or a span across midnight. Pure.
//
// A selection is {anchor, focus, across}: two cells' indexes, and whether it runs on through
// midnight instead of repeating the same times on each day.
import { gettext, ngettext } from "../words.mjs";
import {
  BLANK,
  clocksWords,
  dayOf,
  DAYS,
  daysWords,
  indexOf,
  SLOTS,
  slotOf,
  spanWords,
  WEEK,
} from "./times.mjs";

export function select(anchor, focus = anchor, across = false) {
  return { anchor, focus, across };
}

/** The first and last day and half hour of a rectangle. */
export function rectangle({ anchor, focus }) {
  const days = [dayOf(anchor), dayOf(focus)];
  const slots = [slotOf(anchor), slotOf(focus)];
  return {
    firstDay: Math.min(...days),
    lastDay: Math.max(...days),
    firstSlot: Math.min(...slots),
    lastSlot: Math.max(...slots),
  };
}

/** The indexes of the selected cells, in order. */
export function cellsOf(selection) {
  if (selection.across) {
    const [first, last] = [selection.anchor, selection.focus].sort((a, b) => a - b);
    return Array.from({ length: last - first + 1 }, (_, n) => first + n);
  }
  const { firstDay, lastDay, firstSlot, lastSlot } = rectangle(selection);
  const cells = [];
  for (let day = firstDay; day <= lastDay; day += 1) {
    for (let slot = firstSlot; slot <= lastSlot; slot += 1) cells.push(indexOf(day, slot));
  }
  return cells;
}

/** The cell that lies so many half hours and days away; past midnight into the next day. */
export function moved(index, { slots = 0, days = 0 }) {
  const day = dayOf(index) + days;
  if (day < 0 || day >= DAYS) return index;
  const to = indexOf(day, slotOf(index)) + slots;
  return Math.min(WEEK - 1, Math.max(0, to));
}

/** The selection with its focus moved; it runs on across midnight when it is moved past it. */
export function extended(selection, by) {
  const focus = moved(selection.focus, by);
  if (by.slots && dayOf(focus) !== dayOf(selection.focus)) {
    const { anchor, across } = selection;
    const isWide = dayOf(anchor) !== dayOf(selection.focus) && !across;
    return isWide ? selection : select(anchor, focus, dayOf(focus) !== dayOf(anchor));
  }
  const across = selection.across && dayOf(focus) !== dayOf(selection.anchor) && !by.days;
  return select(selection.anchor, focus, across);
}

/** "Tuesday 09:00 to 10:30", "Monday to Wednesday, each 09:00 to 10:30". */
export function selectionWords(selection) {
  const { firstDay, lastDay, firstSlot, lastSlot } = rectangle(selection);
  if (selection.across || firstDay === lastDay) {
    const cells = cellsOf(selection);
    return spanWords(cells[0], cells.at(-1) + 1);
  }
  const days = Array.from({ length: lastDay - firstDay + 1 }, (_, n) => firstDay + n);
  return eachDay(days, firstSlot, lastSlot);
}

/** Cells in words, as runs: what a change touched. At most three runs, then a count. */
export function cellsWords(cells) {
  const days = [...new Set(cells.map(dayOf))];
  const times = days.map((day) =>
    cells
      .filter((cell) => dayOf(cell) === day)
      .map(slotOf)
      .join(),
  );
  if (days.length > 1 && new Set(times).size === 1 && isSpan(times[0].split(",").map(Number))) {
    const of = times[0].split(",").map(Number);
    return eachDay(days, of[0], of.at(-1));
  }
  const sorted = [...cells].sort((a, b) => a - b);
  const spans = [];
  for (const cell of sorted) {
    if (spans.length && spans.at(-1)[1] === cell) spans.at(-1)[1] = cell + 1;
    else spans.push([cell, cell + 1]);
  }
  if (spans.length > 3) {
    return ngettext(
      "{count} half hour on {days}",
      "{count} half hours on {days}",
      cells.length,
      { days: daysWords(days) },
    );
  }
  return spans.map(([first, end]) => spanWords(first, end)).join("; ");
}

function eachDay(days, first, last) {
  return gettext("{days}, {times}", { days: daysWords(days), times: clocksWords(first, last + 1) });
}

function isSpan(slots) {
  return slots.every((slot, place) => place === 0 || slot === slots[place - 1] + 1);
}

/** Every cell of `cells` with one symbol, as [index, symbol] pairs. */
export function painted(cells, symbol) {
  return cells.map((index) => [index, symbol]);
}

/** A run taken to another start; it stays inside the day it is put on. */
export function movedRun(run, start) {
  const length = run.end - run.start;
  const day = dayOf(start);
  const to = Math.min(start, indexOf(day, SLOTS) - length);
  const wants = new Map();
  for (let index = run.start; index < run.end; index += 1) wants.set(index, BLANK);
  for (let index = to; index < to + length; index += 1) wants.set(index, run.symbol);
  return [...wants];
}

/**
 * A run whose "start" or "end" edge is dragged to a cell of its day. The run keeps one half hour
 * at least; what it leaves turns blank, what it reaches is replaced.
 */
export function resizedRun(run, edge, cell) {
  const day = dayOf(run.start);
  const within = Math.min(Math.max(cell, indexOf(day, 0)), indexOf(day, SLOTS - 1));
  const start = edge === "start" ? Math.min(within, run.end - 1) : run.start;
  const end = edge === "end" ? Math.max(within + 1, run.start + 1) : run.end;
  const wants = [];
  for (let index = Math.min(start, run.start); index < Math.max(end, run.end); index += 1) {
    wants.push([index, index >= start && index < end ? run.symbol : BLANK]);
  }
  return wants;
}
