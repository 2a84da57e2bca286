import { Database } from "./store.mjs";

export const CHANNEL = "caseweek-diary";
export const CACHE_PREFIX = "caseweek-";
const WAIT = 3_000; // milliseconds; a browser that hangs must not keep anyone from leaving

/**
 * Removes everything of the diary that this browser keeps: the database, the cached page and its
 * worker. The other tabs are told `why` first ("left" or "taken-back"), so that they let go.
 */
export function forgetDevice(why) {
  if ("BroadcastChannel" in window) {
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage({ kind: why });
    channel.close();
  }
  // The worker first: one that is still being installed would fill its cache again.
  const shell = removeWorkers()
    .catch(() => null)
    .then(removeCaches);
  const all = Promise.allSettled([removeDatabase(), shell]);
  return Promise.race([all, new Promise((resolve) => setTimeout(resolve, WAIT))]);
}

/** How many queues on this device hold changes that were never sent. */
export async function unsentQueues() {
  const database = "indexedDB" in window ? await Database.open({ create: false }) : null;
  if (!database) return 0;
  const records = await database.all("queues");
  database.close();
  const waits = ({ flight, queued }) => flight || Object.values(queued).some((list) => list.length);
  return records.filter(waits).length;
}

async function removeDatabase() {
  if ("indexedDB" in window) await Database.delete();
}

async function removeCaches() {
  if (!("caches" in window)) return;
  const names = await caches.keys();
  const ours = names.filter((name) => name.startsWith(CACHE_PREFIX));
  await Promise.all(ours.map((name) => caches.delete(name)));
}

async function removeWorkers() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const registrations = await workers.getRegistrations();
  await Promise.all(registrations.map((registration) => registration.unregister()));
}
