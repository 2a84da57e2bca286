// What a job's progress answer means for the page: {state, label, done, total, active}. Pure.

/** The fraction from 0 to 1, or null while it is not known (0 of 0). */
export function fraction({ done, total }) {
  if (!(total > 0)) return null;
  return Math.min(1, Math.max(0, done / total));
}

/** Milliseconds to the next question: one second, longer after each that was not answered. */
export function nextWait(failures) {
  return Math.min(30_000, 1000 * 2 ** Math.min(failures, 5));
}
