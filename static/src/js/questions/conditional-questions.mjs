import { Announcer } from "../diary/announcer.mjs";
import { gettext } from "../words.mjs";
import { holds, SHOWN } from "./rules.mjs";

/**
 * Shows and hides the questions that answers on the same page bring up. One that goes is taken out
 * of the page with what was typed in it, and comes back with it. The focus stays where it is.
 */
export class ConditionalQuestions {
  constructor(form) {
    this.form = form;
    this.places = [...form.querySelectorAll("template[data-conditional], [data-show-if]")].map(
      placeOf,
    );
    if (!this.places.length) return;
    this.announcer = new Announcer();
    form.append(this.announcer.root);
    form.addEventListener("change", () => this.update());
    window.addEventListener("pageshow", () => this.update());
    this.update({ quietly: true });
  }

  /** In the page's order: a question looks only at those before it. */
  update({ quietly = false } = {}) {
    const came = [];
    let isChanged = false;
    for (const { anchor, question } of this.places) {
      const { showIf, values = "" } = question.dataset;
      const given = new FormData(this.form).getAll(showIf);
      const isAsked = holds(given, values.split(" ").filter(Boolean));
      if (isAsked === question.isConnected) continue;
      isChanged = true;
      if (isAsked) {
        anchor.after(question);
        question.classList.toggle("is-new", !quietly);
        came.push(question.querySelector("legend, label").textContent.trim());
      } else question.remove();
    }
    if (!isChanged) return;
    this.form.dispatchEvent(new CustomEvent(SHOWN));
    if (came.length && !quietly) {
      this.announcer.say(gettext("One more question: {question}", { question: came.join(" ") }));
    }
  }
}

/** Where a question belongs, and the question itself, which may stand in a template. */
function placeOf(element) {
  if (element.tagName === "TEMPLATE") {
    return { anchor: element, question: element.content.querySelector("[data-show-if]") };
  }
  const anchor = document.createComment("");
  element.before(anchor);
  return { anchor, question: element };
}
