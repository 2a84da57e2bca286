import { need } from "./init.mjs";

/** A button that prints the page; it stands hidden in the page, as it needs JavaScript. */
export class PrintPage {
  constructor(root) {
    need(root, "button").addEventListener("click", () => window.print());
    root.hidden = false;
  }
}
