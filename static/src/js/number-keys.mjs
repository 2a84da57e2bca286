/**
 * Digits choose among a form's radio buttons while the keyboard is in them: 1 the first, 9 the
 * ninth. Nowhere else on the page, so that no single key does anything by accident.
 */
export class NumberKeys {
  constructor(form) {
    this.radios = [...form.querySelectorAll("input[type=radio]")];
    form.addEventListener("keydown", (event) => this.press(event));
    this.radios.slice(0, 9).forEach((radio, place) => number(radio, place + 1));
    form.querySelector("[data-number-keys-hint]")?.removeAttribute("hidden");
  }

  press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.type !== "radio") return;
    if (!/^[1-9]$/.test(event.key)) return;
    const radio = this.radios[Number(event.key) - 1];
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.focus();
  }
}

/** Shows a code's number beside its label; it is read out nowhere. */
function number(radio, place) {
  const label = radio.labels?.[0];
  if (!label) return;
  const mark = document.createElement("kbd");
  mark.textContent = String(place);
  mark.setAttribute("aria-hidden", "true");
  label.append(" ", mark);
}
