import assert from "node:assert/strict";
import { test } from "node:test";

import { draftWords, isTrouble } from "../../../static/src/js/questions/draft-words.mjs";
import {
  charactersLeft,
  holds,
  questionOf,
  retryAfter,
  toUntick,
} from "../../../static/src/js/questions/rules.mjs";

test("a condition holds when one of the answers is wanted", () => {
  const cases = [
    [["nhs"], ["nhs", "joint"]],
    [["la_adults"], ["nhs", "joint"]],
    [["a", "nhs"], ["nhs"]],
    [[], ["nhs"]],
  ];
  assert.deepEqual(cases.map(([given, wanted]) => holds(given, wanted)), [true, false, true, false]);
});

test("a condition without values holds on any answer, and on none that is blank", () => {
  assert.deepEqual([["x"], ["0"], [" "], [""], []].map((given) => holds(given, [])), [
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("ticking the exclusive option unticks all others, and ticking another unticks it", () => {
  const boxes = [
    { name: "a", checked: true, exclusive: false },
    { name: "b", checked: true, exclusive: false },
    { name: "none", checked: true, exclusive: true },
  ];
  const names = (ticked) => toUntick(ticked, boxes).map((box) => box.name);
  assert.deepEqual([names(boxes[2]), names(boxes[0])], [["a", "b"], ["none"]]);
});

test("characters are counted down from three quarters of the room, a new line as one", () => {
  const texts = ["", "x".repeat(74), "x".repeat(75), "x".repeat(98) + "\r\n", "x".repeat(103), "😀".repeat(100)];
  assert.deepEqual(texts.map((text) => charactersLeft(text, 100)), [null, null, 25, 1, -3, 0]);
});

test("a grid's fields belong to its question", () => {
  assert.deepEqual(["development-journals", "setting"].map(questionOf), ["development", "setting"]);
});

test("tries grow apart up to half a minute", () => {
  assert.deepEqual([0, 1, 3, 4, 90].map(retryAfter), [2500, 5000, 20_000, 30_000, 30_000]);
});

test("each state of a draft is said in words, and only trouble is spoken", () => {
  const states = ["saving", "saved", "partly", "offline", "ended", "refused"];
  const said = states.map((state) => draftWords(state, { problems: 2, refusal: "Closed." }));
  assert.deepEqual(said, [
    "Saving…",
    "Saved",
    "Saved, but for 2 answers that can't be read yet",
    "Not saved yet: no connection. What you entered stays on this page.",
    "Not saved yet: your session has ended. What you entered stays on this page.",
    "Closed.",
  ]);
  assert.deepEqual(states.filter(isTrouble), ["offline", "ended", "refused"]);
});
