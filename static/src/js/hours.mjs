// Half hours in words, as the server writes them. Pure.

/** 15 is "7½", 16 is "8", 1 is "½". */
export function asHours(halfHours) {
  const whole = Math.floor(halfHours / 2);
  if (halfHours % 2 === 0) return String(whole);
  return `${whole || ""}½`;
}

/** The category of an activity code: "OIA2" is "OIA", "" is "". */
export function categoryOf(code) {
  return code.match(/^[A-Z]+(?=\d)/)?.[0] ?? "";
}
