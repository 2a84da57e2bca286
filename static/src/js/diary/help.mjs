import { h } from "./dom.mjs";

const KEYS = [
  [["←", "↑", "→", "↓"], "move by a half hour or a day"],
  [["Shift"], "with a move: select, across days too, and on past midnight"],
  [["D", "3"], "type a code: fills what is selected, or this half hour, and moves on"],
  [["v", "i", "s"], "type a word: searches the activities; Enter takes the first"],
  [["."], "the last activity again"],
  [["="], "the whole day as the day before"],
  [["Enter"], "search the activities"],
  [["Delete"], "clear"],
  [["Shift", "Space"], "select the whole block"],
  [["Ctrl", "A"], "select the day"],
  [["Ctrl", "C"], "copy; X cuts, V pastes"],
  [["Ctrl", "Z"], "undo; Y does it again"],
  [["Ctrl", "↑"], "to the start of the day’s entries; ↓ to their end"],
  [["Home"], "to Monday; End to Sunday; with Ctrl to the first and last half hour"],
  [["Page Down"], "two hours on; Page Up two hours back"],
  [["Ctrl", "Enter"], "kind of day, complete, copy to other days"],
  [["Esc"], "put down what is in hand; again: leave the grid"],
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
    h("summary", {}, "How to fill your week, and all keys"),
    h(
      "div",
      {},
      h(
        "p",
        { id: "dg-keys" },
        "Arrow keys move. Type a code such as D3, or a word to search. Enter opens the search.",
      ),
      h(
        "p",
        {},
        "With the mouse or a pen: choose an activity and drag over its half hours, across days " +
          "too. A block’s edge can be dragged at any time, to make it longer or shorter. Put the " +
          "activity down to select half hours, or to move a block by its middle.",
      ),
      h("dl", { class: "dg-keys" }, lines),
    ),
  );
}
