// Half hours in words, as the server writes them. Pure.
import { gettext } from "./words.mjs";

/** 15 is "7½", 16 is "8", 1 is "½". */
export function asHours(halfHours) {
  const whole = Math.floor(halfHours / 2);
  if (halfHours % 2 === 0) return String(whole);
  return `${whole || ""}½`;
}

/** "7½ h" */
export function shortHours(halfHours) {
  return gettext("{hours} h", { hours: asHours(halfHours) });
}

/** The category of an activity code: "OIA2" is "OIA", "" is "". */
export function categoryOf(code) {
  return code.match(/^[A-Z]+(?=\d)/)?.[0] ?? "";
}
