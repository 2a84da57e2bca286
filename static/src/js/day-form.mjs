import { asHours, categoryOf } from "./hours.mjs";
import { MarkupError } from "./init.mjs";

/** Keeps the colour beside each half hour and the day's hours in step with what is chosen. */
export class DayForm {
  constructor(form) {
    this.slots = [...form.querySelectorAll("[data-slot]")];
    this.hours = document.querySelector("[data-hours]");
    if (!this.slots.length || !this.hours) {
      throw new MarkupError("day-form needs [data-slot] in the form and [data-hours] on the page.");
    }
    form.addEventListener("change", () => this.show());
    // A browser that goes back restores the selects, and tells only after the page is shown.
    window.addEventListener("pageshow", () => this.show());
  }

  show() {
    let filled = 0;
    for (const slot of this.slots) {
      const select = slot.querySelector("select");
      const chosen = select.value ? select.selectedOptions[0].text : "";
      slot.dataset.category = categoryOf(chosen);
      if (select.value) filled += 1;
    }
    this.hours.textContent = asHours(filled);
  }
}
