import { forgetDevice } from "./diary/forget.mjs";
import { need } from "./init.mjs";

/** Withdrawing also removes what this browser keeps of the diary, before the form goes. */
export class Withdraw {
  constructor(form) {
    this.tick = need(form, "input[type=checkbox]");
    form.addEventListener("submit", (event) => {
      if (!this.tick.checked) return; // the page then asks for the tick, and nothing is lost
      event.preventDefault();
      this.go(form);
    });
  }

  async go(form) {
    if (this.isGoing) return;
    this.isGoing = true;
    await forgetDevice("left");
    form.submit();
  }
}
