// Copies of days and selections, with what they would replace. Pure.
import { cellsOf, rectangle, select } from "./selection.mjs";
import { BLANK, dayOf, DAYS, indexOf, SLOTS, slotOf } from "./times.mjs";

/** A whole day as a selection. */
export function wholeDay(day) {
  return select(indexOf(day, 0), indexOf(day, SLOTS - 1));
}

/**
 * One day's half hours (all, or those from `first` to `last`) put on other days. A whole day takes
 * its status along. Returns wants: {slots, days}.
 */
export function copiedTo({ slots, statuses }, day, days, first = 0, last = SLOTS - 1) {
  const wants = { slots: [], days: [] };
  for (const to of days) {
    for (let slot = first; slot <= last; slot += 1) {
      wants.slots.push([indexOf(to, slot), slots[indexOf(day, slot)]]);
    }
    if (first === 0 && last === SLOTS - 1) wants.days.push([to, statuses[day]]);
  }
  return wants;
}

/** What Ctrl+C keeps of a selection: {days, length, cells}, cells by day. */
export function clipOf(slots, selection) {
  const cells = cellsOf(selection);
  if (selection.across) return { across: true, cells: [cells.map((index) => slots[index])] };
  const { firstDay, lastDay } = rectangle(selection);
  const columns = [];
  for (let day = firstDay; day <= lastDay; day += 1) {
    columns.push(cells.filter((index) => dayOf(index) === day).map((index) => slots[index]));
  }
  return { across: false, cells: columns };
}

/** A clip laid down from a cell on; what would reach past the week's edge, or a day's, is left. */
export function pasted(clip, at) {
  const wants = [];
  clip.cells.forEach((column, place) => {
    const day = dayOf(at) + place;
    column.forEach((symbol, row) => {
      const index = clip.across ? at + row : indexOf(day, slotOf(at) + row);
      const fits = clip.across ? index < DAYS * SLOTS : day < DAYS && slotOf(at) + row < SLOTS;
      if (fits) wants.push([index, symbol]);
    });
  });
  return wants;
}

/** How many filled half hours the wanted cells would replace; `blanks` counts those cleared. */
export function replacedBy(slots, wants, { blanks = true } = {}) {
  return wants.filter(
    ([index, sets]) =>
      slots[index] !== BLANK && slots[index] !== sets && (blanks || sets !== BLANK),
  ).length;
}
