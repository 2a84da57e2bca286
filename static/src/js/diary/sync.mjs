import { countEdits, merge, overlay } from "./edits.mjs";
import { Lanes } from "./lane.mjs";
import { MemoryStore } from "./store.mjs";

const SOON = 200; // milliseconds in which painted cells gather into one change
const WHILE_ENTERING = 2_000; // the longest wait for a next try after a new edit
const LONGEST = 30_000;
const REAL_CLOCK = {
  setTimeout: (run, wait) => setTimeout(run, wait),
  clearTimeout: (timer) => clearTimeout(timer),
  random: () => Math.random(),
};

/** Milliseconds to the next try after failures: 1 s, doubling to 30 s, spread by a fifth. */
export function nextTry(failures, random) {
  const wait = Math.min(LONGEST, 1000 * 2 ** Math.max(0, failures - 1));
  return Math.round(wait * (0.8 + 0.2 * random));
}

export function createSync(options) {
  return new Sync(options);
}

/**
 * Brings every edit to the server, in order, one request at a time.
 *
 * An edit is queued at once and kept in the store; what takes off is kept, under its sequence
 * number, before it is sent, and is sent unchanged until an answer says that it arrived. Lanes
 * of tabs that died are sent first, under their own device ids.
 *
 * `data` is the page's diary, `transport` and `store` as in those modules. onStatus({kind,
 * pending, kept, problems}) tells where the edits are; onServer({slots, statuses, complete,
 * startsOn, contract, writable, refusal, conflicts}) gives the server's diary with the waiting
 * edits laid over it; onContact({changed}) follows each answer of the server.
 */
export class Sync {
  constructor({ data, transport, store = new MemoryStore(), clock = REAL_CLOCK, ...listeners }) {
    this.owner = data.owner;
    this.server = diaryOf(data);
    this.transport = transport;
    this.store = store;
    this.clock = clock;
    this.listeners = listeners;
    this.lanes = new Lanes();
    this.trouble = data.writable === false ? "refused" : "";
    this.problems = data.refusal ? [data.refusal] : [];
    this.failures = 0;
    this.timer = null;
    this.line = Promise.resolve();
    this.writes = Promise.resolve();
    this.unkept = 0;
    this.stopped = false;
  }

  /** Queue edits {slots, days, complete}; any of the three may be missing. */
  push(edits) {
    this.lanes.own.push(edits);
    this.keep(this.lanes.own);
    this.tell();
    if (!this.trouble) this.later(this.failures ? WHILE_ENTERING : SOON);
  }

  /** What waits: {count, slots, days, complete}, one edit a cell. */
  pending() {
    const edits = merge(this.lanes.unsent);
    return { count: countEdits(edits), ...edits };
  }

  /** Try now. Resolves when what waited has arrived, or when it can't for the moment. */
  flush({ leaving = false } = {}) {
    this.cancelTimer();
    if (this.trouble) return leaving ? this.line : this.refresh();
    return this.inLine(() => this.send({ leaving }));
  }

  /** Ask for the server's diary; goes on sending when a trouble has ended. */
  refresh() {
    return this.inLine(async () => {
      await this.adopt();
      const { kind, answer } = await this.transport.state();
      if (kind !== "ok") return this.failed(kind);
      if (answer.owner !== this.owner) return this.failed("other-owner");
      this.recovered();
      this.trouble = answer.writable === false ? "refused" : "";
      this.problems = answer.refusal ? [answer.refusal] : [];
      this.arrived(answer, { changed: false });
      return this.send();
    });
  }

  /** Take over and send what tabs that died since have left on the device. */
  lookForOrphans() {
    return this.inLine(async () => {
      await this.adopt();
      return this.send();
    });
  }

  /** Go on with another store: the device's after "my own device", memory after taking it back. */
  async keepIn(store) {
    const { own, others } = await store.adopt();
    const untouched = !this.lanes.own.flight && this.lanes.own.sequence === 0;
    if (own && untouched) this.lanes.resume(own);
    else await store.hold(this.lanes.own.device);
    this.lanes.adopt(own && !untouched ? [...others, own] : others);
    this.store = store;
    this.keep(this.lanes.own);
    this.keepServer();
    if (this.lanes.waits) this.show();
    this.tell();
    if (this.lanes.waits && !this.trouble) this.later(0);
    await this.writes;
  }

  /** Give up everything that waits; the page then shows the server's diary. */
  async discard() {
    for (const device of this.lanes.empty()) this.write(() => this.store.drop(device));
    this.keep(this.lanes.own);
    this.show();
    this.tell();
    return this.refresh();
  }

  /** Nothing more is sent or kept from here. */
  stop() {
    this.cancelTimer();
    this.stopped = true;
  }

  // --- Sending -----------------------------------------------------------------------------

  async send({ leaving = false } = {}) {
    while (!this.stopped && !this.trouble) {
      const lane = this.lanes.next();
      if (!lane) break;
      if (lane === this.lanes.own && !lane.flight && this.timer !== null) break; // still gathering
      if (lane.takeOff()) await this.keepBeforeSending(lane);
      if (!lane.flight) continue; // it could not be kept, and takes off anew from memory
      this.tell();
      const { device, flight } = lane;
      const change = { owner: this.owner, device, sequence: flight.sequence, ...flight.edits };
      lane.mayHaveLeft = true;
      const { kind, answer, problems } = await this.transport.save(change, { leaving });
      if (kind !== "ok") {
        this.failed(kind, problems);
        break;
      }
      this.recovered();
      lane.landed();
      if (this.lanes.release(lane)) this.write(() => this.store.drop(lane.device));
      else this.keep(lane);
      this.arrived(answer, { changed: true });
    }
    this.tell();
  }

  arrived(answer, { changed }) {
    this.server = diaryOf({ ...this.server, ...answer });
    this.keepServer();
    this.show(answer.conflicts);
    this.call("onContact", { changed });
  }

  /** The server answers again: nothing waits any longer for a next try. */
  recovered() {
    if (this.failures) this.cancelTimer();
    this.failures = 0;
  }

  failed(kind, problems = []) {
    if (kind === "offline") {
      if (this.lanes.waits) {
        this.failures += 1;
        this.later(nextTry(this.failures, this.clock.random()));
      }
    } else {
      this.trouble = kind;
      this.problems = problems;
      if (kind === "refused") {
        this.server = { ...this.server, writable: false, refusal: problems[0] ?? "" };
        this.show();
      }
    }
    this.tell();
  }

  /** Requests follow one another, so that an older answer never hides a newer one. */
  inLine(run) {
    this.line = this.line.then(() => (this.stopped ? undefined : run())).catch(surface);
    return this.line;
  }

  later(wait) {
    if (this.stopped || (this.timer !== null && this.timerWait <= wait)) return;
    this.cancelTimer();
    this.timerWait = wait;
    this.timer = this.clock.setTimeout(() => {
      this.timer = null;
      this.inLine(() => this.send());
    }, wait);
  }

  cancelTimer() {
    if (this.timer !== null) this.clock.clearTimeout(this.timer);
    this.timer = null;
  }

  // --- Keeping -----------------------------------------------------------------------------

  keep(lane) {
    this.write(() => this.store.save(lane.record()));
  }

  keepServer() {
    this.write(() => this.store.saveState({ ...this.server, owner: this.owner }));
  }

  /** Writes follow one another too. A store that fails is given up for memory. */
  write(run) {
    if (this.stopped) return;
    this.unkept += 1;
    this.writes = this.writes
      .then(() => (this.stopped ? undefined : run()))
      .catch(() => this.loseStore())
      .then(() => {
        this.unkept -= 1;
        if (this.unkept === 0) this.tell();
      });
  }

  /**
   * A change must not leave before its number is kept: another tab could give the number to
   * another change. Where that can't be done, it leaves under an id that nobody else has.
   */
  async keepBeforeSending(lane) {
    this.keep(lane);
    await this.writes;
  }

  loseStore() {
    if (this.store.kept === "memory") return;
    this.store = new MemoryStore();
    this.lanes.restart();
  }

  async adopt() {
    try {
      const found = await this.store.orphans();
      this.lanes.adopt(found);
      if (found.length) this.show();
    } catch {
      this.loseStore();
    }
  }

  // --- Telling -----------------------------------------------------------------------------

  show(conflicts = {}) {
    const shown = this.lanes.unsent.reduce(overlay, this.server);
    const told = { slots: [], days: [], complete: [], ...conflicts };
    this.call("onServer", { ...shown, conflicts: told });
  }

  tell() {
    const { kept } = this.store;
    // "Kept on this device" is said when it is, not before.
    if (this.failures && this.unkept && kept === "device") return;
    const pending = this.lanes.waits ? this.pending().count : 0;
    this.call("onStatus", { kind: this.kind(pending), pending, kept, problems: this.problems });
  }

  kind(pending) {
    if (this.trouble === "expired" || this.trouble === "other-owner") return this.trouble;
    if (pending === 0) return "saved";
    if (this.trouble) return "refused";
    return this.failures ? "offline" : "saving";
  }

  /** What the page does with the news must not stop the saving. */
  call(listener, news) {
    if (this.stopped) return;
    try {
      this.listeners[listener]?.(news);
    } catch (error) {
      surface(error);
    }
  }
}

/** On the console, and past nobody's await. */
function surface(error) {
  queueMicrotask(() => {
    throw error;
  });
}

function diaryOf({ slots, statuses, complete, startsOn, contract, writable = true, refusal = "" }) {
  return { slots, statuses, complete, startsOn, contract, writable, refusal };
}
