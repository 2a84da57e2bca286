import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { checks, timely } from "../../../static/src/js/diary/checks.mjs";

const shared = new URL("../../diary/check_cases.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(shared, "utf-8"));

for (const { name, flags, ...diary } of cases) {
  test(`checks: ${name}`, () => {
    assert.deepEqual(checks(diary), flags);
  });
}

const EMPTY = ".".repeat(336);
const on = (day) => EMPTY.slice(0, day * 48 + 18) + "C".repeat(4) + EMPTY.slice(day * 48 + 22);
const blank = [0, 1, 2, 3, 4].map((day) => ["blank_day", day]);

test("timely says nothing about an empty week", () => {
  assert.deepEqual(timely(blank, { slots: EMPTY, complete: "......." }), []);
});

test("timely says a blank day once a later day is begun", () => {
  assert.deepEqual(timely(blank, { slots: on(2), complete: "......." }), [
    ["blank_day", 0],
    ["blank_day", 1],
  ]);
});

test("timely waits with the week's hours until no contracted day is blank", () => {
  const far = ["far_from_stated", null];
  const week = { slots: on(2), complete: "......." };
  assert.deepEqual(timely([["blank_day", 4], far], week), []);
  assert.deepEqual(timely([far], week), [far]);
});

test("timely says at once what was entered on a day off", () => {
  const flag = ["status_disagrees", 2];
  assert.deepEqual(timely([flag], { slots: on(2), complete: "......." }), [flag]);
});

test("timely asks about a worked day without entries when it is marked complete", () => {
  const flag = ["status_disagrees", 3];
  assert.deepEqual(timely([flag], { slots: EMPTY, complete: "......." }), []);
  assert.deepEqual(timely([flag], { slots: EMPTY, complete: "...Y..." }), [flag]);
});
