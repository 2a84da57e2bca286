import { need } from "./init.mjs";
import { gettext } from "./words.mjs";

/**
 * Words selected in a text are written into the field of words to black out, one a line. The
 * button is there while something is selected.
 */
export class BlackOut {
  constructor(root) {
    this.text = need(root, "[data-black-out-text]");
    this.field = need(root, "[data-black-out-words]");
    this.fold = need(root, "[data-black-out-fold]");
    this.said = need(root, "[data-black-out-said]");
    this.line = need(root, "[data-black-out-button]");
    const button = need(this.line, "button");
    // Pressing the button must not end the selection before it is read.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => this.take());
    document.addEventListener("selectionchange", () => this.look());
  }

  /** The words selected in this text, "" for none. */
  selected() {
    const selection = document.getSelection();
    if (!selection?.rangeCount) return "";
    const place = selection.getRangeAt(0).commonAncestorContainer;
    return this.text.contains(place) ? selection.toString().replace(/\s+/g, " ").trim() : "";
  }

  look() {
    // Focus on the button may end a selection in some browsers: what was selected last counts.
    if (this.line.contains(document.activeElement)) return;
    this.words = this.selected();
    this.line.hidden = !this.words;
  }

  take() {
    const words = this.selected() || this.words;
    if (!words) return;
    const lines = this.field.value.split("\n").filter((line) => line.trim());
    if (!lines.includes(words)) lines.push(words);
    this.field.value = lines.join("\n");
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.fold.open = true;
    this.said.textContent = gettext("Added to the words to black out.");
    document.getSelection()?.removeAllRanges();
    this.line.hidden = true;
    this.field.focus();
  }
}
