import { toUntick } from "./rules.mjs";

/** "None of these" goes with no other: ticking one side unticks the other. */
export class ExclusiveOption {
  constructor(form) {
    form.addEventListener("change", ({ target }) => {
      if (target.type !== "checkbox" || !target.checked) return;
      const boxes = [...form.elements]
        .filter((input) => input.type === "checkbox" && input.name === target.name)
        .map((input) => ({
          input,
          checked: input.checked,
          exclusive: "exclusive" in input.dataset,
        }));
      const ticked = boxes.find((box) => box.input === target);
      for (const { input } of toUntick(ticked, boxes)) input.checked = false;
    });
  }
}
