// Reads an access code from an address's fragment. Pure; the server checks the code itself.

const LENGTH = 16;
const BLOCK = 4;

/** "#k7pqw3mn-ac4txr9d" as "K7PQ-W3MN-AC4T-XR9D"; "" for anything that is no code. */
export function codeFromHash(hash) {
  let text;
  try {
    text = decodeURIComponent(hash.replace(/^#/, ""));
  } catch {
    return "";
  }
  const characters = text.replace(/[\s-]/g, "").toUpperCase();
  if (characters.length !== LENGTH || !/^[0-9A-Z]+$/.test(characters)) return "";
  return characters.match(new RegExp(`.{${BLOCK}}`, "g")).join("-");
}
