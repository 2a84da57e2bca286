import { Question } from "../ask.mjs";
import { LEAVING } from "../leave.mjs";
import { gettext, ngettext } from "../words.mjs";
import { CHANNEL } from "./forget.mjs";
import { OwnDevice } from "./own-device.mjs";
import { OwnDevicePanel } from "./own-device-panel.mjs";
import { SavingView, isSignedOut } from "./saving-view.mjs";
import { SessionClock } from "./session-clock.mjs";
import { findDiary } from "./shell.mjs";
import { MemoryStore } from "./store.mjs";
import { createSync } from "./sync.mjs";
import { Transport } from "./transport.mjs";
import { watchLeaving } from "./watch-leaving.mjs";

const PATIENCE = 4_000; // milliseconds to wait for the last changes to arrive, and for the disk
const ADOPT_EVERY = 20_000; // milliseconds between looks for queues of tabs that died
const PING_AFTER = 300_000; // milliseconds; somebody at work keeps the session going
const REFRESH_AFTER = 1_000; // milliseconds; coming back to the tab asks for news once

/**
 * Ties a diary page to the server and, when its owner wants it, to the device.
 *
 * Resolves with {data, sync}: at once for a page that the server filled; for the shell that
 * opened without a connection, when a diary was found on the device or at the server. In `root`
 * it fills [data-save-status] and [data-own-device], and hides [data-diary-body] when a session
 * ends on a computer that others may use. `onServer` and `onStatus` as in sync.mjs.
 */
export async function connectDiary({ data, root, onServer, onStatus }) {
  const transport = new Transport(data);
  const device = new OwnDevice(data);
  const filled = data.owner === null ? await findDiary({ data, transport, device, root }) : data;
  const connection = new Connection({ data: filled, root, transport, device, onServer, onStatus });
  connection.start({ fromServer: data.owner !== null });
  return { data: filled, sync: connection.sync };
}

class Connection {
  constructor({ data, root, transport, device, onServer, onStatus }) {
    this.data = data;
    this.root = root;
    this.device = device;
    this.sync = createSync({
      data,
      transport,
      onServer,
      onStatus: (status) => {
        this.status = status;
        // Nothing is called saved before it is known what waits on the device.
        if (this.hasBegun || status.pending) this.view.show(status, this.sync.pending());
        if (isSignedOut(status)) this.question.close();
        onStatus?.(status);
      },
      onContact: ({ changed }) => {
        this.clock.heard();
        this.tellTabs(changed ? "changed" : "heard");
      },
    });
    this.view = new SavingView({ root, data, discard: () => this.sync.discard() });
    this.clock = new SessionClock({
      idleSeconds: data.idleSeconds,
      onWarn: (minutes) => this.warn(minutes),
      onFresh: () => this.question.close(),
      onEnd: () => this.end(),
    });
    this.question = new Question({
      heading: "",
      words: gettext("You have not used the diary for a while. What you entered is kept."),
      buttons: [[gettext("Stay signed in"), () => this.stay()]],
    });
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
  }

  start({ fromServer }) {
    if (fromServer) this.clock.heard();
    this.clock.start();
    this.sync.tell();
    this.listen();
    const begun = this.begin(fromServer).catch(() => this.showPanel(null));
    Promise.race([begun, late()]).then(() => {
      this.hasBegun = true;
      this.sync.tell();
    });
  }

  /** Take up what the device keeps, when it is its owner's own. */
  async begin(fromServer) {
    const store = await this.device.load(this.data.owner);
    if (store) await this.sync.keepIn(store);
    this.showPanel(store);
    if (!fromServer) this.sync.refresh();
    if (store) setInterval(() => this.sync.lookForOrphans(), ADOPT_EVERY);
  }

  showPanel(store) {
    const place = this.root.querySelector("[data-own-device]");
    if (!place || !this.device.isPossible) return;
    this.panel = new OwnDevicePanel({
      place,
      chosen: Boolean(store),
      onChoose: async () => this.sync.keepIn(await this.device.choose(this.data.owner)),
      onTakeBack: async () => {
        await this.sync.keepIn(new MemoryStore());
        await this.device.takeBack();
      },
    });
  }

  listen() {
    window.addEventListener("online", () => this.sync.refresh());
    window.addEventListener("focus", () => this.comeBack());
    window.addEventListener("pageshow", (event) => event.persisted && this.sync.refresh());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.sync.flush({ leaving: true });
      else this.comeBack();
    });
    for (const kind of ["pointerdown", "keydown"]) {
      this.root.addEventListener(kind, () => this.clock.silence > PING_AFTER && this.comeBack());
    }
    document.addEventListener(LEAVING, ({ detail }) => {
      if (detail.gone) this.sync.stop();
      else detail.waits.push(this.settled());
    });
    if (this.channel) this.channel.onmessage = ({ data }) => this.hear(data);
    watchLeaving({
      isUnsent: () => !this.sync.stopped && this.sync.pending().count > 0,
      isOnItsWay: () => this.status.kind === "saving",
      isKept: () => this.status.kept === "device",
      settled: () => this.settled(),
      send: () => this.sync.flush({ leaving: true }),
    });
  }

  /** Wait a little for what is on its way. Resolves with how many changes still wait. */
  async settled() {
    await Promise.race([this.sync.flush().then(() => this.sync.writes), late()]);
    return this.sync.pending().count;
  }

  /** Somebody looks at this tab again: ask for news, unless that was a moment ago. */
  comeBack() {
    this.clock.look();
    const now = Date.now();
    if (this.status.kind === "saved" && now - (this.askedAt ?? 0) < REFRESH_AFTER) return;
    this.askedAt = now;
    this.sync.refresh();
  }

  // --- Other tabs --------------------------------------------------------------------------

  tellTabs(kind) {
    this.channel?.postMessage({ kind, owner: this.data.owner });
  }

  async hear({ kind, owner }) {
    if (kind === "left" || kind === "taken-back") {
      await this.sync.keepIn(new MemoryStore());
      this.panel?.show(false);
      if (kind === "left") this.sync.failed("expired");
      return;
    }
    if (owner !== this.data.owner || isSignedOut(this.status)) return;
    this.clock.heard();
    if (kind === "changed" && !document.hidden) this.refreshSoon();
  }

  refreshSoon() {
    this.soon ??= setTimeout(() => {
      this.soon = null;
      this.sync.refresh();
    }, 300);
  }

  // --- The session's end -------------------------------------------------------------------

  warn(minutes) {
    const isOffline = this.status.kind === "offline";
    if (isSignedOut(this.status) || (isOffline && this.status.kept === "device")) return;
    this.question.say(
      ngettext(
        "You will be signed out in {count} minute",
        "You will be signed out in {count} minutes",
        minutes,
      ),
    );
    this.question.open();
  }

  async stay() {
    await this.sync.refresh();
    if (this.clock.silence > 60_000) {
      this.question.say(
        gettext("There is no connection just now"),
        gettext(
          "You can't stay signed in without one. What you entered is kept. " +
            "Try again in a moment.",
        ),
      );
    }
  }

  /** On one's own device the diary stays, and the server is asked; elsewhere it is hidden. */
  end() {
    this.question.close();
    if (this.status.kept === "device") this.sync.refresh();
    else this.sync.failed("expired");
  }
}

function late() {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE));
}
