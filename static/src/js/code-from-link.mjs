import { codeFromHash } from "./code.mjs";
import { need } from "./init.mjs";

/**
 * A link carries the code after "#", which reaches no server. The code goes into the field and
 * out of the address. Nothing is sent: mail scanners run scripts too.
 */
export class CodeFromLink {
  constructor(form, { location = window.location, history = window.history } = {}) {
    this.form = form;
    this.input = need(form, "input[name='code']");
    this.told = need(form, "[data-code-filled]");
    this.location = location;
    this.history = history;
    this.fill();
    window.addEventListener("hashchange", () => this.fill());
  }

  fill() {
    const code = codeFromHash(this.location.hash);
    if (!code) return;
    this.input.value = code;
    this.history.replaceState(null, "", this.location.pathname);
    this.told.hidden = false;
  }
}
