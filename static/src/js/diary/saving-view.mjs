import { h } from "./dom.mjs";
import { safetyWords, spokenWords, statusWords, unsentLines } from "./saving-words.mjs";
import { gettext, ngettext } from "../words.mjs";

const SIGNED_OUT = new Set(["expired", "other-owner"]);

/** Says where the changes are, what to do about them, and hides the diary when a session ends. */
export class SavingView {
  constructor({ root, data, discard }) {
    this.data = data;
    this.discard = discard;
    this.private = root.querySelectorAll("[data-diary-body], [data-own-device]");
    this.kind = "saved";
    this.isHidden = false;
    this.text = h("span", {});
    this.line = h("p", { class: "save-status", "data-kind": "saved" }, this.text);
    this.spoken = h("p", { class: "visually-hidden", role: "status" });
    this.notice = h("div", { class: "notice notice-warning", tabindex: "-1", hidden: "" });
    root.querySelector("[data-save-status]")?.append(this.line, this.spoken, this.notice);
  }

  /** `status` as Sync tells it; `unsent` are the edits that wait. */
  show(status, unsent) {
    const words = statusWords(status);
    if (this.text.textContent !== words) this.text.textContent = words;
    this.line.dataset.kind = status.kind;
    const spoken = spokenWords(status.kind, this.kind);
    if (spoken !== null) this.spoken.textContent = spoken;
    this.tellTrouble(status, unsent);
    this.hideWhenSignedOut(status);
    this.kind = status.kind;
  }

  tellTrouble(status, unsent) {
    const trouble = JSON.stringify([status.kind, status.problems, status.kept, unsent]);
    if (trouble === this.trouble) return;
    this.trouble = trouble;
    const parts = { expired: this.expired, "other-owner": this.otherOwner, refused: this.refused };
    const content = parts[status.kind]?.call(this, status, unsent) ?? [];
    this.notice.replaceChildren(...content);
    this.notice.hidden = content.length === 0;
  }

  expired({ pending, kept }) {
    return [
      h("h2", {}, gettext("Enter your access code again to go on")),
      h("p", {}, gettext("Your session has ended."), " ", safetyWords(pending, kept)),
      this.codeLink(kept),
    ];
  }

  otherOwner({ pending, kept }) {
    return [
      h("h2", {}, gettext("Another diary is open in this browser")),
      h(
        "p",
        {},
        gettext("Somebody entered another access code here since."),
        " ",
        safetyWords(pending, kept),
        " ",
        gettext(
          "They are never saved into the other diary. To go on with yours, enter your own code " +
            "again.",
        ),
      ),
      this.codeLink(kept),
    ];
  }

  /** What is in this tab only must not be left for the code's page. */
  codeLink(kept) {
    const link = h("a", { class: "btn btn-primary", href: this.data.startUrl });
    if (kept === "device") {
      link.append(gettext("Enter your code"));
      return h("p", { class: "actions" }, link);
    }
    link.setAttribute("target", "_blank");
    link.append(gettext("Enter your code (opens in a new tab)"));
    return h("p", { class: "actions" }, link, " ", gettext("Then come back to this tab."));
  }

  refused({ pending, problems }, unsent) {
    const lines = unsentLines(unsent, this.data);
    const copy = h("textarea", {
      class: "form-control",
      id: "unsent-changes",
      readonly: "",
      rows: Math.min(12, lines.length + 1),
    });
    copy.value = lines.join("\n");
    const label = gettext("What was not saved, to copy out");
    const press = { type: "button", class: "btn btn-secondary", onclick: () => this.discard() };
    const drop = h("button", press, gettext("Discard these changes"));
    return [
      h(
        "h2",
        {},
        ngettext(
          "{count} change could not be saved",
          "{count} changes could not be saved",
          pending,
        ),
      ),
      ...problems.map((problem) => h("p", {}, problem)),
      h("label", { for: "unsent-changes", class: "form-label" }, label),
      copy,
      h("p", { class: "actions" }, drop),
    ];
  }

  /** On a computer that others may use, nothing stays readable after the end. */
  hideWhenSignedOut({ kind, kept }) {
    const hides = kind === "other-owner" || (kind === "expired" && kept === "memory");
    if (this.isHidden === hides) return;
    this.isHidden = hides;
    for (const part of this.private) part.hidden = hides;
    if (hides) this.notice.focus();
  }
}

/** Whether the page's session has ended. */
export function isSignedOut({ kind }) {
  return SIGNED_OUT.has(kind);
}
