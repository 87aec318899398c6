// Pieces between characters and words, found by merging what stands side by side most often (Sennrich et al. 2016), over
// the bytes of UTF-8 as GPT-2 does: any text whose bytes are known can be cut.

import type { Encoding, Tokenizer } from './tokenizer.ts';

/** Two neighbours that become one token, by their ids. */
export type Merge = readonly [first: number, second: number];

/** Plain data from which the tokenizer can be built again. */
export interface BytePairModel {
  /** The bytes the data is made of; their places are the first ids. */
  readonly alphabet: readonly number[];
  /** In the order they were found; merge `i` makes token `alphabet.length + i`. */
  readonly merges: readonly Merge[];
}

/** Characters a stretch of letters, digits, signs or spaces can have: what no merge reaches across needs an end. */
const MAX_CHUNK_LENGTH = 64;
/** More than any vocabulary in use; each may be a token of its own making. */
const MAX_TOKENS = 262_144;
/** Chunks whose ids are kept: a text repeats its words, but whoever types for hours always brings new ones. */
const MAX_CACHED_CHUNKS = 100_000;
/** UTF-8 writes a character with four bytes at most. */
const MAX_TOKEN_BYTES = 4 * (MAX_CHUNK_LENGTH + 1);

/** Letters, digits or signs with the space before them, or white space; every character belongs to one. */
const CHUNK = new RegExp(
  `${['\\p{L}\\p{M}', '\\p{N}', '^\\s\\p{L}\\p{M}\\p{N}'].map((kind) => ` ?[${kind}]{1,${MAX_CHUNK_LENGTH}}`).join('|')}` +
    `|\\s{1,${MAX_CHUNK_LENGTH}}(?!\\S)|\\s`,
  'gu',
);

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** What merges never reach across: a word keeps to itself, with the space before it. */
export function splitChunks(text: string): string[] {
  return text.match(CHUNK) ?? [];
}

/** Half a surrogate pair has no bytes: it becomes the replacement sign. */
export const toUtf8 = (text: string): Uint8Array => encoder.encode(text);

/** Replaces every occurrence of a pair, left to right. */
export function mergePair(ids: readonly number[], [first, second]: Merge, merged: number): number[] {
  const result: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    const found = ids[i] === first && ids[i + 1] === second;
    result.push(found ? merged : ids[i]);
    if (found) i++;
  }
  return result;
}

/** Throws a sentence if the state could not be that of a tokenizer. */
export function bytePairTokenizer({ alphabet, merges }: BytePairModel): Tokenizer {
  const tokens = expandTokens({ alphabet, merges });
  const vocabulary = tokens.map(displayBytes);
  const idOfByte = new Map(alphabet.map((byte, id) => [byte, id]));
  const size = tokens.length;
  const rankOf = new Map(merges.map(([first, second], rank) => [first * size + second, rank]));
  /** Texts repeat their chunks: each is worked out once. */
  const cache = new Map<string, readonly number[]>();

  /** The ids of a chunk, all bytes of which are known. */
  function encodeChunk(chunk: string): readonly number[] {
    const cached = cache.get(chunk);
    if (cached) return cached;
    let ids = Array.from(toUtf8(chunk), (byte) => idOfByte.get(byte) as number);
    for (let rank = firstMerge(ids); rank < merges.length; rank = firstMerge(ids)) {
      ids = mergePair(ids, merges[rank], alphabet.length + rank);
    }
    if (cache.size >= MAX_CACHED_CHUNKS) cache.clear();
    cache.set(chunk, ids);
    return ids;
  }

  /** The earliest merge that applies anywhere; as many as there are if none does. */
  function firstMerge(ids: readonly number[]): number {
    let first = merges.length;
    for (let i = 1; i < ids.length; i++) {
      first = Math.min(first, rankOf.get(ids[i - 1] * size + ids[i]) ?? first);
    }
    return first;
  }

  const isKnown = (text: string) => toUtf8(text).every((byte) => idOfByte.has(byte));

  return {
    kind: 'byte-pair',
    vocabulary,
    encode(text): Encoding {
      const ids: number[] = [];
      const unknown: string[] = [];
      for (const chunk of splitChunks(text)) {
        for (const part of cache.has(chunk) || isKnown(chunk) ? [chunk] : chunk) {
          if (isKnown(part)) ids.push(...encodeChunk(part));
          else unknown.push(part);
        }
      }
      return { ids, pieces: ids.map((id) => vocabulary[id]), unknown };
    },
    decode(ids) {
      const bytes = Array.from(ids, (id) => {
        if (!tokens[id])
          throw new Error(`byte-pair tokenizer: there is no id ${id}; ids go from 0 to ${tokens.length - 1}`);
        return tokens[id];
      });
      return decoder.decode(Uint8Array.from(bytes.flat()));
    },
    state: () => ({ kind: 'byte-pair', alphabet: [...alphabet], merges: merges.map(([a, b]) => [a, b]) }),
  };
}

/** The bytes of every token. */
function expandTokens({ alphabet, merges }: BytePairModel): number[][] {
  const fail = (sentence: string): never => {
    throw new Error(`byte-pair tokenizer: ${sentence}`);
  };
  if (alphabet.length + merges.length > MAX_TOKENS)
    fail(`it has ${alphabet.length + merges.length} tokens; it can have ${MAX_TOKENS} at most`);
  if (alphabet.length === 0) fail('the alphabet is empty; it needs at least one byte');
  const tokens = alphabet.map((byte, id) => {
    if (!Number.isInteger(byte) || byte < 0 || byte > 255) fail(`alphabet entry ${id}, ${byte}, is no byte`);
    return [byte];
  });
  if (new Set(alphabet).size < alphabet.length) fail('a byte is in the alphabet twice');
  const seen = new Set<string>();
  for (const [rank, [first, second]] of merges.entries()) {
    if (!tokens[first] || !tokens[second] || seen.has(`${first} ${second}`))
      fail(
        `merge ${rank} joins ${first} and ${second}, which are not two tokens before it or are joined already`,
      );
    seen.add(`${first} ${second}`);
    const token = [...tokens[first], ...tokens[second]];
    // Each merge may double a token: a file of a few bytes could ask for more than there is memory.
    if (token.length > MAX_TOKEN_BYTES) fail(`merge ${rank} makes a token of ${token.length} bytes`);
    tokens.push(token);
  }
  return tokens;
}

/** A token's text; bytes that are no whole characters in hexadecimal, e.g. `<F0 9F>`. */
export function displayBytes(bytes: readonly number[]): string {
  try {
    return strict.decode(Uint8Array.from(bytes));
  } catch {
    return `<${bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ')}>`;
  }
}
