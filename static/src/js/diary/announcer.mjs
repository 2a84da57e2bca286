import { h } from "./dom.mjs";

const AFTER = 60; // milliseconds; a region filled in the same turn as it is emptied stays unread

/** Says one sentence at a time to a listener; the latest wins. */
export class Announcer {
  constructor() {
    this.root = h("div", { class: "visually-hidden", role: "status", "data-announcer": true });
  }

  say(text) {
    window.clearTimeout(this.timer);
    this.root.textContent = "";
    this.timer = window.setTimeout(() => {
      this.root.textContent = text;
    }, AFTER);
  }
}
