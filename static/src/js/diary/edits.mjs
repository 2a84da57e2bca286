// Edits that wait to be sent. Pure: nothing here is changed in place.
//
// An edit is [index, saw, sets]: the cell, the symbol its writer saw there, the symbol it sets.
// Edits come in three kinds, each a list: slots (0 to 335), days (0 to 6, statuses) and complete
// (0 to 6, "Y" or ".").

export const KINDS = ["slots", "days", "complete"];
const CELLS = { slots: "slots", days: "statuses", complete: "complete" };

export function noEdits() {
  return { slots: [], days: [], complete: [] };
}

/** How many cells the edits touch. */
export function countEdits(edits) {
  return KINDS.reduce((count, kind) => count + (edits[kind]?.length ?? 0), 0);
}

/**
 * `later` after `earlier`, one edit a cell: what was first seen, what was last set. A cell set
 * back to what it was is no edit any more, so this is for edits of which none was sent.
 */
export function join(earlier, later) {
  const merged = merge([earlier, later]);
  return perKind((kind) => merged[kind].filter(([, saw, sets]) => saw !== sets));
}

/** Lists of edits as one, oldest first, one edit a cell, back-and-forth ones included. */
export function merge(lists) {
  return perKind((kind) => {
    const cells = new Map();
    for (const [index, saw, sets] of lists.flatMap((edits) => edits[kind] ?? [])) {
      cells.set(index, [cells.get(index)?.[0] ?? saw, sets]);
    }
    return [...cells].map(([index, [saw, sets]]) => [index, saw, sets]);
  });
}

/** A diary {slots, statuses, complete} with edits laid over it. */
export function overlay(diary, edits) {
  const shown = { ...diary };
  for (const kind of KINDS) {
    const cells = [...diary[CELLS[kind]]];
    for (const [index, , sets] of edits[kind] ?? []) cells[index] = sets;
    shown[CELLS[kind]] = cells.join("");
  }
  return shown;
}

function perKind(list) {
  return Object.fromEntries(KINDS.map((kind) => [kind, list(kind)]));
}
