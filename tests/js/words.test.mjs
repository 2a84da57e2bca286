import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { gettext, ngettext, pgettext, useCatalogue } from "../../static/src/js/words.mjs";

const POLISH = {
  words: {
    Undo: "Cofnij",
    "{day} is blank.": "{day}: pusto.",
    "in a date\u0004May": "maja",
    "{count} change": ["{count} zmiana", "{count} zmiany", "{count} zmian"],
  },
  // one; two to four, but not twelve to fourteen; many
  plurals: Array.from({ length: 200 }, (_, n) => {
    if (n === 1) return 0;
    return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 10 || n % 100 >= 20) ? 1 : 2;
  }).join(""),
};

afterEach(() => useCatalogue({ words: {}, plurals: "" }));

test("without a catalogue texts are the English ones, with their values", () => {
  assert.equal(gettext("{day} is blank.", { day: "Monday" }), "Monday is blank.");
  assert.equal(pgettext("in a date", "May"), "May");
  assert.deepEqual(
    [0, 1, 2].map((count) => ngettext("{count} change", "{count} changes", count)),
    ["0 changes", "1 change", "2 changes"],
  );
});

test("with a catalogue they are its texts, and the English one where it has none", () => {
  useCatalogue(POLISH);

  assert.deepEqual(
    [gettext("Undo"), gettext("{day} is blank.", { day: "środa" }), pgettext("in a date", "May")],
    ["Cofnij", "środa: pusto.", "maja"],
  );
  assert.deepEqual([gettext("Redo"), gettext("May")], ["Redo", "May"]);
});

test("a number takes the form that its language gives it, beyond 200 too", () => {
  useCatalogue(POLISH);

  assert.deepEqual(
    [1, 3, 5, 12, 22, 201, 203, 312, 1022].map((count) => ngettext("{count} change", "", count)),
    [
      "1 zmiana",
      "3 zmiany",
      "5 zmian",
      "12 zmian",
      "22 zmiany",
      "201 zmian",
      "203 zmiany",
      "312 zmian",
      "1022 zmiany",
    ],
  );
});

test("a place without a value stays, and a value that looks like a place is not filled", () => {
  assert.equal(gettext("{a} and {b}", { a: "{b}" }), "{b} and {b}");
  assert.equal(gettext("{constructor}"), "{constructor}");
});
