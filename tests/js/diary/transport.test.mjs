import assert from "node:assert/strict";
import { test } from "node:test";

import { Transport } from "../../../static/src/js/diary/transport.mjs";
import { BLANK_WEEK } from "./fakes.mjs";

const DIARY = { slots: BLANK_WEEK, statuses: ".......", complete: "......." };
const CHANGE = { owner: "one", device: "device-1", sequence: 3, slots: [[1, ".", "C"]], days: [], complete: [] };
const json = (status, body) => ({ status, type: "application/json", body });
const html = (status) => ({ status, type: "text/html; charset=utf-8", body: "<p>" });

/** A transport whose server answers these in turn; null is no answer. What was asked is kept. */
function transportWith(...answers) {
  const asked = [];
  const transport = new Transport({
    saveUrl: "/diary/changes/",
    stateUrl: "/diary/state/",
    csrf: "token-1",
    async fetch(url, options) {
      asked.push([options.method ?? "GET", url, options.headers["X-CSRFToken"] ?? ""]);
      const answer = answers.shift();
      if (!answer) throw new TypeError("Failed to fetch");
      const headers = new Headers({ "Content-Type": answer.type });
      const body = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
      return { status: answer.status, headers, json: async () => JSON.parse(body) };
    },
  });
  return { transport, asked };
}

test("save sends the change with its token and gives the answer back", async () => {
  const answer = { ...DIARY, sequence: 3, repeated: false, conflicts: {} };
  const { transport, asked } = transportWith(json(200, answer));

  assert.deepEqual(await transport.save(CHANGE), { kind: "ok", answer });
  assert.deepEqual(asked, [["POST", "/diary/changes/", "token-1"]]);
});

test("save takes for an answer only what answers this very change", async () => {
  const others = [
    json(200, { ...DIARY, sequence: 2 }),
    json(200, { sequence: 3 }),
    html(200),
    html(302),
    html(502),
    json(429, { problems: [] }),
    html(404),
    { status: 200, type: "application/json", body: "{not json" },
    null,
  ];
  const kinds = [];
  for (const other of others) kinds.push((await transportWith(other).transport.save(CHANGE)).kind);
  assert.deepEqual(kinds, Array(others.length).fill("offline"));
});

test("save tells apart why the server takes no change", async () => {
  const refusals = [
    json(403, { problems: ["Enter your code."] }),
    json(409, { problems: ["Sent."], reason: "locked" }),
    json(409, { problems: ["Another."], reason: "owner" }),
    json(400, { problems: ["slots: …"] }),
  ];
  const found = [];
  for (const refusal of refusals) found.push(await transportWith(refusal).transport.save(CHANGE));
  assert.deepEqual(found, [
    { kind: "expired" },
    { kind: "refused", problems: ["Sent."] },
    { kind: "other-owner", problems: ["Another."] },
    { kind: "unreadable", problems: ["slots: …"] },
  ]);
});

test("save fetches a new token when only the token has ended, and sends the same change", async () => {
  const answer = { ...DIARY, sequence: 3 };
  const state = { ...DIARY, csrf: "token-2", owner: "one" };
  const { transport, asked } = transportWith(html(403), json(200, state), json(200, answer));

  assert.deepEqual(await transport.save(CHANGE), { kind: "ok", answer });
  assert.deepEqual(asked, [
    ["POST", "/diary/changes/", "token-1"],
    ["GET", "/diary/state/", ""],
    ["POST", "/diary/changes/", "token-2"],
  ]);
});

test("save says expired when the session has ended with its token", async () => {
  const { transport } = transportWith(html(403), json(403, { problems: [] }));
  assert.deepEqual(await transport.save(CHANGE), { kind: "expired" });
});

test("save without a token, as in a page opened offline, asks for one first", async () => {
  const { transport, asked } = transportWith(
    json(200, { ...DIARY, csrf: "token-9", owner: "one" }),
    json(200, { ...DIARY, sequence: 3 }),
  );
  transport.csrf = "";

  assert.equal((await transport.save(CHANGE)).kind, "ok");
  assert.deepEqual(asked.map(([method, , token]) => [method, token]), [["GET", ""], ["POST", "token-9"]]);
});

test("an answer that does not come in time is no answer", async () => {
  const transport = new Transport({
    saveUrl: "/diary/changes/",
    stateUrl: "/diary/state/",
    csrf: "token-1",
    wait: 5,
    fetch: (url, { signal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
  });
  assert.deepEqual(await transport.save(CHANGE), { kind: "offline" });
});
