import { Bar } from "./bar.mjs";
import { h } from "./dom.mjs";
import { GridView } from "./grid-view.mjs";
import { help } from "./help.mjs";
import { Keys } from "./keys.mjs";
import { Palette } from "./palette.mjs";
import { Pointer } from "./pointer.mjs";
import { Strip } from "./strip.mjs";

/** From 900 px on: the week as a grid, the days above it, the activities beside it. */
export class DeskView {
  constructor(book, { dayPanel }) {
    const openDay = (day) => dayPanel.open(day);
    this.grid = new GridView(book);
    this.palette = new Palette(book, this.grid);
    this.bar = new Bar(book, { openCopy: (selection) => dayPanel.openSelection(selection) });
    this.strip = new Strip(book, { openDay });
    this.pointer = new Pointer(book, this.grid);
    const hint = (typed) => this.bar.hint(typed);
    this.keys = new Keys(book, this.grid, { search: this.palette, openDay, hint });
    const head = h("div", { class: "dg-head" }, this.bar.root, this.strip.root);
    this.checks = h("div", {});
    const week = h("div", { class: "dg-week" }, head, this.grid.root, this.checks, help());
    this.book = book;
    this.root = h("div", { class: "dg-desk" }, week, this.palette.root, this.pointer.tip);
    this.parts = [this.grid, this.palette, this.bar, this.strip];
  }

  takeChecks(root) {
    this.checks.replaceChildren(root);
  }

  draw() {
    this.root.classList.toggle("is-read-only", !this.book.writable);
    for (const part of this.parts) part.draw();
  }
}
