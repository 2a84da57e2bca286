import { need } from "./init.mjs";

/**
 * A form whose answer may take some seconds says so while it does, and is sent once only. The words
 * stand in the page: <div role="status" data-busy="Reading your file…"></div>.
 */
export class Busy {
  constructor(form) {
    this.box = need(form, "[data-busy]");
    this.isBusy = false;
    form.addEventListener("submit", (event) => this.begin(event));
    // The page may come back from the browser's memory of where one was.
    window.addEventListener("pageshow", (event) => event.persisted && this.end());
  }

  begin(event) {
    if (this.isBusy) {
      event.preventDefault();
      return;
    }
    this.isBusy = true;
    const words = document.createElement("p");
    words.textContent = this.box.dataset.busy;
    const bar = document.createElement("progress");
    bar.setAttribute("aria-hidden", "true"); // the words say it
    this.box.replaceChildren(words, bar);
  }

  end() {
    this.isBusy = false;
    this.box.replaceChildren();
  }
}
