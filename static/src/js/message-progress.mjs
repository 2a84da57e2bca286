import { JobProgress } from "./job-progress.mjs";
import { gettext } from "./words.mjs";

/** Follows messages that are being sent, as a job is followed. */
export class MessageProgress extends JobProgress {
  sentence({ done, total }) {
    return gettext("{done} of {total} dealt with.", { done, total });
  }
}
