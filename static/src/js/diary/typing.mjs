// What typed letters mean on the grid: codes, or the beginning of a word to search. Pure.
//
// "d3" is meant as soon as no longer code can follow; "d1" waits, since "d10" might come: for the
// next letter, for any other key, or for a short pause. What begins no code begins a search.

export const PAUSE = 700; // milliseconds

export class Typing {
  constructor(codes) {
    this.codes = codes.map((code) => code.toLowerCase());
    this.typed = "";
  }

  /** Takes a letter or digit. Returns {codes: [meant now…], search: "" or the word begun}. */
  type(character) {
    const next = this.typed + character.toLowerCase();
    const longer = this.codes.filter((code) => code.startsWith(next));
    if (longer.length === 0) return this.turn(character);
    this.typed = next;
    const meant = longer.length === 1 && longer[0] === next;
    return { codes: meant ? [this.take()] : [], search: "" };
  }

  /** The code that was waiting, after a pause or before any other key; "" if none. */
  settle() {
    const code = this.codes.includes(this.typed) ? this.take() : "";
    this.typed = "";
    return code;
  }

  /** Whether a whole code waits for a pause. */
  get waits() {
    return this.codes.includes(this.typed);
  }

  back() {
    this.typed = this.typed.slice(0, -1);
  }

  turn(character) {
    const before = this.typed;
    const code = this.settle();
    if (code) {
      const { codes, search } = this.type(character);
      return { codes: [code, ...codes], search };
    }
    const isWord = /^\p{L}$/u.test(character);
    return { codes: [], search: isWord ? before + character.toLowerCase() : "" };
  }

  take() {
    const code = this.typed.toUpperCase();
    this.typed = "";
    return code;
  }
}
