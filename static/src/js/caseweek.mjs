import { BlackOut } from "./black-out.mjs";
import { Busy } from "./busy.mjs";
import { CodeFromLink } from "./code-from-link.mjs";
import { DayForm } from "./day-form.mjs";
import { ErrorSummary } from "./error-summary.mjs";
import { initAll } from "./init.mjs";
import { JobProgress } from "./job-progress.mjs";
import { Leave } from "./leave.mjs";
import { MessageProgress } from "./message-progress.mjs";
import { NumberKeys } from "./number-keys.mjs";
import { PrintPage } from "./print-page.mjs";
import { Unsaved } from "./unsaved.mjs";
import { Withdraw } from "./withdraw.mjs";

initAll(document, {
  "black-out": BlackOut,
  busy: Busy,
  "code-from-link": CodeFromLink,
  "day-form": DayForm,
  "error-summary": ErrorSummary,
  "job-progress": JobProgress,
  leave: Leave,
  "message-progress": MessageProgress,
  "number-keys": NumberKeys,
  "print-page": PrintPage,
  unsaved: Unsaved,
  withdraw: Withdraw,
});
