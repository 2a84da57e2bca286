import assert from "node:assert/strict";
import { test } from "node:test";

import { figures } from "../../../static/src/js/diary/figures.mjs";

const data = {
  categories: [{ code: "D" }, { code: "R" }, { code: "S" }],
  activities: [
    { symbol: "C", category: "D" },
    { symbol: "a", category: "R" },
    { symbol: "8", category: "S" },
  ],
  contract: { hours: 37, worked: null, days: null },
};
const day = (text) => text.padEnd(48, ".");
const slots = day("CCC8a") + day("..aa") + ".".repeat(5 * 48);

test("figures counts the day and the week, with and without lunch and breaks", () => {
  assert.deepEqual(figures({ slots, complete: "YY....." }, 0, data), {
    today: 5,
    todayWorked: 4,
    week: 7,
    weekWorked: 6,
    byDay: [5, 2, 0, 0, 0, 0, 0],
    byCategory: [
      { code: "D", halfHours: 3 },
      { code: "R", halfHours: 3 },
      { code: "S", halfHours: 1 },
    ],
    daysDone: 2,
    contracted: 74,
  });
});

test("figures without stated hours has nothing to compare with", () => {
  const now = figures({ slots, complete: "......." }, 6, { ...data, contract: null });
  assert.deepEqual([now.today, now.daysDone, now.contracted], [0, 0, null]);
});
