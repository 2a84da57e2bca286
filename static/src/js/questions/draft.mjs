import { LEAVING } from "../leave.mjs";
import { Announcer } from "../diary/announcer.mjs";
import { h } from "../diary/dom.mjs";
import { MarkupError, need } from "../init.mjs";
import { gettext } from "../words.mjs";
import { draftWords, isTrouble } from "./draft-words.mjs";
import { questionOf, retryAfter } from "./rules.mjs";

const AFTER = 1000; // milliseconds without a change until the page is saved

/**
 * Saves a page of questions while it is filled in: a second after the last change, and when the
 * page is left. What can't be saved stays on the page, which says so and tries again.
 */
export class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.draftUrl;
    this.startUrl = form.dataset.startUrl;
    if (!this.url || !this.startUrl) {
      throw new MarkupError("draft needs data-draft-url and data-start-url.");
    }
    this.touched = need(form, "input[name='touched']");
    this.line = need(form, "[data-draft-state]");
    this.announcer = new Announcer();
    form.append(this.announcer.root);
    this.isDirty = false;
    this.failures = 0;
    this.listen();
  }

  listen() {
    for (const name of ["input", "change"]) {
      this.form.addEventListener(name, ({ target }) => this.note(target.name));
    }
    this.form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("pagehide", () => this.saveLast());
    window.addEventListener("pageshow", () => {
      this.isStopped = false;
    });
    for (const name of ["online", "focus"]) {
      window.addEventListener(name, () => this.isDirty && this.save());
    }
    window.addEventListener("beforeunload", (event) => {
      if (this.isDirty && isTrouble(this.state)) event.preventDefault();
    });
    document.addEventListener(LEAVING, ({ detail }) => {
      if (detail.gone) this.stop();
      else detail.waits.push(this.save().then(() => (this.isDirty ? 1 : 0)));
    });
  }

  note(name) {
    if (!name) return;
    const touched = new Set(this.touched.value.split(" ").filter(Boolean));
    this.touched.value = [...touched.add(questionOf(name))].join(" ");
    this.isDirty = true;
    this.later(AFTER);
  }

  later(wait) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), wait);
  }

  /** Saves what has changed, one request after the other, so that no older one comes last. */
  async save() {
    window.clearTimeout(this.timer);
    while (this.running) await this.running;
    if (!this.isDirty) return;
    this.running = this.send();
    await this.running;
    this.running = null;
  }

  /** A request that is under way ends with its page, so it is made again as one that does not. */
  saveLast() {
    if (this.isStopped || !(this.isDirty || this.running)) return;
    this.controller?.abort();
    this.send({ keepalive: true });
  }

  /** Without a connection a page that is sent is gone: it stays until its draft is saved. */
  async submit(event) {
    if (this.state !== "offline" && navigator.onLine) {
      this.stop();
      return;
    }
    event.preventDefault();
    await this.save();
    if (!this.isDirty) event.submitter?.click();
  }

  /** The page is sent as a whole: no draft may come after it. */
  stop() {
    window.clearTimeout(this.timer);
    this.isStopped = true;
    this.isDirty = false;
    this.controller?.abort();
  }

  async send({ keepalive = false } = {}) {
    this.isDirty = false;
    if (!isTrouble(this.state)) this.show("saving");
    this.controller = new AbortController();
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form)),
        headers: { accept: "application/json" },
        redirect: "error",
        signal: this.controller.signal,
        keepalive,
      });
      await this.take(answer);
    } catch (error) {
      if (error.name !== "AbortError") this.failed("offline");
    }
  }

  async take(answer) {
    if (answer.status === 403) return this.failed("ended", { retry: false });
    if (answer.status === 409) {
      return this.failed("refused", { retry: false, refusal: (await answer.json()).refusal });
    }
    if (!answer.ok) return this.failed("offline");
    const problems = Object.keys((await answer.json()).problems).length;
    this.failures = 0;
    return this.show(problems ? "partly" : "saved", { problems });
  }

  failed(state, { retry = true, refusal = "" } = {}) {
    this.isDirty = true;
    this.show(state, { refusal });
    if (retry) this.later(retryAfter(this.failures++));
  }

  show(state, facts = {}) {
    const words = draftWords(state, facts);
    const isNews = state !== this.state;
    const isOver = state === "saved" && isTrouble(this.state);
    this.state = state;
    this.line.hidden = false;
    this.line.classList.toggle("is-trouble", isTrouble(state));
    this.line.replaceChildren(words, ...(state === "ended" ? [" ", this.wayBack()] : []));
    if (isOver || (isNews && isTrouble(state))) this.announcer.say(words);
  }

  /** In a new tab: this one keeps what was typed, and saves it when it is looked at again. */
  wayBack() {
    return h(
      "a",
      { href: this.startUrl, target: "_blank", rel: "noopener" },
      gettext("Enter your access code again (opens in a new tab)"),
    );
  }
}
