import { need } from "./init.mjs";

/**
 * Takes the focus on load, so that what is wrong is read first, and opens the fold that a linked
 * field lies in.
 */
export class ErrorSummary {
  constructor(root) {
    need(root, "h2");
    root.addEventListener("click", (event) => this.open(event));
    root.focus();
  }

  open(event) {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const fold = field.closest("details");
    if (fold) fold.open = true;
    (field.closest("fieldset") ?? field.closest(".field, .slot") ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  }
}
