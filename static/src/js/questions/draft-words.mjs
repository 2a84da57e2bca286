import { gettext, ngettext } from "../words.mjs";

// What a page says of the saving of its draft. Pure.

/** The line under the questions, by the draft's state; `problems` counts wrong fields. */
export function draftWords(state, { problems = 0, refusal = "" } = {}) {
  const words = {
    saving: () => gettext("Saving…"),
    saved: () => gettext("Saved"),
    partly: () =>
      ngettext(
        "Saved, but for {count} answer that can't be read yet",
        "Saved, but for {count} answers that can't be read yet",
        problems,
      ),
    offline: () => gettext("Not saved yet: no connection. What you entered stays on this page."),
    ended: () => gettext("Not saved yet: your session has ended. What you entered stays on this page."),
    refused: () => refusal,
  };
  return words[state]();
}

/** Whether a state is one that a listener has to hear of. */
export function isTrouble(state) {
  return ["offline", "ended", "refused"].includes(state);
}
