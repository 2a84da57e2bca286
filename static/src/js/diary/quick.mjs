// The activities one press away: those of the last minutes, and those used most. Pure.
import { runsOf } from "./runs.mjs";

/** How many entries of the week each activity has, by symbol. */
export function usageOf(slots) {
  const usage = new Map();
  for (const { symbol } of runsOf(slots)) usage.set(symbol, (usage.get(symbol) ?? 0) + 1);
  return usage;
}

/** Recent symbols, latest first, each once. */
export function remembered(recent, symbol, most = 5) {
  return [symbol, ...recent.filter((other) => other !== symbol)].slice(0, most);
}

/** Symbols by how often they are used, most first; those in `without` left out. */
export function mostUsed(usage, without = [], most = 5) {
  return [...usage]
    .filter(([symbol]) => !without.includes(symbol))
    .sort((a, b) => b[1] - a[1])
    .map(([symbol]) => symbol)
    .slice(0, most);
}
