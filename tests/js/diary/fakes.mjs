// Stand-ins for what lies outside: the clock, the server as its contract describes it, and a
// device that keeps queues for several tabs.

export const BLANK_WEEK = ".".repeat(336);

/** A clock that moves when it is told to; whatever is waiting then runs, promises included. */
export class FakeClock {
  now = 0;
  timers = [];

  setTimeout(run, wait) {
    const timer = { run, at: this.now + wait };
    this.timers.push(timer);
    return timer;
  }

  clearTimeout(timer) {
    this.timers = this.timers.filter((other) => other !== timer);
  }

  random() {
    return 1;
  }

  async pass(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      await settle();
      const [next] = this.timers.filter(({ at }) => at <= end).sort((one, two) => one.at - two.at);
      if (!next) break;
      this.clearTimeout(next);
      this.now = next.at;
      next.run();
    }
    this.now = end;
  }
}

/** Let every promise that can go on do so. */
export async function settle() {
  for (let turn = 0; turn < 25; turn += 1) await tick();
}

function tick() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The save endpoint's rules: merged by cell, a repeated sequence changes nothing. */
export class FakeServer {
  constructor() {
    this.diary = { slots: BLANK_WEEK, statuses: ".......", complete: "......." };
    this.owner = "owner-one";
    this.session = "owner-one";
    this.writable = true;
    this.isUp = true;
    this.losesAnswers = false;
    this.last = new Map();
    this.received = [];
    this.underWay = 0;
    this.mostUnderWay = 0;
  }

  async save(change) {
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    await tick();
    this.underWay -= 1;
    if (!this.isUp) return { kind: "offline" };
    if (!this.session) return { kind: "expired" };
    if (this.session !== change.owner) return { kind: "other-owner", problems: [] };
    if (!this.writable) return { kind: "refused", problems: ["You have sent your return."] };
    this.received.push(structuredClone(change));
    const repeated = change.sequence <= (this.last.get(change.device) ?? -1);
    const conflicts = repeated ? {} : this.merge(change);
    if (this.losesAnswers) return { kind: "offline" };
    return { kind: "ok", answer: { ...this.diary, sequence: change.sequence, repeated, conflicts } };
  }

  async state() {
    await tick();
    if (!this.isUp) return { kind: "offline" };
    if (!this.session) return { kind: "expired" };
    const refusal = this.writable ? "" : "You have sent your return.";
    const answer = { ...this.diary, owner: this.session, writable: this.writable, refusal };
    return { kind: "ok", answer };
  }

  merge(change) {
    this.last.set(change.device, change.sequence);
    const cells = [...this.diary.slots];
    const conflicts = [];
    for (const [index, saw, sets] of change.slots) {
      if (cells[index] !== saw && cells[index] !== sets) conflicts.push([index, cells[index], sets]);
      cells[index] = sets;
    }
    this.diary = { ...this.diary, slots: cells.join("") };
    return { slots: conflicts, days: [], complete: [] };
  }
}

/** One device's disk. `tab()` gives a store; a tab that `dies` lets its queues go. */
export class FakeDevice {
  queues = new Map();
  states = [];
  holders = new Map();

  tab() {
    const device = this;
    const tab = {
      kept: "device",
      breaks: false,
      async hold(id) {
        if (device.holders.has(id) && device.holders.get(id) !== tab) return false;
        device.holders.set(id, tab);
        return true;
      },
      async orphans() {
        const found = [...device.queues.values()].filter(({ device: id }) => !device.holders.has(id));
        for (const record of found) await tab.hold(record.device);
        return structuredClone(found);
      },
      async adopt() {
        const found = await tab.orphans();
        return { own: found.pop() ?? null, others: found };
      },
      async save(record) {
        await tick();
        if (tab.breaks) throw new Error("the disk is full");
        device.queues.set(record.device, structuredClone(record));
      },
      async saveState(state) {
        if (tab.breaks) throw new Error("the disk is full");
        device.states.push(structuredClone(state));
      },
      async drop(id) {
        device.queues.delete(id);
        device.holders.delete(id);
      },
      dies() {
        for (const [id, holder] of device.holders) if (holder === tab) device.holders.delete(id);
      },
    };
    return tab;
  }
}
