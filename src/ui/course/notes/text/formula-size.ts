// How much a formula may become, from its text alone: a few characters of TeX can stand for millions of elements.

/** Elements, and about as many tokens: a larger formula is shown as it was written. A matrix of 12 × 12 has 2000. */
export const MAX_FORMULA_SIZE = 2000;

/** Commands that define others or reorder expansions, so that what a text becomes has no bound; names with `@` are Temml's own. */
const DEFINING =
  /\\(?:(?:[egx]?def|(?:future)?let|global|(?:re)?newcommand|providecommand|expandafter|noexpand)(?![a-zA-Z])|[a-zA-Z]*@)/;
/** Temml builds the argument of these up to three times. */
const REPEATING = /\\(?:cancelto|(?:math)?llap|equilibrium(?:Left|Right))(?![a-zA-Z])/g;
const TOKEN = /\\(?:[a-zA-Z]+|.)|[^\s}]/g;
const COLUMN = /[&@]/g;
const ROW = /\\(?:\\|cr|newline)/g;

/** Its elements, but for a factor. Temml fills the rows of a matrix up to the longest. */
export function formulaSize(tex: string): number {
  if (DEFINING.test(tex)) return Number.POSITIVE_INFINITY;
  const count = (pattern: RegExp) => tex.match(pattern)?.length ?? 0;
  return count(TOKEN) * 3 ** count(REPEATING) + count(COLUMN) * count(ROW);
}
