// Runs: adjacent half hours with one activity. Pure.
import { BLANK, dayOf, indexOf, SLOTS } from "./times.mjs";

/** The runs of a string of cells as {start, end, symbol}; blank belongs to none. */
export function runsOf(cells, offset = 0) {
  const runs = [];
  let start = 0;
  for (let index = 1; index <= cells.length; index += 1) {
    if (index < cells.length && cells[index] === cells[start]) continue;
    if (cells[start] !== BLANK) {
      runs.push({ start: offset + start, end: offset + index, symbol: cells[start] });
    }
    start = index;
  }
  return runs;
}

export function daySlots(slots, day) {
  return slots.slice(indexOf(day, 0), indexOf(day + 1, 0));
}

/** The runs of one day, with indexes into the week. */
export function runsOfDay(slots, day) {
  return runsOf(daySlots(slots, day), indexOf(day, 0));
}

/** The run that holds a cell, within its day; null for a blank cell. */
export function runAt(slots, index) {
  const symbol = slots[index];
  if (symbol === BLANK) return null;
  const floor = indexOf(dayOf(index), 0);
  let start = index;
  let end = index + 1;
  while (start > floor && slots[start - 1] === symbol) start -= 1;
  while (end < floor + SLOTS && slots[end] === symbol) end += 1;
  return { start, end, symbol };
}

/** How many half hours of `cells` are filled. */
export function filled(cells) {
  let count = 0;
  for (const symbol of cells) if (symbol !== BLANK) count += 1;
  return count;
}
