const SECOND = 1000;
const EVERY = 10 * SECOND;
const REAL_CLOCK = { now: () => Date.now() };

/**
 * When the session ends, as far as the page can know: an idle hour after the server was last
 * heard. It goes by the time of day and not by a timer, because a closed laptop stops timers.
 *
 * onWarn(minutes) from five minutes before the end, once a minute; onFresh() when a warning is
 * over; onEnd() once.
 */
export class SessionClock {
  constructor({ idleSeconds, warnSeconds = 300, clock = REAL_CLOCK, ...listeners }) {
    this.idle = idleSeconds * SECOND;
    this.warn = Math.min(warnSeconds * SECOND, this.idle / 2);
    this.clock = clock;
    this.listeners = listeners;
    this.heardAt = null;
    this.minutes = null; // as last warned
    this.ended = false;
  }

  /** Look every few seconds, and whenever the page is looked at again. */
  start() {
    setInterval(() => this.look(), EVERY);
    document.addEventListener("visibilitychange", () => this.look());
  }

  /** The server was heard: the hour begins anew. */
  heard() {
    this.heardAt = this.clock.now();
    const warned = this.minutes !== null || this.ended;
    this.minutes = null;
    this.ended = false;
    if (warned) this.listeners.onFresh();
  }

  /** How long the server was not heard, in milliseconds; 0 before it ever was. */
  get silence() {
    return this.heardAt === null ? 0 : this.clock.now() - this.heardAt;
  }

  look() {
    if (this.heardAt === null || this.ended) return;
    const left = this.idle - this.silence;
    if (left <= 0) {
      this.ended = true;
      this.minutes = null;
      this.listeners.onEnd();
      return;
    }
    const minutes = Math.ceil(left / (60 * SECOND));
    if (left <= this.warn && minutes !== this.minutes) {
      this.minutes = minutes;
      this.listeners.onWarn(minutes);
    }
  }
}
