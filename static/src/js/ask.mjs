import { h } from "./diary/dom.mjs";

/**
 * A dialog with a heading, words and buttons; focus goes to the first button and afterwards back
 * to where it was. `buttons` are [words, what to do]; Escape does what the first one does.
 */
export class Question {
  constructor({ heading, words, buttons }) {
    this.heading = h("h2", { id: "question-heading" }, heading);
    this.words = h("p", { id: "question-words" }, words);
    this.live = h("p", { class: "visually-hidden", role: "status" });
    const row = h("div", { class: "question-buttons" });
    buttons.forEach(([label, act], place) => {
      const look = place === 0 ? "btn btn-primary" : "btn btn-secondary";
      const button = h("button", { type: "button", class: look }, label);
      button.addEventListener("click", () => act(this));
      row.append(button);
    });
    this.dialog = h(
      "dialog",
      {
        class: "question",
        "aria-labelledby": "question-heading",
        "aria-describedby": "question-words",
      },
      this.heading,
      this.words,
      this.live,
      row,
    );
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      buttons[0][1](this);
    });
  }

  get isOpen() {
    return this.dialog.open;
  }

  open() {
    if (this.isOpen) return;
    this.before = document.activeElement;
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.dialog.querySelector("button").focus();
  }

  /** New words while it is open; a listener hears them. */
  say(heading, words = this.words.textContent) {
    this.heading.textContent = heading;
    this.words.textContent = words;
    if (this.isOpen) this.live.textContent = heading;
  }

  close() {
    if (!this.isOpen) return;
    this.dialog.close();
    this.dialog.remove();
    this.before?.focus?.();
  }
}

/** Ask, and resolve with the answer: `choices` are [words, value], the careful one first. */
export function ask({ heading, words, choices }) {
  return new Promise((resolve) => {
    const buttons = choices.map(([label, value]) => [
      label,
      (question) => {
        question.close();
        resolve(value);
      },
    ]);
    new Question({ heading, words, buttons }).open();
  });
}
