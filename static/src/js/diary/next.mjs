// The phone's question "What did you do next?": where it starts and how long it may be. Pure.
import { daySlots, runsOfDay } from "./runs.mjs";
import { BLANK, SLOTS, slotOf, WEEK } from "./times.mjs";

const NINE = 18;
export const LENGTHS = [1, 2, 3, 4, 6, 8]; // half hours, one chip each

/**
 * The half hour of a day at which the next entry starts: where its last one ended; on an empty day
 * where the day before it began (09:00 if none did). null when the day is full to midnight.
 */
export function nextStart(slots, day) {
  const own = daySlots(slots, day);
  const end = SLOTS - [...own].reverse().findIndex((symbol) => symbol !== BLANK);
  if (end <= SLOTS) return end === SLOTS ? null : end;
  for (let before = day - 1; before >= 0; before -= 1) {
    // a day that starts at midnight goes on with a night shift: it says nothing about mornings
    const first = runsOfDay(slots, before).find((run) => slotOf(run.start) > 0);
    if (first) return slotOf(first.start);
  }
  return NINE;
}

/** [index, symbol] pairs for an entry; past midnight it runs into the next day. */
export function entry(start, length, symbol) {
  const wants = [];
  const end = Math.min(start + length, WEEK);
  for (let index = start; index < end; index += 1) wants.push([index, symbol]);
  return wants;
}

/** An entry from `start` that was `before` half hours long and is to be `after` long. */
export function relengthened(start, before, after, symbol) {
  const wants = new Map(entry(start, before, BLANK));
  for (const [index] of entry(start, after, symbol)) wants.set(index, symbol);
  return [...wants];
}

/** A day's blank stretches between its entries, as {start, end} indexes into the week. */
export function gaps(slots, day) {
  const runs = runsOfDay(slots, day);
  return runs
    .slice(1)
    .map((run, place) => ({ start: runs[place].end, end: run.start }))
    .filter(({ start, end }) => end > start);
}
