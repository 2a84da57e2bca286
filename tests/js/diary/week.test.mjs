import assert from "node:assert/strict";
import { test } from "node:test";

import { isEmpty, size, Week } from "../../../static/src/js/diary/week.mjs";

const EMPTY = { slots: ".".repeat(336), statuses: ".......", complete: "......." };
const slotsOf = (week, from, to) => week.slots.slice(from, to);

function paint(week, cells, symbol) {
  const made = week.plan({ slots: cells.map((index) => [index, symbol]) });
  week.apply(made);
  return made;
}

test("plan says what stood in each cell and leaves out those that hold it already", () => {
  const week = new Week({ ...EMPTY, slots: `C${".".repeat(335)}` });
  const made = week.plan({
    slots: [
      [0, "C"],
      [1, "C"],
      [2, "a"],
      [2, "M"],
    ],
    days: [[0, "W"]],
  });
  assert.deepEqual(made, {
    slots: [
      [1, ".", "C"],
      [2, ".", "M"],
    ],
    days: [[0, ".", "W"]],
    complete: [],
  });
  assert.equal(size(made), 3);
});

test("apply changes all three kinds of cells", () => {
  const week = new Week(EMPTY);
  week.apply(week.plan({ slots: [[18, "C"]], days: [[0, "W"]], complete: [[0, "Y"]] }));
  assert.equal(slotsOf(week, 17, 20), ".C.");
  assert.equal(week.statuses, "W......");
  assert.equal(week.complete, "Y......");
});

test("apply of nothing is refused and leaves what can be done again", () => {
  const week = new Week(EMPTY);
  paint(week, [0], "C");
  week.undo();
  assert.equal(week.apply(week.plan({ slots: [[0, "."]] })), false);
  assert.equal(week.undone.length, 1);
});

test("undo takes back everything, one change at a time, and redo brings it all back", () => {
  const week = new Week(EMPTY);
  for (let n = 0; n < 300; n += 1) paint(week, [n], "abcdef"[n % 6]);
  const full = week.slots;
  while (week.undo());
  assert.equal(week.slots, EMPTY.slots);
  while (week.redo());
  assert.equal(week.slots, full);
});

test("undo returns the change that does it, to be sent", () => {
  const week = new Week(EMPTY);
  paint(week, [5], "C");
  assert.deepEqual(week.undo(), { slots: [[5, "C", "."]], days: [], complete: [] });
  assert.equal(week.undo(), null);
});

test("a new change forgets what was undone", () => {
  const week = new Week(EMPTY);
  paint(week, [0], "C");
  week.undo();
  paint(week, [1], "M");
  assert.equal(week.redo(), null);
});

test("undo leaves alone what another device changed since", () => {
  const week = new Week(EMPTY);
  paint(week, [0, 1], "C");
  week.rebase({ ...EMPTY, slots: `CM${".".repeat(334)}` });
  assert.deepEqual(week.undo().slots, [[0, "C", "."]]);
  assert.equal(slotsOf(week, 0, 2), ".M");
});

test("undo goes on to the change before when another device has replaced all of the last", () => {
  const week = new Week(EMPTY);
  paint(week, [0], "C");
  paint(week, [1], "D");
  week.rebase({ ...EMPTY, slots: `CM${".".repeat(334)}` });
  assert.deepEqual(week.undo().slots, [[0, "C", "."]]);
});

test("isEmpty tells a change without cells", () => {
  assert.equal(isEmpty({ slots: [], days: [], complete: [] }), true);
  assert.equal(isEmpty({ slots: [], days: [[0, ".", "W"]], complete: [] }), false);
});
