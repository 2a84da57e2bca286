import { h } from "./dom.mjs";
import { gettext } from "../words.mjs";

const MEANING = gettext(
  "Your diary is then also kept on this device. You can open it and go on without a connection, " +
    "and what you enter is sent when the connection is back. Whoever can unlock this device can " +
    "read it, so don't choose this on a computer that others use.",
);
const CHOSEN = gettext(
  "Your diary is kept on this device too: it opens without a connection. “Finish on this " +
    "device” removes it, and so does taking the tick away.",
);

/** The choice "This is my own device" with what it means. */
export class OwnDevicePanel {
  constructor({ place, chosen, onChoose, onTakeBack }) {
    const id = "own-device";
    this.box = h("input", { type: "checkbox", class: "form-check-input", id });
    this.words = h("p", { class: "soft", id: `${id}-meaning` });
    this.box.setAttribute("aria-describedby", this.words.id);
    const words = gettext("This is my own device");
    const label = h("label", { class: "form-check-label", for: id }, words);
    const fold = h(
      "details",
      { class: "fold own-device" },
      h("summary", {}, gettext("Is this your own device?")),
      h("div", {}, h("div", { class: "form-check choice" }, this.box, label), this.words),
    );
    this.show(chosen);
    this.box.addEventListener("change", async () => {
      const wanted = this.box.checked;
      this.box.disabled = true;
      const done = await (wanted ? onChoose() : onTakeBack()).then(
        () => true,
        () => false,
      );
      this.box.disabled = false;
      this.show(done ? wanted : !wanted);
      if (!done) {
        this.words.textContent = gettext("This browser would not keep it. Nothing has changed.");
      }
    });
    place.replaceChildren(fold);
  }

  show(chosen) {
    this.box.checked = chosen;
    this.words.textContent = chosen ? CHOSEN : MEANING;
  }
}
