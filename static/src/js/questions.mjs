import { initAll } from "./init.mjs";
import { CharacterCount } from "./questions/character-count.mjs";
import { ClearAnswer } from "./questions/clear-answer.mjs";
import { ConditionalQuestions } from "./questions/conditional-questions.mjs";
import { DetailsBox } from "./questions/details-box.mjs";
import { Draft } from "./questions/draft.mjs";
import { ExclusiveOption } from "./questions/exclusive-option.mjs";

const modules = {
  "character-count": CharacterCount,
  "clear-answer": ClearAnswer,
  "conditional-questions": ConditionalQuestions,
  "details-box": DetailsBox,
  draft: Draft,
  "exclusive-option": ExclusiveOption,
};
initAll(document, modules, console.error, "questions");
