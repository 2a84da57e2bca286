// Words in the page's language. English is what stands in the sources, and needs nothing. For any
// other language the page carries a block of data, id="caseweek-words":
//
//   {"words": {"Undo": "Dadwneud", "{count} change": ["…", "…"]}, "plurals": "1022…"}
//
// `plurals` says which of a text's forms goes with a number: the form for 0 is its first digit,
// and so on to 199. From 200 on languages repeat themselves by the hundred.

const PLACE = /\{(\w+)\}/g;
let { words, plurals } = catalogueOf(globalThis.document);

function catalogueOf(page) {
  const source = page?.getElementById("caseweek-words");
  return source ? JSON.parse(source.textContent) : { words: {}, plurals: "" };
}

/** Takes another catalogue than the page's; texts that stand already stay as they are. */
export function useCatalogue(catalogue) {
  ({ words, plurals } = catalogue);
}

/** gettext("{day} is blank.", { day }) in the page's language. */
export function gettext(text, values = {}) {
  return interpolate(said(text) ?? text, values);
}

/** The form that goes with a whole number, which may stand in it as {count}. */
export function ngettext(one, many, count, values = {}) {
  const forms = said(one);
  const form = forms ? forms[formOf(count)] : count === 1 ? one : many;
  return interpolate(form, { count, ...values });
}

/** The same text with two meanings: `context` tells translators which. */
export function pgettext(context, text, values = {}) {
  return interpolate(said(`${context}\u0004${text}`) ?? text, values);
}

/** Puts values in the places {name} of a text. */
export function interpolate(text, values) {
  return text.replace(PLACE, (place, name) => (Object.hasOwn(values, name) ? values[name] : place));
}

function said(text) {
  return Object.hasOwn(words, text) ? words[text] : undefined;
}

function formOf(count) {
  return Number(plurals[count < 200 ? count : 100 + (count % 100)]);
}
