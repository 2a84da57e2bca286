import { h } from "./dom.mjs";
import { gettext } from "../words.mjs";

const [SHIFT, CTRL] = [gettext("Shift"), gettext("Ctrl")];
const KEYS = [
  [["←", "↑", "→", "↓"], gettext("move by a half hour or a day")],
  [[SHIFT], gettext("with a move: select, across days too, and on past midnight")],
  [
    ["D", "3"],
    gettext("type a code: fills what is selected, or this half hour, and moves on"),
  ],
  // Translators: the letters that a word for a visit begins with, to be typed one after another.
  [[...gettext("vis")], gettext("type a word: searches the activities; Enter takes the first")],
  [["."], gettext("the last activity again")],
  [["="], gettext("the whole day as the day before")],
  [[gettext("Enter")], gettext("search the activities")],
  [[gettext("Delete")], gettext("clear")],
  [[SHIFT, gettext("Space")], gettext("select the whole block")],
  [[CTRL, "A"], gettext("select the day")],
  [[CTRL, "C"], gettext("copy; X cuts, V pastes")],
  [[CTRL, "Z"], gettext("undo; Y does it again")],
  [[CTRL, "↑"], gettext("to the start of the day’s entries; ↓ to their end")],
  [
    [gettext("Home")],
    gettext("to Monday; End to Sunday; with Ctrl to the first and last half hour"),
  ],
  [[gettext("Page Down")], gettext("two hours on; Page Up two hours back")],
  [[CTRL, gettext("Enter")], gettext("kind of day, complete, copy to other days")],
  [[gettext("Esc")], gettext("put down what is in hand; again: leave the grid")],
];

/** The keys, and how to paint, in a fold below the grid. */
export function help() {
  const lines = KEYS.map(([keys, words]) =>
    h(
      "div",
      {},
      h(
        "dt",
        {},
        keys.map((key) => h("kbd", {}, key)),
      ),
      h("dd", {}, words),
    ),
  );
  return h(
    "details",
    { class: "fold dg-help" },
    h("summary", {}, gettext("How to fill your week, and all keys")),
    h(
      "div",
      {},
      h(
        "p",
        { id: "dg-keys" },
        gettext(
          "Arrow keys move. Type a code such as D3, or a word to search. Enter opens the search.",
        ),
      ),
      h(
        "p",
        {},
        gettext(
          "With the mouse or a pen: choose an activity and drag over its half hours, across days " +
            "too. A block’s edge can be dragged at any time, to make it longer or shorter. Put " +
            "the activity down to select half hours, or to move a block by its middle.",
        ),
      ),
      h("dl", { class: "dg-keys" }, lines),
    ),
  );
}
