// What each command of the book says that it did, in the page's language. Pure.
import { cellsWords } from "./selection.mjs";
import { BLANK, DAY_NAMES, lengthWords, listWords } from "./times.mjs";
import { gettext, ngettext } from "../words.mjs";

export function inHand(hand, activity) {
  if (hand === null) return gettext("Nothing in hand.");
  if (hand === BLANK) return gettext("Eraser in hand. Drag over half hours to clear them.");
  return gettext("{activity} in hand. Drag over half hours to fill them.", { activity });
}

/** "Tuesday 09:00 to 10:30, D3 Planned visit." */
export function filled(cells, activity) {
  return gettext("{times}, {activity}.", { times: cellsWords(cells), activity });
}

export function cleared(cells) {
  return gettext("{times}, cleared.", { times: cellsWords(cells) });
}

export function copied(cells) {
  return gettext("{times} copied.", { times: cellsWords(cells) });
}

export function pasted(cells) {
  return gettext("{times}, pasted.", { times: cellsWords(cells) });
}

export function dayCopied(day, days) {
  const names = listWords(days.map((to) => DAY_NAMES[to]));
  return gettext("{day} copied to {days}.", { day: DAY_NAMES[day], days: names });
}

/** `status` is its label, undefined when nothing is said any more. */
export function kindOfDay(day, status = gettext("not said")) {
  return gettext("{day}: {status}.", { day: DAY_NAMES[day], status });
}

export function marked(day, isComplete) {
  const values = { day: DAY_NAMES[day] };
  return isComplete
    ? gettext("{day} marked complete.", values)
    : gettext("{day} no longer marked complete.", values);
}

export function replaced(halfHours) {
  const hours = lengthWords(halfHours);
  return gettext("It replaced {hours} of other entries; undo brings them back.", { hours });
}

export function undone(cells, count) {
  return gettext("Undone: {what}.", { what: touched(cells, count) });
}

export function redone(cells, count) {
  return gettext("Done again: {what}.", { what: touched(cells, count) });
}

/** What a change touched: its half hours, or where there are none how many days. */
function touched(cells, count) {
  return cells.length ? cellsWords(cells) : ngettext("{count} change", "{count} changes", count);
}

export const nothingCopied = () => gettext("Nothing is copied yet.");
export const noDayBefore = () => gettext("Monday is the first day: there is none before it.");
export const cannotChange = () => gettext("This diary can't be changed.");
export const nothingToUndo = () => gettext("Nothing to undo.");
export const nothingToRedo = () => gettext("Nothing to do again.");
export const otherIsBack = () => gettext("What the other device had is back.");
export const blank = () => gettext("blank");
