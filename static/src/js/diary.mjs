import { DiaryGrid } from "./diary/index.mjs";
import { initAll } from "./init.mjs";

initAll(document, { "diary-grid": DiaryGrid }, console.error, "diary");
