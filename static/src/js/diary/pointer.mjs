import { h, write } from "./dom.mjs";
import { runAt } from "./runs.mjs";
import { cellsOf, movedRun, painted, resizedRun, select, selectionWords } from "./selection.mjs";
import { BLANK, clock, dayOf, indexOf, lengthWords, SLOTS, slotOf } from "./times.mjs";
import { gettext } from "../words.mjs";

const EDGE = 6; // pixels at a block's end that lengthen or shorten it
const NEAR = 48; // pixels from the window's edge at which it scrolls
const FAR = 20; // pixels past the shown hours at which the folded ones open

/**
 * Painting, selecting, moving, lengthening: with a mouse, a pen or a finger. With an activity or
 * the eraser in hand a drag paints; with an empty hand it selects blank half hours and moves a
 * block. A block's edges can always be dragged, but for the eraser. Escape drops the drag.
 */
export class Pointer {
  constructor(book, view) {
    this.book = book;
    this.view = view;
    this.drag = null;
    this.tip = h("div", { class: "dg-tip", "aria-hidden": true, hidden: true });
    const { grid } = view;
    grid.addEventListener("pointerdown", (event) => this.down(event));
    grid.addEventListener("pointermove", (event) => this.move(event));
    grid.addEventListener("pointerup", (event) => this.up(event));
    grid.addEventListener("pointercancel", () => this.cancel());
    grid.addEventListener("pointerleave", () => !this.drag && this.hide());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.cancel());
  }

  down(event) {
    const cell = event.target.closest(".dg-cell");
    if (!cell || event.button !== 0 || this.drag || !this.book.writable) return;
    const index = Number(cell.dataset.index);
    const drag = {
      ...this.meaning(index, event),
      from: index,
      to: index,
      x: event.clientX,
      y: event.clientY,
    };
    if (event.pointerType === "touch" && this.book.hand === null && drag.kind !== "resize") {
      drag.isTap = true; // a finger that moves scrolls the page
    } else {
      event.preventDefault();
      this.view.grid.setPointerCapture(event.pointerId);
    }
    this.drag = drag;
    this.book.at = index;
    this.view.drawStop();
    this.view.focus();
    if (!drag.isTap) this.follow(event);
  }

  /** What a press on a cell begins. */
  meaning(index, event) {
    const { hand, week, at } = this.book;
    const run = runAt(week.slots, index);
    const edge = run && hand !== BLANK ? this.edgeAt(run, index, event) : null;
    if (edge) return { kind: "resize", run, edge };
    if (hand !== null) return { kind: "paint" };
    if (event.shiftKey) return { kind: "select", anchor: this.book.selection?.anchor ?? at };
    return run ? { kind: "move", run } : { kind: "select", anchor: index };
  }

  edgeAt(run, index, event) {
    const box = this.view.cells[index].getBoundingClientRect();
    const reach = event.pointerType === "touch" ? EDGE + 2 : EDGE;
    if (index === run.start && event.clientY - box.top < reach) return "start";
    if (index === run.end - 1 && box.bottom - event.clientY <= reach) return "end";
    return null;
  }

  move(event) {
    if (!this.drag) {
      this.hover(event);
      return;
    }
    if (this.drag.isTap) return;
    this.follow(event);
  }

  hover(event) {
    const cell = event.target.closest(".dg-cell");
    const run = cell && runAt(this.book.week.slots, Number(cell.dataset.index));
    const edge = run && this.book.hand !== BLANK && this.book.writable;
    const over = edge ? this.edgeAt(run, Number(cell.dataset.index), event) : null;
    this.view.grid.classList.toggle("is-at-edge", Boolean(over));
  }

  follow(event) {
    const { drag, view } = this;
    this.unfold(event.clientY);
    drag.to = view.cellAt(event.clientX, event.clientY);
    drag.hasMoved ||= drag.to !== drag.from;
    if (drag.kind === "select") {
      this.book.selection = select(drag.anchor, drag.to);
      view.draw();
    } else if (drag.kind === "move" && !drag.hasMoved) {
      view.show(null);
    } else {
      view.show(this.wants());
    }
    view.grid.dataset.drag = drag.kind;
    this.say(event);
    this.scroll(event.clientY);
  }

  /** What the drag would put where, as [index, symbol] pairs. */
  wants() {
    const { kind, run, edge, from, to } = this.drag;
    if (kind === "paint") return painted(cellsOf(select(from, to)), this.book.hand);
    if (kind === "resize") return resizedRun(run, edge, indexOf(dayOf(run.start), slotOf(to)));
    return movedRun(run, this.movedStart());
  }

  /** Where the moved block would start: its day under the pointer, never past its midnight. */
  movedStart() {
    const { run, from, to } = this.drag;
    const slot = slotOf(run.start) + slotOf(to) - slotOf(from);
    const most = SLOTS - (run.end - run.start);
    return indexOf(dayOf(to), Math.min(most, Math.max(0, slot)));
  }

  say(event) {
    const { kind, run, to, from } = this.drag;
    let [first, end] = [0, 0];
    if (kind === "paint" || kind === "select") {
      const anchor = kind === "paint" ? from : this.drag.anchor;
      [first, end] = [slotOf(anchor), slotOf(to)].sort((a, b) => a - b);
      end += 1;
    } else {
      const kept = this.wants().filter(([, sets]) => sets === run.symbol);
      [first, end] = [slotOf(kept[0][0]), slotOf(kept.at(-1)[0]) + 1];
    }
    write(this.tip, `${clock(first)}–${clock(end)} · ${lengthWords(end - first)}`);
    this.tip.hidden = false;
    this.tip.style.left = `${Math.min(event.clientX + 16, window.innerWidth - 170)}px`;
    this.tip.style.top = `${event.clientY + 18}px`;
  }

  up() {
    const { drag, book, view } = this;
    if (!drag) return;
    const wants = drag.kind === "select" ? null : this.wants();
    this.end();
    if (drag.kind === "paint")
      book.fill(
        book.hand,
        wants.map(([index]) => index),
      );
    else if (drag.kind === "select") this.selected(drag);
    else if (drag.hasMoved) book.lay(wants, drag.run.symbol);
    else book.choose(select(drag.run.start, drag.run.end - 1));
    view.draw();
  }

  selected({ anchor, to }) {
    this.book.choose(select(anchor, to));
    const times = selectionWords(this.book.selection);
    this.book.say(gettext("{times} selected.", { times }));
  }

  cancel() {
    if (!this.drag) return;
    const { kind } = this.drag;
    this.end();
    if (kind === "select") this.book.selection = null;
    this.book.changed();
  }

  end() {
    this.drag = null;
    this.hide();
    this.view.grid.dataset.drag = "";
    this.view.show(null);
  }

  hide() {
    this.tip.hidden = true;
    this.view.grid.classList.remove("is-at-edge");
  }

  unfold(y) {
    const box = this.view.grid.getBoundingClientRect();
    if (y < box.top - FAR) this.view.open("early");
    if (y > box.bottom + FAR) this.view.open("late");
  }

  scroll(y) {
    if (y > window.innerHeight - NEAR) window.scrollBy(0, 12);
    else if (y < NEAR) window.scrollBy(0, -12);
  }
}
