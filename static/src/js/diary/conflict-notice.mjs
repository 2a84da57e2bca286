import { button, h } from "./dom.mjs";
import { DAY_NAMES, dayOf, spanWords } from "./times.mjs";
import { gettext, ngettext } from "../words.mjs";

const MOST = 6;

/** Another device changed the same half hours: both values, and a way to take the other. */
export class ConflictNotice {
  constructor(book) {
    this.book = book;
    this.list = h("ul", {});
    this.root = h("section", {
      class: "notice notice-warning dg-conflict",
      role: "alert",
      hidden: true,
    });
  }

  draw() {
    const { conflicts } = this.book;
    if (conflicts === this.shown) return;
    this.shown = conflicts;
    this.root.hidden = !conflicts;
    if (!conflicts) {
      this.root.replaceChildren();
      return;
    }
    const lines = this.lines(conflicts);
    const rest = lines.length - MOST;
    this.root.replaceChildren(
      h(
        "p",
        {},
        h("strong", {}, gettext("Another page or device had changed the same half hours.")),
        " ",
        gettext("What you entered here was kept."),
      ),
      h(
        "ul",
        {},
        lines.slice(0, MOST).map((line) => h("li", {}, line)),
        rest > 0 ? h("li", {}, ngettext("and {count} more", "and {count} more", rest)) : null,
      ),
      h(
        "p",
        { class: "dg-conflict-actions" },
        button(gettext("Keep what I entered here"), () => this.dismiss(), {
          class: "btn btn-primary",
        }),
        button(gettext("Use the other"), () => this.book.preferOther(), {
          class: "btn btn-secondary",
        }),
      ),
    );
  }

  lines({ slots = [], days = [], complete = [] }) {
    const { book } = this;
    const label = (status) => book.data.statusLabels[status] ?? gettext("not said");
    const isComplete = (mark) => (mark === "Y" ? gettext("complete") : gettext("not complete"));
    const line = (where, there, here) =>
      gettext("{where}: there {there}, here {here}", { where, there, here });
    return [
      ...spansOf(slots).map(({ start, end, was, now }) =>
        line(spanWords(start, end), book.name(was), book.name(now)),
      ),
      ...days.map(([day, was, now]) => line(DAY_NAMES[day], label(was), label(now))),
      ...complete.map(([day, was, now]) => line(DAY_NAMES[day], isComplete(was), isComplete(now))),
    ];
  }

  dismiss() {
    this.book.conflicts = null;
    this.book.changed();
  }
}

/** Adjacent half hours of a day with the same two values, as one. */
function spansOf(conflicts) {
  const spans = [];
  for (const [index, was, now] of [...conflicts].sort(([one], [other]) => one - other)) {
    const last = spans.at(-1);
    const goesOn = last?.end === index && last.was === was && last.now === now;
    if (goesOn && dayOf(last.start) === dayOf(index)) last.end += 1;
    else spans.push({ start: index, end: index + 1, was, now });
  }
  return spans;
}
