import assert from "node:assert/strict";
import { test } from "node:test";

import { DeviceStore } from "../../../static/src/js/diary/store.mjs";
import { settle } from "./fakes.mjs";

const NONE = { slots: [], days: [], complete: [] };
const EDIT = { slots: [[1, ".", "C"]], days: [], complete: [] };

/** The device's tables in memory, with the interface of Database. */
class Tables {
  rows = new Map();

  key(table, key) {
    return JSON.stringify([table, key]);
  }

  async get(table, key) {
    return structuredClone(this.rows.get(this.key(table, key)));
  }

  async all(table) {
    const keys = [...this.rows.keys()].filter((key) => JSON.parse(key)[0] === table);
    return keys.map((key) => structuredClone(this.rows.get(key)));
  }

  async put(table, row) {
    const key = table === "queues" ? [row.owner, row.device] : row.owner;
    this.rows.set(this.key(table, key), structuredClone(row));
  }

  async remove(table, key) {
    this.rows.delete(this.key(table, key));
  }
}

/** navigator.locks as far as it is used: ask, and get the lock or null. */
class Locks {
  held = new Set();

  async request(name, { ifAvailable }, use) {
    assert.equal(ifAvailable, true);
    if (this.held.has(name)) return use(null);
    this.held.add(name);
    await use({ name });
    this.held.delete(name);
  }
}

function device() {
  const database = new Tables();
  const locks = new Locks();
  const tab = (owner = "one") => new DeviceStore({ database, owner, locks });
  const dies = async (store) => {
    for (const id of [...store.held.keys()]) store.release(id);
    await settle();
  };
  return { database, tab, dies };
}

const record = (id, { flight = null, queued = NONE, sequence = 1 } = {}) => ({
  device: id,
  sequence,
  flight,
  queued,
});
const idsOf = (records) => records.map(({ device: id }) => id);

test("a tab goes on with the newest queue, and sends the older ones before", async () => {
  const { database, tab, dies } = device();
  const dead = tab();
  for (const [at, id] of ["oldest", "older", "newest"].entries()) {
    await dead.hold(id);
    await database.put("queues", { ...record(id, { queued: EDIT }), owner: "one", at });
  }
  await dies(dead);

  const { own, others } = await tab().adopt();

  assert.deepEqual([own.device, idsOf(others)], ["newest", ["oldest", "older"]]);
  assert.deepEqual([own.sequence, own.queued], [1, EDIT]);
});

test("a tab goes on with the numbers of a queue that is empty, and drops other empty ones", async () => {
  const { database, tab } = device();
  await database.put("queues", { ...record("empty-1"), owner: "one", at: 1 });
  await database.put("queues", { ...record("empty-2", { sequence: 7 }), owner: "one", at: 2 });

  const { own, others } = await tab().adopt();

  assert.deepEqual([own.device, own.sequence, others], ["empty-2", 7, []]);
  assert.deepEqual(idsOf(await database.all("queues")), ["empty-2"]);
});

test("a queue that a living tab holds is not touched by another", async () => {
  const { tab, dies } = device();
  const living = tab();
  await living.hold("device-1");
  await living.save(record("device-1", { queued: EDIT }));
  const other = tab();

  assert.deepEqual(await other.adopt(), { own: null, others: [] });
  assert.deepEqual(await other.orphans(), []);
  await dies(living);

  assert.deepEqual(idsOf(await other.orphans()), ["device-1"]);
});

test("a change in flight counts as waiting", async () => {
  const { tab, dies } = device();
  const dead = tab();
  await dead.hold("device-1");
  await dead.save(record("device-1", { flight: { sequence: 1, edits: EDIT } }));
  await dies(dead);

  const [found] = await tab().orphans();

  assert.deepEqual(found.flight, { sequence: 1, edits: EDIT });
});

test("one person's queues are never given to another", async () => {
  const { tab, dies } = device();
  const dead = tab("one");
  await dead.hold("device-1");
  await dead.save(record("device-1", { queued: EDIT }));
  await dies(dead);

  assert.deepEqual(await tab("two").adopt(), { own: null, others: [] });
  assert.deepEqual((await tab("one").adopt()).own.queued, EDIT);
});

test("a queue that was sent leaves nothing behind", async () => {
  const { database, tab } = device();
  const store = tab();
  await store.hold("device-1");
  await store.save(record("device-1", { queued: EDIT }));

  await store.drop("device-1");
  await settle();

  assert.deepEqual(await database.all("queues"), []);
  assert.equal(await tab().hold("device-1"), true);
});
