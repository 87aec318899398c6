// Tokenizer that reads any text: words of a vocabulary in any case, and all other words as their UTF-8 bytes, as the byte
// fallback of SentencePiece (Kudo & Richardson 2018).

import type { Encoding, Tokenizer } from './tokenizer.ts';
import { vocabularyTokenizer } from './vocabulary-tokenizer.ts';
import { splitWords } from './words.ts';

const BYTES = 256;
/** Separates adjacent words that are both read as bytes. */
const SPACE = 0x20;

interface Piece {
  readonly text: string;
  readonly isSpelled: boolean;
}

/** How many tokens of a vocabulary are no single bytes that spell other words: those come last. */
export const wordCount = ({ kind, vocabulary }: Pick<Tokenizer, 'kind' | 'vocabulary'>): number =>
  vocabulary.length - (kind === 'words-and-bytes' ? BYTES : 0);

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const NO_SPACE_BEFORE = /^[.,;:!?…)\]}”\n]$/;
const NO_SPACE_AFTER = /^[([{“\n]$/;
/** After these a sentence begins. */
const SENTENCE_END = /^[.!?…\n]$/;
/** Between the end of a sentence and the next word. */
const NEUTRAL = /^[([{“”}\])]$/;

/** `<D>` for the byte of a visible ASCII character, else in hexadecimal, `<F0>`. */
const displayByte = (byte: number) =>
  `<${byte > SPACE && byte < 0x7f ? String.fromCharCode(byte) : byte.toString(16).toUpperCase().padStart(2, '0')}>`;

/**
 * Ids are those of the words, then one for each byte. Case only matters to bytes and to names: `decode` capitalizes sentences again, so that
 * a word has one token wherever it stands. Throws if the vocabulary is invalid.
 */
export function wordAndByteTokenizer(words: readonly string[]): Tokenizer {
  const known = vocabularyTokenizer(
    { kind: 'words', split: splitWords, join: (pieces) => pieces.join(' ') },
    words,
  );
  // A word in lower case stands for all cases that are not in the vocabulary themselves: `Bird` is a name, `BIRD` a bird.
  const idOf = new Map(words.map((word, id) => [word, id]));
  const folded = new Map(
    [...idOf].filter(([word]) => !idOf.has(word.toLowerCase())).map(([word, id]) => [word.toLowerCase(), id]),
  );
  const lookUp = (word: string) =>
    idOf.get(word) ?? idOf.get(word.toLowerCase()) ?? folded.get(word.toLowerCase());
  const vocabulary = [...words, ...Array.from({ length: BYTES }, (_, byte) => displayByte(byte))];

  /** The words of a token sequence, with runs of bytes as text. */
  function* toPieces(ids: ArrayLike<number>): Iterable<Piece> {
    const bytes: number[] = [];
    const spelled = () =>
      splitWords(decoder.decode(Uint8Array.from(bytes.splice(0)))).map((text) => ({ text, isSpelled: true }));
    for (const id of Array.from(ids)) {
      if (id >= words.length && id < vocabulary.length) bytes.push(id - words.length);
      else {
        yield* spelled();
        yield { text: known.decode([id]), isSpelled: false };
      }
    }
    yield* spelled();
  }

  return {
    kind: 'words-and-bytes',
    vocabulary,
    encode(text): Encoding {
      const ids: number[] = [];
      const spelled: string[] = [];
      for (const piece of splitWords(directQuotes(text))) {
        const id = lookUp(piece);
        if (id !== undefined) ids.push(id);
        else {
          if ((ids.at(-1) ?? 0) >= words.length) ids.push(words.length + SPACE);
          for (const byte of encoder.encode(piece)) ids.push(words.length + byte);
          spelled.push(piece);
        }
      }
      return { ids, pieces: ids.map((id) => vocabulary[id]), unknown: [], spelled };
    },
    decode: (ids) => joinSentences(toPieces(ids)),
    state: () => ({ kind: 'words-and-bytes', vocabulary: [...words] }),
  };
}

/** Typed quotation marks as opening and closing ones. */
const directQuotes = (text: string) => text.replace(/"(?=[\p{L}\p{N}])/gu, '“').replaceAll('"', '”');

/** Spaces between words, none at the inner side of marks, and a capital at the start of each sentence. */
function joinSentences(pieces: Iterable<Piece>): string {
  let joined = '';
  let previous = '\n';
  let isStart = true;
  for (const { text, isSpelled } of pieces) {
    const isAdjacent = NO_SPACE_AFTER.test(previous) || NO_SPACE_BEFORE.test(text);
    const shown = isStart && !isSpelled ? text.replace(/^./u, (first) => first.toUpperCase()) : text;
    joined += isAdjacent ? shown : ` ${shown}`;
    isStart = SENTENCE_END.test(text) || (isStart && NEUTRAL.test(text));
    previous = text;
  }
  return joined;
}
