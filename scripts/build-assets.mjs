// Builds static/dist/ from static/src/ and the packages: one stylesheet, the scripts, one font, an
// icon, and the fonts of printed cards. Run it with `npm run build`; `--sizes` also says what each
// file weighs over the wire.

import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { build, transform } from "esbuild";
import { compile } from "sass";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SOURCE = path.join(ROOT, "static", "src");
const DIST = path.join(ROOT, "static", "dist");
const PACKAGES = path.join(ROOT, "node_modules");
const TARGET = ["chrome109", "firefox115", "safari15.4"];
const FONT = "@fontsource-variable/atkinson-hyperlegible-next";

async function buildStyles() {
  const { css } = compile(path.join(SOURCE, "scss", "caseweek.scss"), {
    loadPaths: [PACKAGES],
    quietDeps: true,
    // Bootstrap 5.3 is written with @import; the silence is for its own partials.
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const { code } = await transform(css, { loader: "css", minify: true, target: TARGET });
  await writeFile(path.join(DIST, "caseweek.css"), code);
}

async function buildScripts() {
  await build({
    entryPoints: {
      caseweek: path.join(SOURCE, "js", "caseweek.mjs"), // on every page
      questions: path.join(SOURCE, "js", "questions.mjs"), // on the questionnaire's pages as well
      diary: path.join(SOURCE, "js", "diary.mjs"), // on the diary's page as well
      "service-worker": path.join(SOURCE, "js", "diary", "service-worker.mjs"),
    },
    outdir: DIST,
    bundle: true,
    minify: true,
    format: "iife",
    target: TARGET,
    legalComments: "none",
  });
}

async function copyFonts() {
  await mkdir(path.join(DIST, "fonts"), { recursive: true });
  await copyFile(
    path.join(PACKAGES, FONT, "files", "atkinson-hyperlegible-next-latin-wght-normal.woff2"),
    path.join(DIST, "fonts", "atkinson-hyperlegible-next-latin.woff2"),
  );
  await copyFile(path.join(PACKAGES, FONT, "LICENSE"), path.join(DIST, "fonts", "LICENSE.txt"));
}

/** The code cards embed these: names in many alphabets, and a code whose characters differ. */
async function copyPrintFonts() {
  await mkdir(path.join(DIST, "print"), { recursive: true });
  for (const name of ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono-Bold.ttf"]) {
    const from = path.join(PACKAGES, "dejavu-fonts-ttf", "ttf", name);
    await copyFile(from, path.join(DIST, "print", name));
  }
  const license = path.join(PACKAGES, "dejavu-fonts-ttf", "LICENSE");
  await copyFile(license, path.join(DIST, "print", "LICENSE.txt"));
}

async function copyImages() {
  for (const name of await readdir(path.join(SOURCE, "img"))) {
    await copyFile(path.join(SOURCE, "img", name), path.join(DIST, name));
  }
}

async function printSizes() {
  for (const entry of await readdir(DIST, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith(".txt")) continue;
    const body = await readFile(path.join(entry.parentPath ?? entry.path, entry.name));
    const sizes = [body.length, gzipSync(body).length, brotliCompressSync(body).length];
    const [plain, gzip, brotli] = sizes.map((bytes) => (bytes / 1024).toFixed(1));
    console.log(`${entry.name}: ${plain} KB, gzip ${gzip} KB, brotli ${brotli} KB`);
  }
}

await rm(DIST, { recursive: true, force: true });
await mkdir(DIST, { recursive: true });
await Promise.all([buildStyles(), buildScripts(), copyFonts(), copyPrintFonts(), copyImages()]);
if (process.argv.includes("--sizes")) await printSizes();
