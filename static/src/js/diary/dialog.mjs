import { button, h, icon } from "./dom.mjs";
import { gettext } from "../words.mjs";

let dialogs = 0;

/** A modal dialog with a title; Escape, its cross and a press beside it close it. */
export class Dialog {
  constructor(className) {
    const id = `dg-dialog-${(dialogs += 1)}`;
    this.title = h("h2", { id, tabindex: -1 });
    this.body = h("div", { class: "dg-dialog-body" });
    const close = button(icon("close"), () => this.close(), {
      class: "dg-close",
      "aria-label": gettext("Close"),
    });
    const head = h("div", { class: "dg-dialog-head" }, this.title, close);
    const inner = h("div", { class: "dg-dialog-inner" }, head, this.body);
    this.root = h("dialog", { class: `dg-dialog ${className}`, "aria-labelledby": id }, inner);
    this.root.addEventListener("click", (event) => event.target === this.root && this.close());
  }

  open(title, ...content) {
    this.title.textContent = title;
    this.body.replaceChildren(...content);
    if (!this.root.open) this.root.showModal();
  }

  close() {
    this.root.close();
  }
}
