// Half hours, days and dates in words. Pure. A week is 336 half hours from Monday 00:00; a cell's
// index is day * 48 + half hour.
import { gettext, ngettext, pgettext } from "../words.mjs";

export const BLANK = ".";
export const DAYS = 7;
export const SLOTS = 48;
export const WEEK = DAYS * SLOTS;
export const DAY_NAMES = [
  gettext("Monday"),
  gettext("Tuesday"),
  gettext("Wednesday"),
  gettext("Thursday"),
  gettext("Friday"),
  gettext("Saturday"),
  gettext("Sunday"),
];
export const SHORT_DAY_NAMES = [
  gettext("Mon"),
  gettext("Tue"),
  gettext("Wed"),
  gettext("Thu"),
  gettext("Fri"),
  gettext("Sat"),
  gettext("Sun"),
];
const MONTHS = [
  pgettext("in a date", "January"),
  pgettext("in a date", "February"),
  pgettext("in a date", "March"),
  pgettext("in a date", "April"),
  pgettext("in a date", "May"),
  pgettext("in a date", "June"),
  pgettext("in a date", "July"),
  pgettext("in a date", "August"),
  pgettext("in a date", "September"),
  pgettext("in a date", "October"),
  pgettext("in a date", "November"),
  pgettext("in a date", "December"),
];
const DAY_MS = 24 * 60 * 60 * 1000;

export const dayOf = (index) => Math.floor(index / SLOTS);
export const slotOf = (index) => index % SLOTS;
export const indexOf = (day, slot) => day * SLOTS + slot;

/** The time at which a half hour starts: 0 is "00:00", 47 is "23:30", 48 is "24:00". */
export function clock(slot) {
  return `${String(Math.floor(slot / 2)).padStart(2, "0")}:${slot % 2 ? "30" : "00"}`;
}

/** A day of the week that starts on `startsOn` ("2026-11-16"): its name, number and month. */
export function dateOf(startsOn, day) {
  const date = new Date(Date.parse(`${startsOn}T00:00:00Z`) + day * DAY_MS);
  const month = MONTHS[date.getUTCMonth()];
  const name = DAY_NAMES[day];
  const number = date.getUTCDate();
  const words = gettext("{weekday} {day} {month}", { weekday: name, day: number, month });
  return { name, short: SHORT_DAY_NAMES[day], number, month, words };
}

/** "1½ hours", "1 hour", "½ hour": a length in words. */
export function lengthWords(halfHours) {
  const whole = Math.floor(halfHours / 2);
  if (halfHours % 2 === 0) return ngettext("{count} hour", "{count} hours", whole);
  return whole ? ngettext("{count}½ hours", "{count}½ hours", whole) : gettext("½ hour");
}

/** Half hours from index `first` up to but without `end`: "Tuesday 09:00 to 10:30". */
export function spanWords(first, end) {
  const last = end - 1;
  const values = {
    day: DAY_NAMES[dayOf(first)],
    from: clock(slotOf(first)),
    nextDay: DAY_NAMES[dayOf(last)],
    until: clock(slotOf(last) + 1),
  };
  return dayOf(first) === dayOf(last)
    ? gettext("{day} {from} to {until}", values)
    : gettext("{day} {from} to {nextDay} {until}", values);
}

/** Half hours of a day from slot `first` up to but without `end`: "09:00 to 10:30". */
export function clocksWords(first, end) {
  return gettext("{from} to {until}", { from: clock(first), until: clock(end) });
}

/** "Monday, Tuesday and Friday" */
export function listWords(words) {
  if (words.length < 2) return words.join("");
  return gettext("{list} and {last}", { list: words.slice(0, -1).join(", "), last: words.at(-1) });
}

/** Days as people say them: [0, 1, 2, 4] is "Monday to Wednesday and Friday". */
export function daysWords(days) {
  const groups = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const group = groups.at(-1);
    if (group && group.at(-1) === day - 1) group.push(day);
    else groups.push([day]);
  }
  return listWords(
    groups.flatMap((group) => {
      const names = group.map((day) => DAY_NAMES[day]);
      const [first, last] = [names[0], names.at(-1)];
      return names.length > 2 ? [gettext("{first} to {last}", { first, last })] : names;
    }),
  );
}
