import { forgetDevice } from "./forget.mjs";
import { Database, DeviceStore } from "./store.mjs";

/**
 * The choice "This is my own device": off until it is made, kept in IndexedDB by owner, taken
 * back at any time. Only with it are answers kept on the device and the page opens offline.
 */
export class OwnDevice {
  constructor({ workerUrl, browser = window }) {
    this.workerUrl = workerUrl;
    this.browser = browser;
  }

  /** Whether this browser can keep a diary safely: a database, locks between tabs, a worker. */
  get isPossible() {
    const { indexedDB, navigator } = this.browser;
    return Boolean(indexedDB && navigator.locks && navigator.serviceWorker);
  }

  /** The store of an owner who chose it before; null for everybody else. */
  async load(owner) {
    const database = this.isPossible ? await Database.open({ create: false }) : null;
    if (!database) return null;
    await database.put("choices", { name: "present", owner });
    if (!(await database.get("states", owner))) {
      database.close();
      return null;
    }
    this.register();
    return this.storeOf(database, owner);
  }

  /** The diary last open on this device, for the page that opens without a connection. */
  async lastState() {
    const database = this.isPossible ? await Database.open({ create: false }) : null;
    const present = await database?.get("choices", "present");
    const state = present && (await database.get("states", present.owner));
    database?.close();
    return state ?? null;
  }

  /** Make the choice: the store to keep this owner's diary in. */
  async choose(owner) {
    const database = await Database.open();
    await database.put("choices", { name: "present", owner });
    this.register();
    // Asked for, because some browsers clear what a page keeps after a week without a visit.
    this.browser.navigator.storage?.persist?.().catch(() => false);
    return this.storeOf(database, owner);
  }

  /** Take it back: everything kept here goes, in every tab. */
  takeBack() {
    return forgetDevice("taken-back");
  }

  storeOf(database, owner) {
    return new DeviceStore({ database, owner, locks: this.browser.navigator.locks });
  }

  register() {
    // Without the worker everything works but opening the page offline.
    this.browser.navigator.serviceWorker.register(this.workerUrl).catch(() => null);
  }
}
