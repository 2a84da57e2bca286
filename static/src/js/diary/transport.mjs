// Speaks to the save endpoint and the state endpoint, and says in one word what came of it:
//
//   ok            the answer, checked
//   offline       no answer, or one that is not ours (a dead server, a captive portal): try again
//   expired       the session ended: the access code is needed
//   refused       the diary was sent or the survey closed; `problems` says why
//   other-owner   somebody else's session is open in this browser
//   unreadable    the server can't read the change; sending it again would not help

const WAIT = 10_000; // milliseconds for an answer; the same change is then sent again
const AGAIN = new Set([404, 408, 425, 429]);

export class Transport {
  constructor({ saveUrl, stateUrl, csrf, fetch = defaultFetch, wait = WAIT }) {
    Object.assign(this, { saveUrl, stateUrl, csrf, fetch, wait });
  }

  /** Send one change {owner, device, sequence, slots, days, complete}. */
  async save(change, { leaving = false } = {}) {
    if (!this.csrf) {
      const state = await this.state();
      if (state.kind !== "ok") return state;
    }
    const answer = await this.post(change, leaving);
    if (answer.kind !== "forbidden") return answer;
    // Either the session or only the token ended; the state endpoint knows, and brings a new one.
    const state = await this.state();
    if (state.kind !== "ok") return state;
    const second = await this.post(change, leaving);
    return second.kind === "forbidden" ? { kind: "expired" } : second;
  }

  async post(change, leaving) {
    const response = await this.ask(this.saveUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf },
      body: JSON.stringify(change),
      keepalive: leaving,
    });
    if (!response) return { kind: "offline" };
    const { status, body } = response;
    if (status === 200 && isDiary(body) && body.sequence === change.sequence) {
      return { kind: "ok", answer: body };
    }
    if (status === 403) return { kind: body ? "expired" : "forbidden" };
    if (status === 409 && body) {
      const kind = body.reason === "owner" ? "other-owner" : "refused";
      return { kind, problems: body.problems ?? [] };
    }
    if ((status === 400 || status === 413) && body?.problems) {
      return { kind: "unreadable", problems: body.problems };
    }
    return { kind: "offline" };
  }

  /** The diary as the server has it. Asking keeps the session going. */
  async state() {
    const response = await this.ask(this.stateUrl, { headers: { Accept: "application/json" } });
    if (!response) return { kind: "offline" };
    const { status, body } = response;
    if (status === 403) return { kind: "expired" };
    if (status !== 200 || !isDiary(body)) return { kind: "offline" };
    if (body.csrf) this.csrf = body.csrf;
    return { kind: "ok", answer: body };
  }

  /** {status, body} with the JSON or null for body; null when nothing came in time. */
  async ask(url, options) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), this.wait);
    try {
      const response = await this.fetch(url, {
        credentials: "same-origin",
        cache: "no-store",
        redirect: "manual", // a redirect is a portal or a proxy, never an answer of ours
        signal: stop.signal,
        ...options,
      });
      if (response.status === 0 || AGAIN.has(response.status)) return null;
      const isJson = /^application\/json\b/.test(response.headers.get("Content-Type") ?? "");
      return { status: response.status, body: isJson ? await response.json() : null };
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}

function isDiary(body) {
  return body?.slots?.length === 336 && body?.statuses?.length === 7;
}

function defaultFetch(url, options) {
  return window.fetch(url, options);
}
