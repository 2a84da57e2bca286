// A week's cells and what was done to them, so that it can be undone. Pure.
//
// Cells stand in three strings: slots (336 activity symbols), statuses (7 letters) and complete (7
// of "Y"), "." for blank in each. A change is {slots, days, complete}, each a list of
// [index, saw, sets]: what stood in the cell and what is put there.

export const KINDS = ["slots", "days", "complete"];
const FIELDS = { slots: "slots", days: "statuses", complete: "complete" };

export class Week {
  constructor(cells) {
    this.rebase(cells);
    this.done = [];
    this.undone = [];
  }

  /** The change that puts [index, symbol] pairs into the cells; those that hold it already drop. */
  plan(wants) {
    return change((kind) => {
      const cells = this[FIELDS[kind]];
      const latest = new Map(wants[kind] ?? []);
      return [...latest]
        .filter(([index, sets]) => cells[index] !== sets)
        .map(([index, sets]) => [index, cells[index], sets]);
    });
  }

  /** Makes a change and remembers it. Returns false when there is nothing to change. */
  apply(made) {
    if (isEmpty(made)) return false;
    this.set(made);
    this.done.push(made);
    this.undone = [];
    return true;
  }

  /** Takes the last change back. Returns the change that did it, or null. */
  undo() {
    return this.step(this.done, this.undone, reversed);
  }

  redo() {
    return this.step(this.undone, this.done, (made) => made);
  }

  /**
   * Takes over the server's cells, in which edits still pending are laid over already. What was
   * done stays undoable: undo leaves alone whatever somebody else changed since.
   */
  rebase({ slots, statuses, complete }) {
    this.slots = slots;
    this.statuses = statuses;
    this.complete = complete;
  }

  step(from, to, direction) {
    while (from.length) {
      const made = from.pop();
      const wanted = direction(made);
      const possible = change((kind) => {
        const cells = this[FIELDS[kind]];
        return wanted[kind].filter(([index, saw]) => cells[index] === saw);
      });
      if (isEmpty(possible)) continue;
      to.push(made);
      this.set(possible);
      return possible;
    }
    return null;
  }

  set(made) {
    for (const kind of KINDS) {
      const cells = [...this[FIELDS[kind]]];
      for (const [index, , sets] of made[kind]) cells[index] = sets;
      this[FIELDS[kind]] = cells.join("");
    }
  }
}

/** How many cells a change touches. */
export function size(made) {
  return KINDS.reduce((sum, kind) => sum + made[kind].length, 0);
}

export function isEmpty(made) {
  return size(made) === 0;
}

function reversed(made) {
  return change((kind) => made[kind].map(([index, saw, sets]) => [index, sets, saw]));
}

function change(editsOf) {
  return Object.fromEntries(KINDS.map((kind) => [kind, editsOf(kind)]));
}
