import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Book } from "../../../static/src/js/diary/book.mjs";
import { select } from "../../../static/src/js/diary/selection.mjs";
import { BLANK, indexOf } from "../../../static/src/js/diary/times.mjs";

const DATA = {
  slots: BLANK.repeat(336),
  statuses: BLANK.repeat(7),
  complete: BLANK.repeat(7),
  writable: true,
  statusLabels: { W: "Worked", L: "Annual leave" },
  activities: [
    { symbol: "C", code: "D3", short: "Planned visit" },
    { symbol: "a", code: "R1", short: "Recording after contact" },
  ],
};
let book;
let pushed;
let said;

beforeEach(() => {
  pushed = [];
  said = [];
  book = new Book(DATA, { push: (made) => pushed.push(made), say: (words) => said.push(words) });
});

const day = (number) => book.week.slots.slice(number * 48, (number + 1) * 48);

test("filling pushes what was seen and set, says it, and takes the day for a worked one", () => {
  book.fill("C", [66, 67, 68]);
  assert.deepEqual(pushed, [
    {
      slots: [
        [66, ".", "C"],
        [67, ".", "C"],
        [68, ".", "C"],
      ],
      days: [[1, ".", "W"]],
      complete: [],
    },
  ]);
  assert.deepEqual(said, ["Tuesday 09:00 to 10:30, D3 Planned visit."]);
});

test("filling keeps a status that was said before", () => {
  book.setStatus(1, "L");
  book.fill("C", [66]);
  assert.equal(book.week.statuses, ".L.....");
});

test("filling over an entry says what it replaced", () => {
  book.fill("C", [66, 67]);
  book.fill("a", [67, 68]);
  assert.equal(
    said.at(-1),
    "Tuesday 09:30 to 10:30, R1 Recording after contact. It replaced ½ hour of other entries; undo brings them back.",
  );
});

test("one undo takes back the half hours and the status that came with them", () => {
  book.fill("C", [66]);
  book.undo();
  assert.equal(book.week.slots, DATA.slots);
  assert.equal(book.week.statuses, DATA.statuses);
  assert.equal(pushed.length, 2);
});

test("picking fills a selection, and else is taken in hand and put down again", () => {
  book.choose(select(18, 19));
  book.pick("C");
  assert.deepEqual([book.hand, book.selection, day(0).slice(17, 21)], [null, null, ".CC."]);
  book.pick("a");
  assert.equal(book.hand, "a");
  book.pick("a");
  assert.equal(book.hand, null);
});

test("filling from the keyboard moves on to the half hour after the selection", () => {
  book.goTo(18);
  book.fillAndMoveOn("C");
  assert.equal(book.at, 19);
  book.choose(select(19, 21));
  book.fillAndMoveOn("a");
  assert.deepEqual([book.at, book.selection, day(0).slice(18, 23)], [22, null, "Caaa."]);
});

test("a day copied is pasted from midnight on, wherever the focus is", () => {
  book.fill("C", [18, 19]);
  book.choose(select(indexOf(0, 0), indexOf(0, 47)));
  book.copy();
  book.goTo(indexOf(3, 30));
  book.paste();
  assert.equal(day(3), day(0));
});

test("cutting a block and pasting it moves it", () => {
  book.fill("C", [18, 19]);
  book.goTo(18);
  book.cut();
  book.goTo(indexOf(2, 30));
  book.paste();
  assert.deepEqual([day(0), day(2).slice(29, 33)], [BLANK.repeat(48), ".CC."]);
});

test("the same as the day before takes entries and status", () => {
  book.fill("C", [18, 19]);
  book.sameAsBefore(1);
  assert.deepEqual([day(1), book.week.statuses], [day(0), "WW....."]);
});

test("a diary that takes no changes stays as it is and nothing is pushed", () => {
  book.heard({ ...DATA, writable: false });
  book.fill("C", [18]);
  assert.deepEqual([pushed, book.week.slots], [[], DATA.slots]);
});

test("what another device had can be put back after a conflict", () => {
  book.fill("C", [18]);
  book.heard({ ...book.week, conflicts: { slots: [[18, "a", "C"]], days: [], complete: [] } });
  assert.deepEqual(book.conflicts.slots, [[18, "a", "C"]]);
  book.preferOther();
  assert.deepEqual([book.conflicts, book.week.slots[18]], [null, "a"]);
  assert.deepEqual(pushed.at(-1).slots, [[18, "C", "a"]]);
});

test("the start and end of a day are its entries', or those of the day before", () => {
  book.fill("C", [16, 17, 30]);
  assert.deepEqual([book.dayStart(0), book.dayEnd(0)], [16, 30]);
  assert.deepEqual([book.dayStart(2), book.dayEnd(2)], [indexOf(2, 16), indexOf(2, 33)]);
});

test("a diary that is sent meanwhile has no conflicts to settle any more", () => {
  const conflicts = { slots: [[18, "a", "C"]], days: [], complete: [] };
  book.heard({ ...book.week, conflicts });
  book.heard({ ...book.week, writable: false });
  assert.equal(book.conflicts, null);
});
