import { SHOWN } from "./rules.mjs";

/**
 * "Please give details" stands open only while its option is chosen. A closed box keeps its text
 * but does not send it.
 */
export class DetailsBox {
  constructor(form) {
    this.form = form;
    for (const name of ["change", SHOWN]) form.addEventListener(name, () => this.update());
    window.addEventListener("pageshow", () => this.update());
    this.update();
  }

  update() {
    for (const box of this.form.querySelectorAll("[data-opened-by]")) {
      const isOpen = document.getElementById(box.dataset.openedBy).checked;
      box.hidden = !isOpen;
      for (const input of box.querySelectorAll("input")) input.disabled = !isOpen;
    }
  }
}
