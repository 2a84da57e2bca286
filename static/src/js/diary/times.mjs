// Half hours, days and dates in words. Pure. A week is 336 half hours from Monday 00:00; a cell's
// index is day * 48 + half hour.

export const BLANK = ".";
export const DAYS = 7;
export const SLOTS = 48;
export const WEEK = DAYS * SLOTS;
export const DAY_NAMES = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
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
  return { name, short: name.slice(0, 3), number, month, words: `${name} ${number} ${month}` };
}

/** "1½ hours", "1 hour", "½ hour": a length in words. */
export function lengthWords(halfHours) {
  const whole = Math.floor(halfHours / 2);
  const half = halfHours % 2 ? "½" : "";
  const unit = halfHours > 2 || !halfHours ? "hours" : "hour";
  return `${whole && half ? `${whole}${half}` : whole || half || 0} ${unit}`;
}

/** Half hours from index `first` up to but without `end`: "Tuesday 09:00 to 10:30". */
export function spanWords(first, end) {
  const from = `${DAY_NAMES[dayOf(first)]} ${clock(slotOf(first))}`;
  const last = end - 1;
  const until = clock(slotOf(last) + 1);
  return dayOf(first) === dayOf(last)
    ? `${from} to ${until}`
    : `${from} to ${DAY_NAMES[dayOf(last)]} ${until}`;
}

/** Days as people say them: [0, 1, 2, 4] is "Monday to Wednesday and Friday". */
export function daysWords(days) {
  const groups = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const group = groups.at(-1);
    if (group && group.at(-1) === day - 1) group.push(day);
    else groups.push([day]);
  }
  const words = groups.flatMap((group) =>
    group.length > 2
      ? [`${DAY_NAMES[group[0]]} to ${DAY_NAMES[group.at(-1)]}`]
      : group.map((day) => DAY_NAMES[day]),
  );
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
