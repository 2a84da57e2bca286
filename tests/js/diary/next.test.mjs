import assert from "node:assert/strict";
import { test } from "node:test";

import { entry, gaps, nextStart, relengthened } from "../../../static/src/js/diary/next.mjs";
import { indexOf } from "../../../static/src/js/diary/times.mjs";

function week(...spans) {
  const cells = Array(336).fill(".");
  for (const [start, end, symbol] of spans) cells.fill(symbol, start, end);
  return cells.join("");
}

test("nextStart is where the day's last entry ended", () => {
  assert.equal(nextStart(week([18, 20, "C"], [30, 33, "a"]), 0), 33);
});

test("nextStart of an empty week is nine o'clock", () => {
  assert.equal(nextStart(week(), 3), 18);
});

test("nextStart of an empty day is where the day before began", () => {
  assert.equal(nextStart(week([16, 20, "C"]), 2), 16);
});

test("nextStart does not take the end of a night shift for a morning", () => {
  const night = [40, indexOf(1, 8), "H"];
  assert.equal(nextStart(week([17, 20, "C"], night), 2), 17);
  assert.equal(nextStart(week(night, [indexOf(1, 20), indexOf(1, 22), "a"]), 2), 20);
});

test("nextStart of a day that is full to midnight is nowhere", () => {
  assert.equal(nextStart(week([40, 48, "H"]), 0), null);
});

test("entry runs on past midnight, to the end of the week at most", () => {
  assert.deepEqual(entry(47, 2, "H"), [
    [47, "H"],
    [48, "H"],
  ]);
  assert.deepEqual(entry(335, 4, "H"), [[335, "H"]]);
});

test("relengthened gives back what a shorter entry leaves", () => {
  assert.deepEqual(relengthened(18, 3, 1, "C"), [
    [18, "C"],
    [19, "."],
    [20, "."],
  ]);
  assert.deepEqual(relengthened(18, 1, 3, "C"), [
    [18, "C"],
    [19, "C"],
    [20, "C"],
  ]);
});

test("gaps are the blank stretches between a day's entries", () => {
  const slots = week([18, 20, "C"], [20, 21, "a"], [24, 25, "8"], [26, 30, "C"]);
  assert.deepEqual(gaps(slots, 0), [
    { start: 21, end: 24 },
    { start: 25, end: 26 },
  ]);
  assert.deepEqual(gaps(slots, 1), []);
});
