// Gentle checks: what is worth a second look. They never block. Pure.
//
// The server has the same rules in Python and stores them as flags by these names; both are tested
// on tests/diary/check_cases.json.
import { BREAKS, worked } from "./figures.mjs";
import { daySlots, filled, runsOf } from "./runs.mjs";
import { BLANK, dayOf, DAYS } from "./times.mjs";

export const LIMITS = { longDay: 32, longRun: 10, farFromStated: 10 };
const WEEKDAYS = [0, 1, 2, 3, 4];
const ABSENT = "NHLSAC"; // statuses that go with a day without entries

/** Flags as [name, day] (day null for the whole week): by day, then in the order of the names. */
export function checks({ slots, statuses, contract, limits = LIMITS }) {
  const long = new Set(
    runsOf(slots)
      .filter((run) => run.symbol !== BREAKS && run.end - run.start > limits.longRun)
      .map((run) => dayOf(run.start)),
  );
  const contracted = contract?.days ?? WEEKDAYS;
  const flags = [];
  for (let day = 0; day < DAYS; day += 1) {
    const hours = filled(daySlots(slots, day));
    const status = statuses[day];
    if (hours > limits.longDay) flags.push(["long_day", day]);
    if (long.has(day)) flags.push(["long_run", day]);
    if (!hours && status === BLANK && contracted.includes(day)) flags.push(["blank_day", day]);
    if (hours ? ABSENT.includes(status) : status === "W") flags.push(["status_disagrees", day]);
  }
  const stated = contract?.worked;
  if (stated != null && filled(slots)) {
    if (Math.abs(worked(slots) / 2 - stated) > limits.farFromStated) {
      flags.push(["far_from_stated", null]);
    }
  }
  return flags;
}

/**
 * The flags worth saying while the week is still being filled: a blank day once a later day is
 * begun, a day's missing entries once it is marked complete, the week's hours once no contracted
 * day is left.
 */
export function timely(flags, { slots, complete }) {
  const begun = (day) => filled(daySlots(slots, day)) > 0 || complete[day] === "Y";
  const last = Math.max(-1, ...Array.from({ length: DAYS }, (_, day) => (begun(day) ? day : -1)));
  const blank = flags.some(([name]) => name === "blank_day");
  return flags.filter(([name, day]) => {
    if (name === "blank_day") return day < last;
    if (name === "status_disagrees" && !filled(daySlots(slots, day))) {
      return day < last || complete[day] === "Y";
    }
    if (name === "far_from_stated") return !blank;
    return true;
  });
}
