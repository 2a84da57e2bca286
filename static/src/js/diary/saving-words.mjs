// What the page says of the saving. Pure.
import { BLANK, DAY_NAMES, dayOf, spanWords } from "./times.mjs";

/** "1 change", "3 changes". */
export function changesWords(count) {
  return count === 1 ? "1 change" : `${count} changes`;
}

/** The status line: {kind, pending, kept} as Sync tells it, in words. */
export function statusWords({ kind, pending, kept }) {
  const changes = changesWords(pending);
  const where = kept === "device" ? "on this device" : "in this tab: don't close it";
  const words = {
    saved: "All changes saved",
    saving: "Saving…",
    offline: `No connection: ${changes} kept ${where}`,
    expired: pending
      ? `Enter your access code again to go on: ${changes} kept ${where}`
      : "Enter your access code again to go on",
    refused: `Not saved: ${changes} kept ${where}`,
    "other-owner": pending
      ? `Another diary is open in this browser: ${changes} kept ${where}`
      : "Another diary is open in this browser",
  };
  return words[kind];
}

/** What a listener needs to hear of it; "" while all goes well, which would only interrupt. */
export function spokenWords(kind, before) {
  const troubles = {
    offline: "No connection. Your changes are kept and sent when it is back.",
    expired: "Your session has ended. Enter your access code again to go on.",
    refused: "Your changes could not be saved.",
    "other-owner": "Another diary is open in this browser.",
  };
  if (kind in troubles) return kind === before ? null : troubles[kind];
  const isOver = kind === "saved" && before in troubles;
  return isOver ? "The connection is back, and everything is saved." : null;
}

/** Unsent edits as lines to copy out: "Tuesday 09:00 to 10:30: D3 Planned visit". */
export function unsentLines({ slots, days, complete }, { activities, statusLabels }) {
  const names = new Map(activities.map(({ symbol, code, short }) => [symbol, `${code} ${short}`]));
  const entries = [...slots].sort(([one], [other]) => one - other);
  const runs = [];
  for (const [index, , sets] of entries) {
    const run = runs.at(-1);
    if (run && run.end === index && run.sets === sets && dayOf(run.start) === dayOf(index)) {
      run.end += 1;
    } else runs.push({ start: index, end: index + 1, sets });
  }
  return [
    ...runs.map(
      ({ start, end, sets }) => `${spanWords(start, end)}: ${names.get(sets) ?? "cleared"}`,
    ),
    ...days.map(([day, , sets]) => `${DAY_NAMES[day]}: ${statusLabels[sets] ?? "no kind of day"}`),
    ...complete.map(
      ([day, , sets]) => `${DAY_NAMES[day]}: ${sets === BLANK ? "not complete" : "complete"}`,
    ),
  ];
}
