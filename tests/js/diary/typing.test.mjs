import assert from "node:assert/strict";
import { test } from "node:test";

import { Typing } from "../../../static/src/js/diary/typing.mjs";

const CODES = [
  ..."123456789".split("").map((n) => `D${n}`),
  "D10",
  "D11",
  "D12",
  ..."12345".split("").map((n) => `OA${n}`),
  "IA1",
  "IA2",
  "IA3",
  "IA4",
  ..."1234567".split("").map((n) => `R${n}`),
  "OIA1",
  "OIA2",
  ..."123456789".split("").map((n) => `S${n}`),
  "S10",
];

/** What was meant while `text` was typed, and what still waits. */
function type(text, typing = new Typing(CODES)) {
  const meant = [];
  for (const character of text) {
    const { codes, search } = typing.type(character);
    meant.push(...codes, ...(search ? [`?${search}`] : []));
  }
  return { meant, typed: typing.typed, waits: typing.waits };
}

test("a code that no longer one can follow is meant at once", () => {
  assert.deepEqual(type("d3"), { meant: ["D3"], typed: "", waits: false });
  assert.deepEqual(type("oia2").meant, ["OIA2"]);
});

test("a code that a longer one can follow waits", () => {
  assert.deepEqual(type("d1"), { meant: [], typed: "d1", waits: true });
  assert.deepEqual(type("d10").meant, ["D10"]);
});

test("the next letter settles the code that waits", () => {
  assert.deepEqual(type("d1d3"), { meant: ["D1", "D3"], typed: "", waits: false });
  assert.deepEqual(type("s1oa1").meant, ["S1", "OA1"]);
});

test("a digit that makes no longer code settles it too and is no code itself", () => {
  assert.deepEqual(type("d13"), { meant: ["D1"], typed: "", waits: false });
});

test("settle gives the code that waits, and drops half a code", () => {
  const typing = new Typing(CODES);
  type("d1", typing);
  assert.equal(typing.settle(), "D1");
  type("oi", typing);
  assert.equal(typing.settle(), "");
  assert.equal(typing.typed, "");
});

test("what begins no code begins a search with all that was typed", () => {
  assert.deepEqual(type("v").meant, ["?v"]);
  assert.deepEqual(type("dr").meant, ["?dr"]);
  assert.deepEqual(type("sup").meant, ["?su", "?p"]);
});

test("a digit alone is nothing", () => {
  assert.deepEqual(type("7"), { meant: [], typed: "", waits: false });
});

test("back takes the last letter away", () => {
  const typing = new Typing(CODES);
  type("oi", typing);
  typing.back();
  assert.deepEqual(type("a2", typing).meant, ["OA2"]);
});
