import assert from "node:assert/strict";
import { test } from "node:test";

import { createSync, nextTry } from "../../../static/src/js/diary/sync.mjs";
import { BLANK_WEEK, FakeClock, FakeDevice, FakeServer, settle } from "./fakes.mjs";

function page({ server = new FakeServer(), clock = new FakeClock(), store } = {}) {
  const statuses = [];
  const shown = [];
  const data = { owner: "owner-one", writable: true, ...server.diary };
  const sync = createSync({
    data,
    clock,
    transport: server,
    store,
    onStatus: (status) => statuses.push(status),
    onServer: (diary) => shown.push(diary),
  });
  return { server, clock, sync, statuses, shown, last: () => statuses.at(-1) };
}

const paint = (index, saw, sets) => ({ slots: [[index, saw, sets]] });
const slotsOf = (server) => server.received.map(({ sequence, slots }) => [sequence, slots]);
const week = (cells) => {
  const slots = [...BLANK_WEEK];
  for (const [index, symbol] of Object.entries(cells)) slots[index] = symbol;
  return slots.join("");
};

test("sync sends what was painted within a second as one change", async () => {
  const { server, clock, sync, last } = page();
  sync.push(paint(1, ".", "C"));
  sync.push({ slots: [[2, ".", "C"]], days: [[0, ".", "W"]], complete: [[0, ".", "Y"]] });

  await clock.pass(1000);

  const [{ owner, device, ...change }] = server.received;
  assert.equal(server.received.length, 1);
  assert.equal(owner, "owner-one");
  assert.match(device, /^[A-Za-z0-9_-]{8,40}$/);
  assert.deepEqual(change, {
    sequence: 1,
    slots: [[1, ".", "C"], [2, ".", "C"]],
    days: [[0, ".", "W"]],
    complete: [[0, ".", "Y"]],
  });
  assert.deepEqual(last(), { kind: "saved", pending: 0, kept: "memory", problems: [] });
});

test("sync never has two requests under way, and sends in order", async () => {
  const { server, clock, sync } = page();
  for (let index = 0; index < 30; index += 1) {
    sync.push(paint(index, ".", "C"));
    await clock.pass(70);
  }
  await clock.pass(1000);

  const sequences = server.received.map(({ sequence }) => sequence);
  assert.equal(server.mostUnderWay, 1);
  assert.deepEqual(sequences, sequences.map((_, place) => place + 1));
  assert.ok(sequences.length < 12, `${sequences.length} requests for 30 cells in two seconds`);
  assert.equal(server.diary.slots, "C".repeat(30) + ".".repeat(306));
});

test("sync says saved only when the answer is there", async () => {
  const { clock, sync, last } = page();
  sync.push(paint(1, ".", "C"));
  assert.equal(last().kind, "saving");
  await clock.pass(199);
  assert.equal(last().kind, "saving");
  await clock.pass(1);
  assert.equal(last().kind, "saved");
});

test("sync counts a cell that was changed back while its first change was under way", async () => {
  const { server, clock, sync } = page();
  server.isUp = false;
  sync.push(paint(1, ".", "C"));
  await clock.pass(300);
  sync.push(paint(1, "C", "."));

  assert.equal(sync.pending().count, 1);
  server.isUp = true;
  await clock.pass(5000);

  assert.deepEqual(slotsOf(server), [[1, [[1, ".", "C"]]], [2, [[1, "C", "."]]]]);
  assert.equal(server.diary.slots, BLANK_WEEK);
});

test("sync sends nothing for what was undone before it left", async () => {
  const { server, clock, sync, last } = page();
  sync.push(paint(1, ".", "C"));
  sync.push(paint(1, "C", "."));

  await clock.pass(1000);

  assert.deepEqual(server.received, []);
  assert.equal(last().kind, "saved");
});

test("sync tries again after 1, 2, 4 … 30 seconds while nobody enters anything", async () => {
  const { server, clock, sync, last } = page();
  server.isUp = false;
  const tries = [];
  const save = server.save.bind(server);
  server.save = (change) => {
    tries.push(clock.now);
    return save(change);
  };
  sync.push(paint(1, ".", "C"));

  await clock.pass(100_000);

  const waits = tries.slice(1).map((at, place) => at - tries[place]);
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  assert.deepEqual(last(), { kind: "offline", pending: 1, kept: "memory", problems: [] });
});

test("nextTry is spread, so that a server that comes back is not stormed", () => {
  assert.deepEqual([nextTry(1, 0), nextTry(1, 1), nextTry(6, 0), nextTry(60, 1)], [800, 1000, 24_000, 30_000]);
});

test("sync tries within two seconds of a new edit, however long the connection was gone", async () => {
  const { server, clock, sync, last } = page();
  server.isUp = false;
  sync.push(paint(1, ".", "C"));
  await clock.pass(40_000);
  server.isUp = true;

  sync.push(paint(2, ".", "C"));
  await clock.pass(2000);

  assert.equal(last().kind, "saved");
  assert.equal(server.diary.slots, week({ 1: "C", 2: "C" }));
});

test("sync sends all that waits as soon as the connection is back", async () => {
  const { server, clock, sync, last } = page();
  server.isUp = false;
  sync.push(paint(1, ".", "C"));
  await clock.pass(20_000);
  sync.push(paint(2, ".", "C"));
  server.isUp = true;

  await sync.refresh();

  assert.equal(last().kind, "saved");
  assert.equal(server.diary.slots, week({ 1: "C", 2: "C" }));
});

test("sync repeats a change whose answer was lost unchanged, and newer work of others stays", async () => {
  const { server, clock, sync, last } = page();
  server.losesAnswers = true;
  sync.push(paint(1, ".", "C"));
  await clock.pass(300);
  sync.push(paint(2, ".", "D"));
  server.losesAnswers = false;
  server.diary.slots = week({ 1: "X" }); // another device, since

  await clock.pass(3000);

  assert.deepEqual(slotsOf(server), [
    [1, [[1, ".", "C"]]],
    [1, [[1, ".", "C"]]],
    [2, [[2, ".", "D"]]],
  ]);
  assert.equal(server.diary.slots, week({ 1: "X", 2: "D" }));
  assert.equal(last().kind, "saved");
});

test("sync shows the server's diary with what waits laid over it, and tells conflicts", async () => {
  const { server, clock, sync, shown } = page();
  server.diary.slots = week({ 1: "X", 7: "E" });
  sync.push(paint(1, ".", "C"));
  await clock.pass(200);
  server.isUp = false;
  sync.push(paint(2, ".", "D"));
  await sync.refresh();

  assert.deepEqual(shown.map(({ slots, conflicts }) => [slots, conflicts.slots]), [
    [week({ 1: "C", 7: "E" }), [[1, "X", "C"]]],
  ]);
  server.isUp = true;
  server.losesAnswers = true;
  await sync.refresh();
  assert.equal(shown.at(-1).slots, week({ 1: "C", 2: "D", 7: "E" }));
});

test("sync asks for the code when the session ended, keeps the changes, and goes on after", async () => {
  const { server, clock, sync, last } = page();
  server.session = "";
  sync.push(paint(1, ".", "C"));
  await clock.pass(60_000);
  assert.deepEqual(last(), { kind: "expired", pending: 1, kept: "memory", problems: [] });
  assert.deepEqual(server.received, []);

  server.session = "owner-one";
  await sync.flush();

  assert.equal(last().kind, "saved");
  assert.equal(server.diary.slots, week({ 1: "C" }));
});

test("sync sends nothing into another person's session, and on into its own", async () => {
  const { server, clock, sync, last, shown } = page();
  server.session = "owner-two";
  sync.push(paint(1, ".", "C"));
  await clock.pass(60_000);
  await sync.flush();
  assert.equal(last().kind, "other-owner");
  assert.deepEqual([server.received, shown], [[], []]);

  server.session = "owner-one";
  await sync.flush();

  assert.equal(last().kind, "saved");
  assert.equal(server.diary.slots, week({ 1: "C" }));
});

test("sync keeps what a sent diary refuses, and sends it when the return is open again", async () => {
  const { server, clock, sync, last, shown } = page();
  server.writable = false;
  sync.push(paint(1, ".", "C"));
  await clock.pass(60_000);
  const problems = ["You have sent your return."];
  assert.deepEqual(last(), { kind: "refused", pending: 1, kept: "memory", problems });
  assert.deepEqual([shown.at(-1).writable, shown.at(-1).slots], [false, week({ 1: "C" })]);

  server.writable = true;
  await sync.flush();

  assert.deepEqual([last().kind, shown.at(-1).writable], ["saved", true]);
  assert.equal(server.diary.slots, week({ 1: "C" }));
});

test("sync gives up what waits when it is told to, and shows the server's diary", async () => {
  const { server, clock, sync, last, shown } = page();
  server.writable = false;
  sync.push(paint(1, ".", "C"));
  await clock.pass(1000);

  await sync.discard();

  assert.deepEqual([last().pending, shown.at(-1).slots], [0, BLANK_WEEK]);
});

test("sync keeps a change under its number on the device before it leaves", async () => {
  const device = new FakeDevice();
  const { server, clock, sync } = page({ store: device.tab() });
  const keptAtSending = [];
  const save = server.save.bind(server);
  server.save = (change) => {
    keptAtSending.push(structuredClone(device.queues.get(change.device)));
    return save(change);
  };

  sync.push(paint(1, ".", "C"));
  await clock.pass(1000);

  const [{ device: id, ...kept }] = keptAtSending;
  const edits = { slots: [[1, ".", "C"]], days: [], complete: [] };
  assert.deepEqual(kept, {
    sequence: 1,
    flight: { sequence: 1, edits },
    queued: { slots: [], days: [], complete: [] },
  });
  assert.deepEqual([device.queues.get(id).flight, device.queues.get(id).sequence], [null, 1]);
});

test("sync goes on with a dead tab's queue: same id, same numbers, nothing twice", async () => {
  const device = new FakeDevice();
  const first = page({ store: device.tab() });
  const { server } = first;
  server.losesAnswers = true;
  first.sync.push(paint(1, ".", "C"));
  await first.clock.pass(300);
  first.sync.push(paint(2, ".", "D"));
  await settle();
  first.sync.stop();
  first.sync.store.dies();

  server.losesAnswers = false;
  const second = page({ server });
  second.sync.push(paint(3, ".", "E"));
  await second.sync.keepIn(device.tab());
  await second.clock.pass(1000);

  assert.deepEqual(slotsOf(server), [
    [1, [[1, ".", "C"]]],
    [1, [[1, ".", "C"]]],
    [2, [[2, ".", "D"], [3, ".", "E"]]],
  ]);
  assert.equal(new Set(server.received.map(({ device: id }) => id)).size, 1);
  assert.equal(server.diary.slots, week({ 1: "C", 2: "D", 3: "E" }));
});

test("sync shows a dead tab's changes before they are sent", async () => {
  const device = new FakeDevice();
  const first = page({ store: device.tab() });
  first.server.isUp = false;
  first.sync.push(paint(1, ".", "C"));
  await settle();
  first.sync.store.dies();

  const second = page({ server: first.server });
  await second.sync.keepIn(device.tab());

  assert.deepEqual(second.shown.map(({ slots }) => slots), [week({ 1: "C" })]);
  await second.clock.pass(1000);
  assert.deepEqual(second.last(), { kind: "offline", pending: 1, kept: "device", problems: [] });
});

test("sync leaves a living tab's queue alone, and takes it over when that tab has died", async () => {
  const device = new FakeDevice();
  const first = page({ store: device.tab() });
  await first.sync.keepIn(first.sync.store);
  const { server } = first;
  server.isUp = false;
  first.sync.push(paint(1, ".", "C"));
  await first.clock.pass(300);
  const second = page({ server });
  await second.sync.keepIn(device.tab());
  server.isUp = true;
  await second.sync.flush();
  assert.deepEqual(server.received, []);

  first.sync.stop();
  first.sync.store.dies();
  await second.sync.lookForOrphans();

  assert.deepEqual(slotsOf(server), [[1, [[1, ".", "C"]]]]);
  assert.deepEqual([...device.queues.values()].map(({ flight }) => flight), [null]);
});

test("sync says that changes are kept on the device only when they are", async () => {
  const store = new FakeDevice().tab();
  const { server, clock, sync, statuses, last } = page({ store });
  server.isUp = false;
  sync.push(paint(1, ".", "C"));
  await clock.pass(300);
  assert.deepEqual([last().kind, last().pending], ["offline", 1]);
  const before = statuses.length;

  sync.push(paint(2, ".", "C"));

  assert.equal(statuses.length, before);
  await settle();
  await settle();
  assert.deepEqual([last().kind, last().pending, last().kept], ["offline", 2, "device"]);
});

test("sync whose disk fails goes on from memory under a new id, and loses nothing", async () => {
  const device = new FakeDevice();
  const store = device.tab();
  const { server, clock, sync, last } = page({ store });
  server.losesAnswers = true;
  sync.push(paint(1, ".", "C"));
  await clock.pass(300);
  const [{ device: oldId }] = server.received;

  store.breaks = true;
  sync.push(paint(2, ".", "D"));
  server.losesAnswers = false;
  await clock.pass(3000);

  assert.deepEqual(server.received.map(({ device: id, sequence }) => [id === oldId, sequence]), [
    [true, 1],
    [true, 1],
    [false, 1],
  ]);
  assert.equal(server.diary.slots, week({ 1: "C", 2: "D" }));
  assert.deepEqual([last().kind, last().kept], ["saved", "memory"]);
});

test("sync whose disk fails at take-off sends under an id that nobody else has", async () => {
  const device = new FakeDevice();
  const store = device.tab();
  const { server, clock, sync, last } = page({ store });
  await sync.keepIn(store);
  store.breaks = true;

  sync.push(paint(1, ".", "C"));
  await clock.pass(1000);

  assert.deepEqual(slotsOf(server), [[1, [[1, ".", "C"]]]]);
  assert.ok(!device.queues.has(server.received[0].device));
  assert.equal(last().kind, "saved");
});

test("sync that was stopped neither sends nor keeps", async () => {
  const device = new FakeDevice();
  const { server, clock, sync } = page({ store: device.tab() });
  sync.stop();

  sync.push(paint(1, ".", "C"));
  await clock.pass(5000);

  assert.deepEqual([server.received, device.queues.size], [[], 0]);
});
