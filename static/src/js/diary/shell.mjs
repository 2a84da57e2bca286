import { h } from "./dom.mjs";
import { gettext } from "../words.mjs";

const AGAIN = 5_000; // milliseconds

/**
 * Fills the empty page that opened without a connection: with the diary kept on this device, or,
 * when there is none, with the server's as soon as it answers. Where the session has ended and
 * nothing is kept, the browser goes to the page that asks for the code.
 */
export async function findDiary({ data, transport, device, root }) {
  const kept = await device.lastState().catch(() => null);
  if (kept) return { ...data, ...kept };
  const words = h("p", { class: "save-status", "data-kind": "offline", role: "status" });
  root.querySelector("[data-save-status]")?.append(words);
  for (;;) {
    const { kind, answer } = await transport.state();
    if (kind === "ok") {
      words.remove();
      return { ...data, ...answer };
    }
    if (kind === "expired") window.location.assign(data.startUrl);
    words.textContent = gettext("No connection. Your diary opens here when it is back.");
    await new Promise((resolve) => {
      setTimeout(resolve, AGAIN);
      window.addEventListener("online", resolve, { once: true });
    });
  }
}
