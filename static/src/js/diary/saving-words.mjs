// What the page says of the saving. Pure.
import { BLANK, DAY_NAMES, dayOf, spanWords } from "./times.mjs";
import { gettext, ngettext } from "../words.mjs";

/** The status line: {kind, pending, kept} as Sync tells it, in words. */
export function statusWords({ kind, pending, kept }) {
  const inTab = kept !== "device";
  const words = {
    saved: () => gettext("All changes saved"),
    saving: () => gettext("Saving…"),
    offline: inTab ? offlineInTab : offlineOnDevice,
    expired: inTab ? expiredInTab : expiredOnDevice,
    refused: inTab ? refusedInTab : refusedOnDevice,
    "other-owner": inTab ? otherInTab : otherOnDevice,
  };
  if (!pending && kind === "expired") return gettext("Enter your access code again to go on");
  if (!pending && kind === "other-owner") return gettext("Another diary is open in this browser");
  return words[kind](pending);
}

// One sentence each, because languages order them differently.
const offlineOnDevice = (count) =>
  ngettext(
    "No connection: {count} change kept on this device",
    "No connection: {count} changes kept on this device",
    count,
  );
const offlineInTab = (count) =>
  ngettext(
    "No connection: {count} change kept in this tab: don't close it",
    "No connection: {count} changes kept in this tab: don't close it",
    count,
  );
const expiredOnDevice = (count) =>
  ngettext(
    "Enter your access code again to go on: {count} change kept on this device",
    "Enter your access code again to go on: {count} changes kept on this device",
    count,
  );
const expiredInTab = (count) =>
  ngettext(
    "Enter your access code again to go on: {count} change kept in this tab: don't close it",
    "Enter your access code again to go on: {count} changes kept in this tab: don't close it",
    count,
  );
const refusedOnDevice = (count) =>
  ngettext(
    "Not saved: {count} change kept on this device",
    "Not saved: {count} changes kept on this device",
    count,
  );
const refusedInTab = (count) =>
  ngettext(
    "Not saved: {count} change kept in this tab: don't close it",
    "Not saved: {count} changes kept in this tab: don't close it",
    count,
  );
const otherOnDevice = (count) =>
  ngettext(
    "Another diary is open in this browser: {count} change kept on this device",
    "Another diary is open in this browser: {count} changes kept on this device",
    count,
  );
const otherInTab = (count) =>
  ngettext(
    "Another diary is open in this browser: {count} change kept in this tab: don't close it",
    "Another diary is open in this browser: {count} changes kept in this tab: don't close it",
    count,
  );

/** What a notice says of changes that wait, when the session has ended. */
export function safetyWords(count, kept) {
  if (!count) return gettext("Everything that you entered is saved.");
  if (kept === "device") {
    return ngettext(
      "{count} change not saved yet is kept on this device.",
      "{count} changes not saved yet are kept on this device.",
      count,
    );
  }
  return ngettext(
    "{count} change not saved yet is kept in this tab, so don't close it.",
    "{count} changes not saved yet are kept in this tab, so don't close it.",
    count,
  );
}

/** What a listener needs to hear of it; "" while all goes well, which would only interrupt. */
export function spokenWords(kind, before) {
  const troubles = {
    offline: gettext("No connection. Your changes are kept and sent when it is back."),
    expired: gettext("Your session has ended. Enter your access code again to go on."),
    refused: gettext("Your changes could not be saved."),
    "other-owner": gettext("Another diary is open in this browser."),
  };
  if (kind in troubles) return kind === before ? null : troubles[kind];
  const isOver = kind === "saved" && before in troubles;
  return isOver ? gettext("The connection is back, and everything is saved.") : null;
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
  const line = (where, what) => gettext("{where}: {what}", { where, what });
  return [
    ...runs.map(({ start, end, sets }) =>
      line(spanWords(start, end), names.get(sets) ?? gettext("cleared")),
    ),
    ...days.map(([day, , sets]) =>
      line(DAY_NAMES[day], statusLabels[sets] ?? gettext("no kind of day")),
    ),
    ...complete.map(([day, , sets]) =>
      line(DAY_NAMES[day], sets === BLANK ? gettext("not complete") : gettext("complete")),
    ),
  ];
}
