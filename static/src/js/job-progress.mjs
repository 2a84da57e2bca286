import { MarkupError, need } from "./init.mjs";
import { fraction, nextWait } from "./progress.mjs";
import { ngettext } from "./words.mjs";

/**
 * Follows a job: asks data-url, moves the <progress>, and loads the page anew when the job has
 * ended. Without JavaScript the page reloads by itself.
 */
export class JobProgress {
  constructor(root) {
    this.url = root.dataset.url;
    if (!this.url) throw new MarkupError("job-progress needs data-url.");
    this.bar = need(root, "progress");
    this.words = need(root, "[data-job-words]");
    this.failures = 0;
    this.later();
  }

  later() {
    window.setTimeout(() => this.ask(), nextWait(this.failures));
  }

  async ask() {
    try {
      const answer = await fetch(this.url, { headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      this.show(await answer.json());
      this.failures = 0;
    } catch {
      this.failures += 1;
    }
    if (!this.ended) this.later();
  }

  show(answer) {
    this.ended = !answer.active;
    if (this.ended) {
      window.location.reload();
      return;
    }
    const value = fraction(answer);
    if (value === null) {
      this.bar.removeAttribute("value");
      return;
    }
    this.bar.value = value * this.bar.max;
    this.words.textContent = this.sentence(answer);
  }

  sentence({ done, total }) {
    return ngettext(
      "{done} of {count} return read.",
      "{done} of {count} returns read.",
      total,
      { done },
    );
  }
}
