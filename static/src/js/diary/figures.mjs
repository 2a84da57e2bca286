// The figures beside the grid, in half hours. Pure.
import { daySlots, filled } from "./runs.mjs";
import { BLANK } from "./times.mjs";

export const BREAKS = "8"; // S9, lunch and breaks: contracts usually leave it out

/** How many half hours are worked: all that are filled but S9. */
export function worked(cells) {
  return filled(cells) - [...cells].filter((symbol) => symbol === BREAKS).length;
}

/**
 * {today, todayWorked, week, weekWorked, byDay, byCategory: [{code, halfHours}…], daysDone,
 * contracted}; contracted is null where the hours were not stated.
 */
export function figures({ slots, complete }, day, { activities, categories, contract }) {
  const counts = new Map(categories.map(({ code }) => [code, 0]));
  const categoryOf = new Map(activities.map(({ symbol, category }) => [symbol, category]));
  for (const symbol of slots) {
    if (symbol === BLANK) continue;
    const code = categoryOf.get(symbol);
    counts.set(code, counts.get(code) + 1);
  }
  const days = Array.from({ length: 7 }, (_, n) => daySlots(slots, n));
  return {
    today: filled(days[day]),
    todayWorked: worked(days[day]),
    week: filled(slots),
    weekWorked: worked(slots),
    byDay: days.map(filled),
    byCategory: [...counts].map(([code, halfHours]) => ({ code, halfHours })),
    daysDone: [...complete].filter((mark) => mark === "Y").length,
    contracted: contract?.hours == null ? null : contract.hours * 2,
  };
}
