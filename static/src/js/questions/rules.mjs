// What the questionnaire's pages decide. Pure; the server decides the same again.

export const SHOWN = "caseweek:shown"; // on the form: questions came or went
const TELL_FROM = 0.75; // of the room for a text: from here on the page counts down

/** Whether a conditional question is asked: `given` one of `wanted`, or any answer without them. */
export function holds(given, wanted) {
  const answers = given.filter((value) => value.trim() !== "");
  return wanted.length ? answers.some((value) => wanted.includes(value)) : answers.length > 0;
}

/** Which boxes to untick when `ticked` was ticked. Each is {exclusive, checked}. */
export function toUntick(ticked, boxes) {
  const others = boxes.filter((box) => box !== ticked && box.checked);
  return ticked.exclusive ? others : others.filter((box) => box.exclusive);
}

/** Characters left of `most` (negative: too many), a new line as one; null while far from it. */
export function charactersLeft(text, most) {
  const used = [...text.replaceAll("\r\n", "\n")].length;
  return used < most * TELL_FROM ? null : most - used;
}

/** The question that a field belongs to: a grid's fields are <question>-<row>. */
export function questionOf(name) {
  return name.split("-")[0];
}

/** Milliseconds until the next try after that many failures. */
export function retryAfter(failures) {
  return Math.min(30_000, 2500 * 2 ** Math.min(failures, 5));
}
