// What to tell a user about their text before they spend minutes on it.

import type { Tokenizer, TokenizerKind } from '../../tokenizers/tokenizer.ts';
import type { RunShape } from '../dataset.ts';

export interface TokenizedText {
  tokens: Int32Array;
  /** Where the part kept for validation begins. */
  boundary: number;
  tokenizer: Tokenizer;
}

/** Fewer different tokens than this leave little to predict. */
const MIN_VOCABULARY = 12;
/** A text of fewer rows than this shows the network nearly the same windows over and over. */
const MIN_ROWS = 10;
/** A network with more weights than tokens has learnt the text by heart after about this many readings. */
const OVERFITTING_EPOCHS = 10;
const MAX_LISTED = 8;

/** What the pieces are called in a sentence. */
export const tokenNoun = (kind: TokenizerKind): string => (kind === 'byte-pair' ? 'tokens' : kind);

export function textAdvice({ tokens, boundary, tokenizer }: TokenizedText, run: RunShape): string[] {
  const { kind, vocabulary } = tokenizer;
  const noun = tokenNoun(kind);
  const count = new Map<number, number>();
  for (const token of tokens.subarray(0, boundary)) count.set(token, (count.get(token) ?? 0) + 1);
  // A byte pair whose places all went into longer ones is met nowhere either, and misses nothing.
  const untrained = kind === 'byte-pair' ? [] : vocabulary.filter((_, id) => !count.has(id));
  const singletons = [...count.values()].filter((times) => times === 1).length;
  const epochs = (run.B * run.T * run.steps) / boundary;

  const advice: string[] = [];
  if (boundary <= run.T) {
    advice.push(
      `The text is too short: ${boundary} ${noun} to train on do not fill one row of T = ${run.T}. Shorten T or add text.`,
    );
  } else if (boundary < MIN_ROWS * run.T) {
    advice.push(
      `The text is short: its ${boundary} ${noun} are fewer than ${MIN_ROWS} rows of T = ${run.T}. Shorten T or add text.`,
    );
  }
  if (vocabulary.length < MIN_VOCABULARY) {
    advice.push(`There are only ${vocabulary.length} different ${noun} in it, so there is little to learn.`);
  }
  if (kind === 'words' && singletons > vocabulary.length / 2) {
    advice.push(
      `${singletons} of the ${vocabulary.length} different words are read only once, too rarely to be learnt. Byte pairs or characters may suit this text better.`,
    );
  }
  if (untrained.length > 0)
    advice.push(
      `Only the part kept for validation has ${formatPieces(untrained)}: nothing can be learnt about that.`,
    );
  if (vocabulary.includes('\uFFFD')) {
    advice.push('It holds replacement signs (\uFFFD): the file was probably not saved as UTF-8.');
  }
  if (run.parameters > boundary && epochs > OVERFITTING_EPOCHS) {
    advice.push(
      `The network has ${run.parameters} weights for ${boundary} ${noun} and will read them ${Math.round(epochs)} times: ` +
        'expect it to learn the text by heart. Stop when the validation loss rises, or take a smaller network.',
    );
  }
  return advice;
}

function formatPieces(pieces: string[]): string {
  const shown = pieces.slice(0, MAX_LISTED).map((piece) => JSON.stringify(piece));
  const more = pieces.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
