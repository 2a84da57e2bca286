// Lets the diary page open without a connection. It caches the page's empty shell and the files
// that the shell needs, and never an answer: pages and data always come from the network.
//
// The server fills the list in; each of its files is named by its content, so that a new list is
// a new worker with a new cache.
self.SHELL_FILES = "__SHELL_FILES__";

const FILES = self.SHELL_FILES.map((url) => new URL(url, self.location).href);
const SCOPE = new URL("./", self.location);
const SHELL = new URL("offline/", SCOPE);
const CACHE = `caseweek-shell-${fingerprint(FILES.join(" "))}`;
const PATIENCE = 5_000; // milliseconds for a page to come before the shell stands in
const NOBODY_HOME = new Set([502, 503, 504]);

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldShells().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (request.mode === "navigate") {
    if (url.href.startsWith(SCOPE.href) && url.pathname !== SHELL.pathname) {
      event.respondWith(page(request, url));
    }
  } else if (FILES.includes(url.href)) {
    event.respondWith(file(request));
  }
});

async function keepShell() {
  const cache = await caches.open(CACHE);
  const shell = FILES.some((url) => new URL(url).pathname === SHELL.pathname) ? [] : [SHELL.href];
  await Promise.all(
    [...FILES, ...shell].map(async (url) => {
      // Without cookies: what nobody is signed in for holds nobody's answers.
      const response = await fetch(url, { credentials: "omit", cache: "no-cache" });
      if (!response.ok || response.redirected) throw new Error(`${response.status}`);
      await cache.put(url, response);
    }),
  );
}

async function dropOldShells() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("caseweek-shell-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The page from the network; when nothing comes, the shell, at the scope's own address. */
async function page(request, url) {
  const isDiary = url.pathname === SCOPE.pathname;
  const answers = [fetch(request).catch(() => null)];
  if (isDiary) answers.push(new Promise((resolve) => setTimeout(resolve, PATIENCE, null)));
  const response = await Promise.race(answers);
  if (response && !NOBODY_HOME.has(response.status)) return response;
  if (!isDiary) return Response.redirect(SCOPE.href, 302);
  const cache = await caches.open(CACHE);
  const shell = await cache.match(SHELL.href, { ignoreSearch: true, ignoreVary: true });
  return shell ?? response ?? Response.error();
}

async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = () => cache.match(request.url, { ignoreVary: true });
  const isNamedByContent = /\.[0-9a-f]{12}\./.test(request.url);
  if (isNamedByContent) return (await kept()) ?? fetch(request);
  return fetch(request).catch(async () => (await kept()) ?? Response.error());
}

/** FNV-1a of a text, as hexadecimal. */
function fingerprint(text) {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193) >>> 0;
  }
  return hash.toString(16);
}
