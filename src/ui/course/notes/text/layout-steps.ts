// How long a text takes to lay out, from a first look at it, and what is shown of one that takes too long.

/** Until which a word, a gap or a direction is the same. Chinese and Japanese have no spaces, but punctuation of their own. */
const WORD = /[^\s\u3001-\u3003\uff01-\uff0f\uff1a-\uff1f]+|\s+/g;
/** Text that is written from the right, with what has no direction within it; and characters that change the direction. */
const TURN =
  /(?:(?!\p{N})[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}][^\p{L}\p{N}\u200e\u200f\u202a-\u202e\u2066-\u2069]*)+|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const STEPS_PER_TURN = 5000;
/** Characters that are laid out of any text. */
const BEGINNING = 1000;
/** A field lays its text out several times. A word of 2000 characters. */
const MAX_FIELD_STEPS = 4e6;

/**
 * Steps, as an upper bound but for a factor: a line is sought by shaping the rest of its word, spaces are read again from each of them,
 * and what turns the direction is shaped by itself.
 */
export function layoutSteps(text: string): number {
  let steps = STEPS_PER_TURN * (text.match(TURN)?.length ?? 0);
  for (const [{ length }] of text.matchAll(WORD)) steps += length * length;
  return steps;
}

/** A text, or its first characters. */
export const beginningOf = (text: string): string =>
  text.length > BEGINNING ? `${charactersOf(text)} …` : text;

/** What a field does not show of a text that takes too long to lay out. */
export const hiddenInField = (text: string): string =>
  text.length > BEGINNING && layoutSteps(text) > MAX_FIELD_STEPS ? text.slice(charactersOf(text).length) : '';

/** No half of a surrogate pair. */
const charactersOf = (text: string): string => text.slice(0, BEGINNING).replace(/[\ud800-\udbff]$/, '');
