// Warnings about a text before training.

import { TOKENIZERS } from '../../../shared/settings/tokenizers.ts';
import type { Tokenizer } from '../../tokenizers/tokenizer.ts';
import type { RunShape } from '../dataset.ts';

export interface TokenizedText {
  tokens: Int32Array;
  /** Index of the first validation token. */
  boundary: number;
  tokenizer: Tokenizer;
}

/** Smaller vocabularies leave little to predict. */
const MIN_VOCABULARY = 12;
/** In shorter texts the training windows are nearly identical. */
const MIN_ROWS = 10;
/** A network with more weights than tokens overfits after about this many epochs. */
const OVERFITTING_EPOCHS = 10;
const MAX_LISTED = 8;

export function textAdvice({ tokens, boundary, tokenizer }: TokenizedText, run: RunShape): string[] {
  const { kind, vocabulary } = tokenizer;
  const noun = TOKENIZERS[kind].counts[0].label;
  const count = new Map<number, number>();
  for (const token of tokens.subarray(0, boundary)) count.set(token, (count.get(token) ?? 0) + 1);
  // Byte pairs are exempt: later merges can absorb all occurrences of a pair.
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
    advice.push(`The text has only ${vocabulary.length} different ${noun}, so there is little to learn.`);
  }
  if (kind === 'words' && singletons > vocabulary.length / 2) {
    advice.push(
      `${singletons} of the ${vocabulary.length} different words occur only once, too rarely to be learned. Byte pairs or characters may suit this text better.`,
    );
  }
  if (untrained.length > 0)
    advice.push(
      `Only the validation part contains ${formatPieces(untrained)}, which the network cannot learn.`,
    );
  if (vocabulary.includes('\uFFFD')) {
    advice.push(
      'The text contains replacement characters (\uFFFD): the file was probably not saved as UTF-8.',
    );
  }
  if (run.parameters > boundary && epochs > OVERFITTING_EPOCHS) {
    advice.push(
      `The network has ${run.parameters} weights for ${boundary} ${noun} and trains on them for ${Math.round(epochs)} epochs: ` +
        'it will probably overfit. Stop when the validation loss rises, or choose a smaller network.',
    );
  }
  return advice;
}

function formatPieces(pieces: string[]): string {
  const shown = pieces.slice(0, MAX_LISTED).map((piece) => JSON.stringify(piece));
  const more = pieces.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
