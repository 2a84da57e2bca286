import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { search } from "../../../static/src/js/diary/search.mjs";

// The real classification: each [[activity]] of the file is five lines of name = JSON.
const file = new URL("../../../diary/activities.toml", import.meta.url);
const activities = readFileSync(file, "utf-8")
  .split("[[activity]]")
  .slice(1)
  .map((block) =>
    Object.fromEntries(
      [...block.matchAll(/^(\w+) = (.+)$/gm)].map(([, name, value]) => [name, JSON.parse(value)]),
    ),
  );
const codes = (query, usage) => search(query, activities, usage).map(({ code }) => code);

test("the classification is read whole", () => {
  assert.equal(activities.length, 40);
});

test("search for a code gives it first, whatever its case, then longer ones", () => {
  assert.equal(codes("d1")[0], "D1");
  assert.deepEqual(codes("D1").slice(0, 4), ["D1", "D10", "D11", "D12"]);
  assert.deepEqual(codes("oia"), ["OIA1", "OIA2"]);
});

test("search finds by everyday words", () => {
  const first = {
    "home visit": "D3",
    lunch: "S9",
    driving: "D12",
    court: "R5",
    coffee: "S9",
    caf: "R2",
    "team meeting": "S7",
    "health visitor": "D5",
    "case conference": "OA1",
    student: "S4",
  };
  assert.deepEqual(
    Object.fromEntries(Object.keys(first).map((query) => [query, codes(query)[0]])),
    first,
  );
});

test("search for a word of many gives them all", () => {
  assert.deepEqual(new Set(codes("phone")), new Set(["D2", "D9", "D11", "IA1", "S7"]));
  assert.deepEqual(new Set(codes("email")), new Set(["IA1", "S7"]));
  assert.ok(["OA4", "S1", "S2", "S3"].every((code) => codes("supervision").includes(code)));
  assert.ok(["D12", "OA5", "IA4", "OIA2", "S8"].every((code) => codes("travel").includes(code)));
});

test("search puts what is used most first among equals", () => {
  assert.equal(
    codes(
      "driving",
      new Map([
        ["7", 3],
        ["Q", 1],
      ]),
    )[0],
    "S8",
  );
});

test("search needs every word, finds parts of words, and other endings", () => {
  assert.deepEqual(codes("court report"), ["R5"]);
  assert.ok(codes("photocop").includes("S7"));
  assert.ok(codes("assessed").includes("D1"));
  assert.deepEqual(codes("zebra"), []);
  assert.deepEqual(codes("  "), []);
});
