// Finds activities by code, label and everyday words. Pure.

const SCORES = {
  code: 100,
  codeStart: 92,
  shortStart: 80,
  phrase: 76,
  shortWord: 70,
  word: 60,
  label: 40,
  inside: 20,
};

/** The activities that fit every word of a query, best first; among equals the most used. */
export function search(query, activities, usage = new Map()) {
  const words = normal(query).split(" ").filter(Boolean);
  if (!words.length) return [];
  const found = ranked(words, activities, usage);
  if (found.length) return found;
  const stems = words.map(stem);
  return stems.join() === words.join() ? [] : ranked(stems, activities, usage);
}

function ranked(words, activities, usage) {
  const phrase = words.join(" ");
  return activities
    .map((activity, place) => ({ activity, place, score: scoreOf(phrase, words, activity) }))
    .filter(({ score }) => score > 0)
    .sort(
      (a, b) =>
        b.score - a.score ||
        (usage.get(b.activity.symbol) ?? 0) - (usage.get(a.activity.symbol) ?? 0) ||
        a.place - b.place,
    )
    .map(({ activity }) => activity);
}

function scoreOf(phrase, words, activity) {
  const scores = words.map((word) => wordScore(word, activity));
  const least = Math.min(...scores);
  if (least === 0) return 0;
  if (normal(activity.short).startsWith(phrase)) return Math.max(least, SCORES.shortStart);
  const said = activity.search.some((everyday) => normal(everyday) === phrase);
  if (said) return Math.max(least, SCORES.phrase);
  return least;
}

function wordScore(word, { code, short, label, search: everyday }) {
  const lower = code.toLowerCase();
  if (lower === word) return SCORES.code;
  if (lower.startsWith(word) && /^[a-z]+\d*$/.test(word)) return SCORES.codeStart;
  if (normal(short).startsWith(word)) return SCORES.shortStart;
  if (startsAWord(normal(short), word)) return SCORES.shortWord;
  if (everyday.some((words) => startsAWord(normal(words), word))) return SCORES.word;
  if (startsAWord(normal(label), word)) return SCORES.label;
  if (word.length > 2 && normal(`${short} ${label}`).includes(word)) return SCORES.inside;
  return 0;
}

function startsAWord(text, word) {
  return ` ${text}`.includes(` ${word}`);
}

function stem(word) {
  return word.length > 4 ? word.replace(/(ings|ing|ed|es|s|e)$/, "") : word;
}

function normal(text) {
  return text
    .toLowerCase()
    .normalize("NFD") // accents apart from their letters, so that nobody has to type them
    .replace(/\p{M}/gu, "")
    .replace(/e-mail/g, "email")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
