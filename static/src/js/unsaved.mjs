/** Asks before a page with changes that were not saved is left. */
export class Unsaved {
  constructor(form) {
    this.form = form;
    this.saving = false;
    form.addEventListener("submit", () => {
      this.saving = true;
    });
    window.addEventListener("pageshow", () => {
      this.saving = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.saving && this.isChanged()) event.preventDefault();
    });
  }

  isChanged() {
    return [...this.form.elements].some((field) => {
      if (field.type === "hidden") return false;
      if (field.type === "radio" || field.type === "checkbox") {
        return field.checked !== field.defaultChecked;
      }
      if (field.tagName === "SELECT") return selectIsChanged(field);
      return "defaultValue" in field && field.value !== field.defaultValue;
    });
  }
}

/** A select without a selected option in its markup shows its first. */
function selectIsChanged(select) {
  const options = [...select.options];
  const shown = Math.max(0, options.findIndex((option) => option.defaultSelected));
  return select.selectedIndex !== shown;
}
