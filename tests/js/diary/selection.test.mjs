import assert from "node:assert/strict";
import { test } from "node:test";

import * as selection from "../../../static/src/js/diary/selection.mjs";
import { indexOf } from "../../../static/src/js/diary/times.mjs";

const { select } = selection;
const at = indexOf;

test("cellsOf a rectangle takes the same half hours of each day", () => {
  const cells = selection.cellsOf(select(at(2, 19), at(1, 18)));
  assert.deepEqual(cells, [at(1, 18), at(1, 19), at(2, 18), at(2, 19)]);
});

test("cellsOf a span goes on through midnight", () => {
  const cells = selection.cellsOf(select(at(0, 47), at(1, 1), true));
  assert.deepEqual(cells, [47, 48, 49]);
});

test("moved goes past midnight to the next day, and stays inside the week", () => {
  assert.equal(selection.moved(at(0, 47), { slots: 1 }), at(1, 0));
  assert.equal(selection.moved(at(1, 0), { slots: -1 }), at(0, 47));
  assert.equal(selection.moved(0, { slots: -1 }), 0);
  assert.equal(selection.moved(335, { slots: 1 }), 335);
  assert.equal(selection.moved(at(6, 5), { days: 1 }), at(6, 5));
});

test("extended grows a rectangle to other days and half hours", () => {
  const grown = selection.extended(select(at(0, 18)), { slots: 1 });
  assert.deepEqual(selection.extended(grown, { days: 2 }), select(at(0, 18), at(2, 19)));
});

test("extended past midnight becomes a span, and a rectangle again on the way back", () => {
  const past = selection.extended(select(at(0, 46), at(0, 47)), { slots: 1 });
  assert.deepEqual(past, select(at(0, 46), at(1, 0), true));
  assert.deepEqual(selection.extended(past, { slots: -1 }), select(at(0, 46), at(0, 47)));
});

test("extended leaves a rectangle over several days at midnight", () => {
  const wide = select(at(0, 46), at(1, 47));
  assert.deepEqual(selection.extended(wide, { slots: 1 }), wide);
});

test("selectionWords names days and times", () => {
  const words = [
    select(at(1, 18), at(1, 20)),
    select(at(0, 18), at(2, 20)),
    select(at(0, 44), at(1, 3), true),
  ].map(selection.selectionWords);
  assert.deepEqual(words, [
    "Tuesday 09:00 to 10:30",
    "Monday to Wednesday, 09:00 to 10:30",
    "Monday 22:00 to Tuesday 02:00",
  ]);
});

test("cellsWords joins runs, names a rectangle once, and counts what is scattered", () => {
  assert.equal(selection.cellsWords([18, 19, 22]), "Monday 09:00 to 10:00; Monday 11:00 to 11:30");
  const rectangle = selection.cellsOf(select(at(0, 18), at(3, 19)));
  assert.equal(selection.cellsWords(rectangle), "Monday to Thursday, 09:00 to 10:00");
  assert.equal(selection.cellsWords([0, 2, 4, 50]), "4 half hours on Monday and Tuesday");
});

test("movedRun clears where it was and stays inside its new day", () => {
  const run = { start: at(0, 18), end: at(0, 20), symbol: "C" };
  assert.deepEqual(selection.movedRun(run, at(0, 19)), [
    [18, "."],
    [19, "C"],
    [20, "C"],
  ]);
  const late = selection.movedRun(run, at(2, 47));
  assert.deepEqual(late.slice(2), [
    [at(2, 46), "C"],
    [at(2, 47), "C"],
  ]);
});

test("resizedRun lengthens over what is there", () => {
  const run = { start: 18, end: 20, symbol: "C" };
  assert.deepEqual(selection.resizedRun(run, "end", 21), [
    [18, "C"],
    [19, "C"],
    [20, "C"],
    [21, "C"],
  ]);
  assert.deepEqual(selection.resizedRun(run, "start", 17), [
    [17, "C"],
    [18, "C"],
    [19, "C"],
  ]);
});

test("resizedRun shortens to one half hour at least", () => {
  const run = { start: 18, end: 21, symbol: "C" };
  assert.deepEqual(selection.resizedRun(run, "end", 18), [
    [18, "C"],
    [19, "."],
    [20, "."],
  ]);
  assert.deepEqual(selection.resizedRun(run, "end", 3), [
    [18, "C"],
    [19, "."],
    [20, "."],
  ]);
  assert.deepEqual(selection.resizedRun(run, "start", 40), [
    [18, "."],
    [19, "."],
    [20, "C"],
  ]);
});

test("resizedRun stays inside its day", () => {
  const run = { start: at(1, 1), end: at(1, 2), symbol: "C" };
  assert.deepEqual(selection.resizedRun(run, "start", at(0, 40)), [
    [at(1, 0), "C"],
    [at(1, 1), "C"],
  ]);
});
