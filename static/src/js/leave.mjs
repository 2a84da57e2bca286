import { ask } from "./ask.mjs";
import { forgetDevice, unsentQueues } from "./diary/forget.mjs";
import { gettext } from "./words.mjs";

export const LEAVING = "caseweek:leaving";

/**
 * "Finish on this device": before the form goes, everything that this browser keeps is removed.
 * A page that saves by itself first sends what waits (it hears the event LEAVING and adds a promise of
 * how many changes are left); what can't be sent is asked about.
 */
export class Leave {
  constructor(form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.leave(form);
    });
  }

  async leave(form) {
    if (this.isLeaving) return;
    this.isLeaving = true;
    if (await this.mayGo()) {
      document.dispatchEvent(new CustomEvent(LEAVING, { detail: { gone: true } }));
      await forgetDevice("left");
      form.submit();
    }
    this.isLeaving = false;
  }

  async mayGo() {
    const waits = [];
    document.dispatchEvent(new CustomEvent(LEAVING, { detail: { waits } }));
    const onPage = await Promise.all(waits);
    const onDevice = await unsentQueues().catch(() => 0);
    if ([...onPage, onDevice].every((count) => count === 0)) return true;
    return ask({
      heading: gettext("Some of what you entered has not been saved yet"),
      words: gettext(
        "It is kept here until the service can be reached again. If you finish on " +
          "this device now, these changes are lost.",
      ),
      choices: [
        [gettext("Go back"), false],
        [gettext("Finish and lose them"), true],
      ],
    });
  }
}
