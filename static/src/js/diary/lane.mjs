import { countEdits, join, noEdits } from "./edits.mjs";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DEVICE_LENGTH = 16;

/** A new device id: 96 random bits in 16 characters. `random(n)` gives n random bytes. */
export function newDevice(random = randomBytes) {
  return [...random(DEVICE_LENGTH)].map((byte) => ALPHABET[byte % 64]).join("");
}

function randomBytes(count) {
  return crypto.getRandomValues(new Uint8Array(count));
}

/**
 * The queue of one device id. At most one change of it is in flight; a sequence number is given
 * when a change takes off, together with its content, and both stay as they are however often
 * the change is sent, so that the server can tell a repetition from news.
 */
export class Lane {
  constructor({ device, sequence = 0, flight = null, queued = noEdits() }) {
    this.device = device;
    this.sequence = sequence;
    this.flight = flight;
    this.queued = queued;
    this.mayHaveLeft = flight !== null;
    this.nextDevice = "";
  }

  push(edits) {
    this.queued = join(this.queued, edits);
  }

  get waits() {
    return this.flight !== null || countEdits(this.queued) > 0;
  }

  /** What is not known to be at the server, oldest first: lists of edits. */
  get unsent() {
    return this.flight ? [this.flight.edits, this.queued] : [this.queued];
  }

  /** Fix the next change. Returns true when there is a new one, false while one is in flight. */
  takeOff() {
    if (this.flight !== null) return false;
    this.sequence += 1;
    this.flight = { sequence: this.sequence, edits: this.queued };
    this.queued = noEdits();
    return true;
  }

  /** The change in flight has arrived. */
  landed() {
    this.flight = null;
    this.mayHaveLeft = false;
    if (this.nextDevice) this.restart(this.nextDevice);
  }

  /**
   * Go on under another id, because this one's numbers can no longer be kept. A change that may
   * have left goes on under its number; one that never left goes back to the queue.
   */
  restart(device) {
    this.nextDevice = this.mayHaveLeft ? device : "";
    if (this.mayHaveLeft) return;
    if (this.flight) this.queued = join(this.flight.edits, this.queued);
    this.flight = null;
    this.device = device;
    this.sequence = 0;
  }

  /** Give up what waits. */
  empty() {
    this.flight = null;
    this.mayHaveLeft = false;
    this.queued = noEdits();
  }

  /** What a store keeps of it; `new Lane(record)` is the same lane again. */
  record() {
    const { device, sequence, flight, queued } = this;
    return { device, sequence, flight, queued };
  }
}

/** All queues of one page: its own, and those of dead tabs, which go first. */
export class Lanes {
  constructor(own = new Lane({ device: newDevice() })) {
    this.own = own;
    this.adopted = [];
  }

  get all() {
    return [...this.adopted, this.own];
  }

  get waits() {
    return this.all.some((lane) => lane.waits);
  }

  get unsent() {
    return this.all.flatMap((lane) => lane.unsent);
  }

  next() {
    return this.all.find((lane) => lane.waits);
  }

  adopt(records) {
    this.adopted.push(...records.map((record) => new Lane(record)));
  }

  /** Go on with a dead tab's own lane. Possible while nothing has left under this page's id. */
  resume(record) {
    const { queued } = this.own;
    this.own = new Lane(record);
    this.own.push(queued);
  }

  /** Let an adopted lane go when it has sent everything. Returns whether it has. */
  release(lane) {
    if (lane === this.own || lane.waits) return false;
    this.adopted = this.adopted.filter((other) => other !== lane);
    return true;
  }

  restart() {
    for (const lane of this.all) lane.restart(newDevice());
  }

  /** Give up everything that waits. Returns the ids of the lanes that are gone. */
  empty() {
    const gone = this.adopted.map((lane) => lane.device);
    this.adopted = [];
    this.own.empty();
    return gone;
  }
}
