// What to tell a user about their text before they spend minutes on it.

import type { Tokenizer, TokenizerKind } from '../../tokenizers/tokenizer.ts';
import type { RunSize } from '../dataset.ts';

export interface CutText {
  tokens: Int32Array;
  /** Where the part kept for validation begins. */
  boundary: number;
  tokenizer: Tokenizer;
}

/** Fewer different tokens than this leave little to predict. */
const FEW_DIFFERENT = 12;
/** A text of fewer rows than this shows the network nearly the same windows over and over. */
const FEW_ROWS = 10;
/** A network with more weights than tokens has learnt the text by heart after about this many readings. */
const MANY_READINGS = 10;
const MOST_NAMED = 8;

/** What the pieces are called in a sentence. */
export const nounOf = (kind: TokenizerKind): string => (kind === 'byte-pair' ? 'tokens' : kind);

export function textAdvice({ tokens, boundary, tokenizer }: CutText, run: RunSize): string[] {
  const { kind, vocabulary } = tokenizer;
  const noun = nounOf(kind);
  const count = new Map<number, number>();
  for (const token of tokens.subarray(0, boundary)) count.set(token, (count.get(token) ?? 0) + 1);
  // A byte pair whose places all went into longer ones is met nowhere either, and misses nothing.
  const never = kind === 'byte-pair' ? [] : vocabulary.filter((_, id) => !count.has(id));
  const once = [...count.values()].filter((times) => times === 1).length;
  const readings = (run.B * run.T * run.steps) / boundary;

  const advice: string[] = [];
  if (boundary <= run.T) {
    advice.push(
      `The text is too short: ${boundary} ${noun} to train on do not fill one row of T = ${run.T}. Shorten T or add text.`,
    );
  } else if (boundary < FEW_ROWS * run.T) {
    advice.push(
      `The text is short: its ${boundary} ${noun} are fewer than ${FEW_ROWS} rows of T = ${run.T}. Shorten T or add text.`,
    );
  }
  if (vocabulary.length < FEW_DIFFERENT) {
    advice.push(`There are only ${vocabulary.length} different ${noun} in it, so there is little to learn.`);
  }
  if (kind === 'words' && once > vocabulary.length / 2) {
    advice.push(
      `${once} of the ${vocabulary.length} different words are read only once, too rarely to be learnt. Byte pairs or characters may suit this text better.`,
    );
  }
  if (never.length > 0)
    advice.push(`Only the part kept for validation has ${named(never)}: nothing can be learnt about that.`);
  if (vocabulary.includes('\uFFFD')) {
    advice.push('It holds replacement signs (\uFFFD): the file was probably not saved as UTF-8.');
  }
  if (run.parameters > boundary && readings > MANY_READINGS) {
    advice.push(
      `The network has ${run.parameters} weights for ${boundary} ${noun} and will read them ${Math.round(readings)} times: ` +
        'expect it to learn the text by heart. Stop when the validation loss rises, or take a smaller network.',
    );
  }
  return advice;
}

function named(pieces: string[]): string {
  const shown = pieces.slice(0, MOST_NAMED).map((piece) => JSON.stringify(piece));
  const more = pieces.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
