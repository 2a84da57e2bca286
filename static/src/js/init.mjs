// Starts a class for each name in an element's data-module. One that breaks is reported on the
// console and stops none of the others: every page works without any of them.

export class MarkupError extends Error {}

/** The one element a component can't do without. Throws MarkupError. */
export function need(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new MarkupError(`No ${selector} in data-module="${root.dataset.module}".`);
  return found;
}

/**
 * Starts the modules of one bundle: elements with data-bundle wait for the script of that name,
 * all others belong to the script that every page has (bundle "").
 */
export function initAll(scope, modules, report = console.error, bundle = "") {
  for (const element of scope.querySelectorAll("[data-module]")) {
    if ((element.dataset.bundle ?? "") !== bundle) continue;
    for (const name of element.dataset.module.split(/\s+/).filter(Boolean)) {
      try {
        if (!Object.hasOwn(modules, name)) throw new MarkupError(`No module named "${name}".`);
        new modules[name](element);
      } catch (error) {
        report(error);
      }
    }
  }
}
