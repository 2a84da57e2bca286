/**
 * What waits is not left behind: a link or a form of this page waits a moment for changes that
 * are on their way, and the browser asks before changes that only this tab has are thrown away.
 */
export function watchLeaving({ isUnsent, isOnItsWay, isKept, settled, send }) {
  let settling = false;

  async function first(act) {
    settling = true;
    await settled();
    settling = false;
    act();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || !isPlain(event, link) || !isUnsent() || !isOnItsWay()) return;
    event.preventDefault();
    if (!settling) first(() => window.location.assign(link.href));
  });

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || form.method === "dialog" || !isUnsent() || !isOnItsWay()) return;
    event.preventDefault();
    if (!settling) first(() => form.requestSubmit(submitter));
  });

  window.addEventListener("beforeunload", (event) => {
    if (isUnsent() && !isKept()) event.preventDefault();
  });
  window.addEventListener("pagehide", () => isUnsent() && send());
}

function isPlain(event, link) {
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  const opensHere = !link.target && !link.hasAttribute("download");
  const isOurs = link.origin === window.location.origin;
  const leaves = link.pathname !== window.location.pathname || !link.hash;
  const isPress = event.button === 0 && !modified && !event.defaultPrevented;
  return isPress && opensHere && isOurs && leaves;
}
