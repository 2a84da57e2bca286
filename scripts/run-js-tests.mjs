// `npm test`: every *.test.mjs and *.test.js of ours with Node's own test runner. Folders and
// patterns mean different things to `node --test` from version to version; file names do not.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const files = ["tests/js", "static/src"]
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
  .filter((name) => /\.test\.m?js$/.test(name))
  .sort();

if (files.length === 0) {
  console.log("There are no JavaScript tests.");
} else {
  const run = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" });
  process.exitCode = run.status ?? 1;
}
