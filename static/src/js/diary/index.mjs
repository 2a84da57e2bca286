import { MarkupError, need } from "../init.mjs";
import { Announcer } from "./announcer.mjs";
import { Book } from "./book.mjs";
import { ChecksView, placeOf } from "./checks-view.mjs";
import { ConflictNotice } from "./conflict-notice.mjs";
import { connectDiary } from "./connect.mjs";
import { DayPanel } from "./day-panel.mjs";
import { DeskView } from "./desk-view.mjs";
import { FiguresView } from "./figures-view.mjs";
import { PhoneView } from "./phone-view.mjs";

const WIDE = "(min-width: 56.25rem)"; // 900 px, and less of it at a larger text size

/**
 * The diary page: data from #diary-data, the week in [data-grid-app] in place of
 * [data-grid-fallback]. Which view there is goes with the window's width.
 */
export class DiaryGrid {
  constructor(root) {
    this.root = root;
    this.app = need(root, "[data-grid-app]");
    this.fallback = need(root, "[data-grid-fallback]");
    const source = document.getElementById("diary-data");
    if (!source) throw new MarkupError("diary-grid needs #diary-data.");
    this.data = JSON.parse(source.textContent);
    this.early = [];
    if (this.data.slots) this.start(this.data);
    this.connect();
  }

  /** Sending begins once the page is drawn; a shell without answers is drawn when they come. */
  async connect() {
    const { data, sync } = await connectDiary({
      data: this.data,
      root: this.root,
      onServer: (server) => this.book?.heard(server),
    });
    this.sync = sync;
    if (!this.book) this.start(data);
    for (const made of this.early.splice(0)) sync.push(made);
  }

  push(made) {
    if (this.sync) this.sync.push(made);
    else this.early.push(made);
  }

  start(data) {
    this.announcer = new Announcer();
    this.book = new Book(data, {
      push: (made) => this.push(made),
      say: (words) => this.announcer.say(words),
    });
    this.conflict = new ConflictNotice(this.book);
    this.figures = new FiguresView(this.book);
    this.checks = new ChecksView(this.book, { show: (day) => this.show(day) });
    this.dayPanel = new DayPanel(this.book);
    this.fallback.hidden = true;
    this.place = document.createElement("div");
    this.app.replaceChildren(
      this.announcer.root,
      this.conflict.root,
      this.place,
      this.dayPanel.root,
    );
    this.app.hidden = false;
    this.wide = window.matchMedia(WIDE);
    this.wide.addEventListener("change", () => this.chooseView());
    this.book.listen(() => this.draw());
    this.chooseView();
  }

  chooseView() {
    const { book, dayPanel, checks } = this;
    this.view = this.wide.matches
      ? (this.desk ??= new DeskView(book, { dayPanel }))
      : (this.phone ??= new PhoneView(book, { openDay: (day) => dayPanel.open(day) }));
    if (this.view === this.phone) {
      this.place.replaceChildren(this.phone.root, checks.root, this.figures.root);
    } else {
      this.desk.takeChecks(checks.root);
      this.place.replaceChildren(this.figures.root, this.desk.root);
    }
    this.draw();
  }

  draw() {
    for (const part of [this.view, this.figures, this.checks, this.conflict]) part.draw();
  }

  /** Lead to a day that a check is about. */
  show(day) {
    this.book.goTo(placeOf(this.book, day));
    if (this.view === this.desk) this.desk.grid.focus();
    else this.phone.heading.focus();
  }
}
