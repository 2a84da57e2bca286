import assert from "node:assert/strict";
import { test } from "node:test";

import { codeFromHash } from "../../static/src/js/code.mjs";
import { asHours, categoryOf } from "../../static/src/js/hours.mjs";
import { initAll, MarkupError } from "../../static/src/js/init.mjs";
import { fraction, nextWait } from "../../static/src/js/progress.mjs";

test("codeFromHash puts a code in four blocks, whatever its case and hyphens", () => {
  const typed = ["#K7PQ-W3MN-AC4T-XR9D", "#k7pqw3mnac4txr9d", "#K7PQ%20W3MN%20AC4T%20XR9D"];
  assert.deepEqual(typed.map(codeFromHash), Array(3).fill("K7PQ-W3MN-AC4T-XR9D"));
});

test("codeFromHash gives nothing for what is no code", () => {
  const others = ["", "#", "#main", "#id_code", "#K7PQ-W3MN-AC4T-XR9", "#%E0%A4%A", "#K7PQ<W3MN>AC4T;XR"];
  assert.deepEqual(others.map(codeFromHash), Array(7).fill(""));
});

test("asHours writes half hours as the server does", () => {
  assert.deepEqual([0, 1, 2, 15, 16, 336].map(asHours), ["0", "½", "1", "7½", "8", "168"]);
});

test("categoryOf takes the letters of an option's code", () => {
  const shown = ["D1 Assessment, in person", "OIA2 Travel, networking", "S10 Other", "", "—"];
  assert.deepEqual(shown.map(categoryOf), ["D", "OIA", "S", "", ""]);
});

test("fraction is done of total, and null while the total is not known", () => {
  const answers = [{ done: 1, total: 4 }, { done: 5, total: 4 }, { done: 0, total: 0 }, {}];
  assert.deepEqual(answers.map(fraction), [0.25, 1, null, null]);
});

test("nextWait doubles with each failure, up to half a minute", () => {
  assert.deepEqual([0, 1, 2, 5, 50].map(nextWait), [1000, 2000, 4000, 30_000, 30_000]);
});

test("initAll starts every module although one breaks, and reports that one", () => {
  class Broken {
    constructor() {
      throw new MarkupError("wrong markup");
    }
  }
  const started = [];
  class Works {
    constructor(element) {
      started.push(element.dataset.module);
    }
  }
  const elements = ["broken", "missing", "works"].map((name) => ({ dataset: { module: name } }));
  const reported = [];
  initAll(
    { querySelectorAll: () => elements },
    { broken: Broken, works: Works },
    (error) => reported.push(error.message),
  );
  assert.deepEqual(started, ["works"]);
  assert.deepEqual(reported, ["wrong markup", 'No module named "missing".']);
});
