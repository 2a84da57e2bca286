import { h } from "../diary/dom.mjs";
import { gettext } from "../words.mjs";
import { SHOWN } from "./rules.mjs";

/** Radio buttons can't be unchosen by themselves: a button under them takes the answer back. */
export class ClearAnswer {
  constructor(form) {
    this.form = form;
    for (const name of ["change", SHOWN]) form.addEventListener(name, () => this.update());
    window.addEventListener("pageshow", () => this.update());
    this.update();
  }

  update() {
    for (const fieldset of this.form.querySelectorAll("fieldset")) {
      const radios = [...fieldset.querySelectorAll("input[type=radio]")];
      if (!radios.length) continue;
      const button = fieldset.querySelector(".clear-answer") ?? this.addButton(fieldset, radios);
      button.hidden = !radios.some((radio) => radio.checked);
    }
  }

  addButton(fieldset, radios) {
    const question = fieldset.querySelector("legend").textContent.trim();
    const button = h(
      "button",
      { type: "button", class: "clear-answer", onclick: () => this.clear(radios) },
      gettext("Clear my answer"),
      h("span", { class: "visually-hidden" }, `: ${question}`),
    );
    fieldset.append(button);
    return button;
  }

  clear(radios) {
    for (const radio of radios) radio.checked = false;
    radios[0].focus();
    radios[0].dispatchEvent(new Event("change", { bubbles: true }));
  }
}
