// Where unsent changes are kept: on the device (IndexedDB), or in this page's memory alone.
//
// A queue's record is {device, sequence, flight, queued} as in lane.mjs. On a device, whoever
// holds the lock of a device id sends its queue; a queue without a holder is a dead tab's.

const NAME = "caseweek-diary";
const VERSION = 1;

/** Keeps nothing beyond the page: the queue is in the page's memory anyway. */
export class MemoryStore {
  kept = "memory";

  async adopt() {
    return { own: null, others: [] };
  }

  async orphans() {
    return [];
  }

  async hold() {}

  async save() {}

  async saveState() {}

  async drop() {}
}

/** One owner's queues and last known diary on this device. */
export class DeviceStore {
  kept = "device";

  constructor({ database, owner, locks }) {
    this.database = database;
    this.owner = owner;
    this.locks = locks;
    this.held = new Map();
  }

  /** Take over what dead tabs left: the newest queue to go on with, the others to send before. */
  async adopt() {
    const found = await this.orphans({ withEmpty: true });
    const own = found.pop() ?? null;
    const others = [];
    for (const record of found) {
      if (isWaiting(record)) others.push(record);
      else await this.drop(record.device);
    }
    return { own, others };
  }

  /** The queues that no tab holds, oldest first; this tab holds them from now on. */
  async orphans({ withEmpty = false } = {}) {
    const records = await this.database.all("queues");
    const found = [];
    for (const { owner, device } of records) {
      if (owner !== this.owner || this.held.has(device)) continue;
      if (!(await this.hold(device))) continue;
      // Read again: its holder may have sent it between the reading and the lock.
      const record = await this.database.get("queues", [owner, device]);
      if (record && (withEmpty || isWaiting(record))) found.push(record);
      else this.release(device);
    }
    return found.sort((one, other) => one.at - other.at);
  }

  /** Hold a device id for as long as this page lives. False when another tab does. */
  hold(device) {
    return new Promise((resolve, reject) => {
      const keep = (lock) => {
        resolve(lock !== null);
        return lock && new Promise((release) => this.held.set(device, release));
      };
      this.locks.request(lockName(device), { ifAvailable: true }, keep).catch(reject);
    });
  }

  release(device) {
    this.held.get(device)?.();
    this.held.delete(device);
  }

  save(record) {
    return this.database.put("queues", { ...record, owner: this.owner, at: Date.now() });
  }

  saveState(state) {
    return this.database.put("states", { ...state, owner: this.owner });
  }

  async drop(device) {
    await this.database.remove("queues", [this.owner, device]);
    this.release(device);
  }
}

/** The device's database: "states" and "queues" by owner, "choices" by name. */
export class Database {
  constructor(connection) {
    this.connection = connection;
    // Another tab clears the device: let go, or its clearing would wait for ever.
    connection.onversionchange = () => connection.close();
  }

  /** Opens it; `create: false` gives null where there is none, and leaves none behind. */
  static open({ factory = indexedDB, create = true } = {}) {
    return new Promise((resolve, reject) => {
      const request = factory.open(NAME, VERSION);
      let absent = false;
      request.onupgradeneeded = () => {
        absent = !create;
        if (absent) {
          request.transaction.abort();
          return;
        }
        request.result.createObjectStore("states", { keyPath: "owner" });
        request.result.createObjectStore("queues", { keyPath: ["owner", "device"] });
        request.result.createObjectStore("choices", { keyPath: "name" });
      };
      request.onsuccess = () => resolve(new Database(request.result));
      request.onerror = () => (absent ? resolve(null) : reject(request.error));
    });
  }

  /** Removes it with everything in it. */
  static delete(factory = indexedDB) {
    return new Promise((resolve, reject) => {
      const request = factory.deleteDatabase(NAME);
      request.onsuccess = () => resolve();
      request.onerror = () => reject(request.error);
    });
  }

  get(table, key) {
    return this.run(table, "readonly", (rows) => rows.get(key));
  }

  all(table) {
    return this.run(table, "readonly", (rows) => rows.getAll());
  }

  put(table, row) {
    return this.run(table, "readwrite", (rows) => rows.put(row));
  }

  remove(table, key) {
    return this.run(table, "readwrite", (rows) => rows.delete(key));
  }

  close() {
    this.connection.close();
  }

  /** One transaction, resolved when it is on the disk and not before. */
  run(table, mode, act) {
    return new Promise((resolve, reject) => {
      // A queue must outlive a power cut; a state that is lost is asked for again.
      const durability = table === "queues" ? "strict" : "relaxed";
      const transaction = this.connection.transaction(table, mode, { durability });
      const request = act(transaction.objectStore(table));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }
}

function isWaiting({ flight, queued }) {
  return flight !== null || Object.values(queued).some((edits) => edits.length > 0);
}

function lockName(device) {
  return `caseweek-diary-${device}`;
}
