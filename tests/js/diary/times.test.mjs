import assert from "node:assert/strict";
import { test } from "node:test";

import { mostUsed, remembered, usageOf } from "../../../static/src/js/diary/quick.mjs";
import { runAt, runsOf, runsOfDay } from "../../../static/src/js/diary/runs.mjs";
import * as times from "../../../static/src/js/diary/times.mjs";

test("clock gives the time at which a half hour starts", () => {
  assert.deepEqual([0, 1, 19, 47, 48].map(times.clock), [
    "00:00",
    "00:30",
    "09:30",
    "23:30",
    "24:00",
  ]);
});

test("dateOf names a day of the diary's week, over the end of a month and a clock change", () => {
  assert.deepEqual(times.dateOf("2026-11-16", 1), {
    name: "Tuesday",
    short: "Tue",
    number: 17,
    month: "November",
    words: "Tuesday 17 November",
  });
  assert.equal(times.dateOf("2026-03-30", 2).words, "Wednesday 1 April");
  assert.equal(times.dateOf("2026-10-19", 6).words, "Sunday 25 October");
});

test("lengthWords says half hours as hours", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 15].map(times.lengthWords), [
    "0 hours",
    "½ hour",
    "1 hour",
    "1½ hours",
    "2 hours",
    "7½ hours",
  ]);
});

test("spanWords names the second day only where it is another", () => {
  assert.equal(times.spanWords(66, 69), "Tuesday 09:00 to 10:30");
  assert.equal(times.spanWords(44, 48), "Monday 22:00 to 24:00");
  assert.equal(times.spanWords(44, 50), "Monday 22:00 to Tuesday 01:00");
});

test("daysWords joins three days and more", () => {
  assert.deepEqual([[4, 0, 1, 2], [1, 3], [5], []].map(times.daysWords), [
    "Monday to Wednesday and Friday",
    "Tuesday and Thursday",
    "Saturday",
    "",
  ]);
});

test("runs are adjacent half hours of one activity, within a day where a day is asked for", () => {
  assert.deepEqual(runsOf("..CCa"), [
    { start: 2, end: 4, symbol: "C" },
    { start: 4, end: 5, symbol: "a" },
  ]);
  const night = `${".".repeat(46)}HHHH${".".repeat(286)}`;
  assert.deepEqual(runsOf(night), [{ start: 46, end: 50, symbol: "H" }]);
  assert.deepEqual(runsOfDay(night, 1), [{ start: 48, end: 50, symbol: "H" }]);
  assert.deepEqual(runAt(night, 47), { start: 46, end: 48, symbol: "H" });
  assert.equal(runAt(night, 45), null);
});

test("the quick activities are the latest once each, then the most used", () => {
  assert.deepEqual(remembered(["a", "C", "M"], "C", 3), ["C", "a", "M"]);
  assert.deepEqual(remembered(["a", "C", "M"], "8", 3), ["8", "a", "C"]);
  const usage = usageOf("CC.C.aa.M.M.M");
  assert.deepEqual(
    [...usage],
    [
      ["C", 2],
      ["a", 1],
      ["M", 3],
    ],
  );
  assert.deepEqual(mostUsed(usage, ["C"]), ["M", "a"]);
});
