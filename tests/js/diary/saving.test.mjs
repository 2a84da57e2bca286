import assert from "node:assert/strict";
import { test } from "node:test";

import { countEdits, join, merge, overlay } from "../../../static/src/js/diary/edits.mjs";
import { Lane, newDevice } from "../../../static/src/js/diary/lane.mjs";
import { spokenWords, statusWords, unsentLines } from "../../../static/src/js/diary/saving-words.mjs";
import { SessionClock } from "../../../static/src/js/diary/session-clock.mjs";
import { BLANK_WEEK } from "./fakes.mjs";

const slots = (...edits) => ({ slots: edits, days: [], complete: [] });

test("join keeps what was first seen and last set, and drops what came back", () => {
  const earlier = slots([1, ".", "C"], [2, ".", "C"], [3, "A", "B"]);
  const later = { slots: [[1, "C", "D"], [2, "C", "."], [9, ".", "E"]], days: [[0, ".", "W"]] };
  assert.deepEqual(join(earlier, later), {
    slots: [[1, ".", "D"], [3, "A", "B"], [9, ".", "E"]],
    days: [[0, ".", "W"]],
    complete: [],
  });
});

test("merge keeps a cell that came back, because its first change may have arrived", () => {
  const merged = merge([slots([1, ".", "C"]), slots([1, "C", "."])]);
  assert.deepEqual(merged, slots([1, ".", "."]));
  assert.equal(countEdits(merged), 1);
});

test("overlay lays edits of all three kinds over a diary", () => {
  const diary = { slots: BLANK_WEEK, statuses: ".......", complete: ".......", writable: true };
  const edits = { slots: [[335, ".", "C"]], days: [[1, ".", "L"]], complete: [[6, ".", "Y"]] };
  assert.deepEqual(overlay(diary, edits), {
    slots: ".".repeat(335) + "C",
    statuses: ".L.....",
    complete: "......Y",
    writable: true,
  });
});

test("newDevice is an id that the server takes, another each time", () => {
  const ids = new Set(Array.from({ length: 100 }, () => newDevice()));
  assert.equal(ids.size, 100);
  for (const id of ids) assert.match(id, /^[A-Za-z0-9_-]{8,40}$/);
});

test("a lane's flight keeps number and content while edits go on", () => {
  const lane = new Lane({ device: "device-1" });
  lane.push(slots([1, ".", "C"]));
  assert.equal(lane.takeOff(), true);
  lane.push(slots([1, "C", "D"]));

  assert.equal(lane.takeOff(), false);
  assert.deepEqual(lane.record(), {
    device: "device-1",
    sequence: 1,
    flight: { sequence: 1, edits: slots([1, ".", "C"]) },
    queued: slots([1, "C", "D"]),
  });
});

test("a lane that must go on under another id lets what may have left arrive first", () => {
  const lane = new Lane({ device: "device-1", sequence: 4 });
  lane.push(slots([1, ".", "C"]));
  lane.takeOff();
  lane.mayHaveLeft = true;
  lane.push(slots([2, ".", "C"]));

  lane.restart("device-2");
  assert.deepEqual([lane.device, lane.flight.sequence], ["device-1", 5]);
  lane.landed();

  assert.deepEqual(lane.record(), {
    device: "device-2",
    sequence: 0,
    flight: null,
    queued: slots([2, ".", "C"]),
  });
});

test("statusWords says what, how many and where", () => {
  const status = (kind, pending, kept) => statusWords({ kind, pending, kept });
  assert.deepEqual(
    [
      status("saved", 0, "memory"),
      status("saving", 2, "memory"),
      status("offline", 3, "device"),
      status("offline", 1, "memory"),
      status("expired", 3, "device"),
      status("expired", 0, "memory"),
    ],
    [
      "All changes saved",
      "Saving…",
      "No connection: 3 changes kept on this device",
      "No connection: 1 change kept in this tab: don't close it",
      "Enter your access code again to go on: 3 changes kept on this device",
      "Enter your access code again to go on",
    ],
  );
});

test("spokenWords interrupts a listener only when something is wrong or right again", () => {
  const kinds = ["saving", "saved", "offline", "offline", "saved", "saving", "saved"];
  const spoken = kinds.map((kind, place) => spokenWords(kind, kinds[place - 1] ?? "saved"));
  assert.deepEqual(spoken.map((words) => words !== null), [false, false, true, false, true, false, false]);
});

test("unsentLines writes runs of half hours, kinds of day and marks as people read them", () => {
  const edits = {
    slots: [[68, "a", "."], [66, ".", "C"], [67, ".", "C"], [95, ".", "C"], [96, ".", "C"]],
    days: [[1, ".", "L"]],
    complete: [[2, ".", "Y"], [3, "Y", "."]],
  };
  const data = {
    activities: [{ symbol: "C", code: "D3", short: "Planned visit" }],
    statusLabels: { L: "Annual leave" },
  };
  assert.deepEqual(unsentLines(edits, data), [
    "Tuesday 09:00 to 10:00: D3 Planned visit",
    "Tuesday 10:00 to 10:30: cleared",
    "Tuesday 23:30 to 24:00: D3 Planned visit",
    "Wednesday 00:00 to 00:30: D3 Planned visit",
    "Tuesday: Annual leave",
    "Wednesday: complete",
    "Thursday: not complete",
  ]);
});

function sessionClock(idleSeconds = 3600) {
  const time = { seconds: 0 };
  const told = [];
  const clock = new SessionClock({
    idleSeconds,
    clock: { now: () => time.seconds * 1000 },
    onWarn: (minutes) => told.push([time.seconds, minutes]),
    onFresh: () => told.push([time.seconds, "fresh"]),
    onEnd: () => told.push([time.seconds, "end"]),
  });
  const lookUntil = (end) => {
    for (; time.seconds < end; time.seconds += 10) clock.look();
  };
  return { clock, time, told, lookUntil };
}

test("SessionClock warns once a minute from five minutes before the end, and ends once", () => {
  const { clock, told, lookUntil } = sessionClock();
  clock.heard();
  lookUntil(4000);
  assert.deepEqual(told, [[3300, 5], [3360, 4], [3420, 3], [3480, 2], [3540, 1], [3600, "end"]]);
});

test("SessionClock begins anew when the server is heard, also after the end", () => {
  const { clock, time, told, lookUntil } = sessionClock();
  clock.heard();
  lookUntil(3310);
  clock.heard();
  lookUntil(6500);
  time.seconds = 90_000; // a laptop that was closed
  clock.look();
  clock.heard();
  assert.deepEqual(told, [[3300, 5], [3310, "fresh"], [90_000, "end"], [90_000, "fresh"]]);
});

test("SessionClock says nothing before the server was ever heard", () => {
  const { told, lookUntil } = sessionClock();
  lookUntil(8000);
  assert.deepEqual(told, []);
});
