import assert from "node:assert/strict";
import { test } from "node:test";

import {
  clipOf,
  copiedTo,
  pasted,
  replacedBy,
  wholeDay,
} from "../../../static/src/js/diary/copying.mjs";
import { cellsOf, select } from "../../../static/src/js/diary/selection.mjs";
import { indexOf } from "../../../static/src/js/diary/times.mjs";

const slots = (places) => {
  const cells = Array(336).fill(".");
  for (const [index, symbol] of places) cells[index] = symbol;
  return cells.join("");
};

test("wholeDay is the 48 half hours of a day", () => {
  const cells = cellsOf(wholeDay(2));
  assert.deepEqual([cells.length, cells[0], cells.at(-1)], [48, 96, 143]);
});

test("copiedTo puts a whole day and its status on each day named, blanks too", () => {
  const week = {
    slots: slots([
      [18, "C"],
      [19, "C"],
    ]),
    statuses: "W......",
  };
  const wants = copiedTo(week, 0, [1, 4]);
  assert.equal(wants.slots.length, 96);
  assert.deepEqual(
    wants.slots.filter(([, symbol]) => symbol !== "."),
    [
      [indexOf(1, 18), "C"],
      [indexOf(1, 19), "C"],
      [indexOf(4, 18), "C"],
      [indexOf(4, 19), "C"],
    ],
  );
  assert.deepEqual(wants.days, [
    [1, "W"],
    [4, "W"],
  ]);
});

test("copiedTo of part of a day leaves the status alone", () => {
  const week = { slots: slots([[18, "C"]]), statuses: "W......" };
  assert.deepEqual(copiedTo(week, 0, [3], 18, 19), {
    slots: [
      [indexOf(3, 18), "C"],
      [indexOf(3, 19), "."],
    ],
    days: [],
  });
});

test("a clip is pasted with its blanks, from a cell on, day beside day", () => {
  const clip = clipOf(
    slots([
      [18, "C"],
      [indexOf(1, 19), "a"],
    ]),
    select(18, indexOf(1, 19)),
  );
  assert.deepEqual(pasted(clip, indexOf(3, 30)), [
    [indexOf(3, 30), "C"],
    [indexOf(3, 31), "."],
    [indexOf(4, 30), "."],
    [indexOf(4, 31), "a"],
  ]);
});

test("a clip pasted at the edge loses what does not fit", () => {
  const clip = clipOf(
    slots([
      [18, "C"],
      [19, "C"],
    ]),
    select(18, indexOf(1, 19)),
  );
  assert.deepEqual(pasted(clip, indexOf(6, 47)), [[indexOf(6, 47), "C"]]);
});

test("a clip across midnight is pasted across midnight", () => {
  const clip = clipOf(
    slots([
      [47, "H"],
      [48, "H"],
    ]),
    select(47, 48, true),
  );
  assert.deepEqual(pasted(clip, indexOf(3, 47)), [
    [indexOf(3, 47), "H"],
    [indexOf(4, 0), "H"],
  ]);
});

test("replacedBy counts filled half hours that would hold something else", () => {
  const week = slots([
    [0, "C"],
    [1, "C"],
    [2, "C"],
  ]);
  const wants = [
    [0, "C"],
    [1, "a"],
    [2, "."],
    [3, "a"],
  ];
  assert.equal(replacedBy(week, wants), 2);
  assert.equal(replacedBy(week, wants, { blanks: false }), 1);
});
