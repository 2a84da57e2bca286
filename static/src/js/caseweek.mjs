import { CodeFromLink } from "./code-from-link.mjs";
import { DayForm } from "./day-form.mjs";
import { ErrorSummary } from "./error-summary.mjs";
import { initAll } from "./init.mjs";
import { JobProgress } from "./job-progress.mjs";
import { Leave } from "./leave.mjs";
import { Unsaved } from "./unsaved.mjs";

initAll(document, {
  "code-from-link": CodeFromLink,
  "day-form": DayForm,
  "error-summary": ErrorSummary,
  "job-progress": JobProgress,
  leave: Leave,
  unsaved: Unsaved,
});
