import { Announcer } from "../diary/announcer.mjs";
import { write } from "../diary/dom.mjs";
import { ngettext } from "../words.mjs";
import { charactersLeft, SHOWN } from "./rules.mjs";

const PAUSE = 1000; // milliseconds without typing until a listener is told

/** Counts down the room that a text has left. More can be typed: the server says so, too. */
export class CharacterCount {
  constructor(form) {
    this.form = form;
    this.announcer = new Announcer();
    form.append(this.announcer.root);
    form.addEventListener("input", ({ target }) => this.told(target));
    form.addEventListener(SHOWN, () => this.updateAll());
    this.updateAll();
  }

  updateAll() {
    for (const line of this.form.querySelectorAll("[data-count]")) this.update(line);
  }

  told(input) {
    const line = this.form.querySelector(`[data-count="${input.id}"]`);
    if (!line) return;
    const words = this.update(line);
    window.clearTimeout(this.timer);
    if (words) this.timer = window.setTimeout(() => this.announcer.say(words), PAUSE);
  }

  /** Writes the line and returns its words, "" where nothing is to be told yet. */
  update(line) {
    line.dataset.words ??= line.textContent;
    const input = document.getElementById(line.dataset.count);
    const left = charactersLeft(input.value, Number(line.dataset.most));
    line.classList.toggle("is-over", left !== null && left < 0);
    const words = left === null ? "" : leftWords(left);
    write(line, words || line.dataset.words);
    return words;
  }
}

function leftWords(left) {
  if (left < 0) return ngettext("{count} character too many", "{count} characters too many", -left);
  return ngettext("{count} character left", "{count} characters left", left);
}
