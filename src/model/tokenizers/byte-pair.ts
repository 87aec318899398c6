// Byte-level byte-pair encoding, as in GPT-2 (Sennrich et al. 2016; Radford et al. 2019).

import type { Encoding, Tokenizer } from './tokenizer.ts';
import { WHITE_SPACE } from './white-space.ts';

/** Two adjacent token ids that are merged into one token. */
export type Merge = readonly [first: number, second: number];

/** Serializable state of the tokenizer. */
export interface BytePairModel {
  /** The bytes in the vocabulary; byte `alphabet[id]` has token id `id`. */
  readonly alphabet: readonly number[];
  /** In order of priority; merge `i` creates token `alphabet.length + i`. */
  readonly merges: readonly Merge[];
}

/** Maximum length of a chunk, in characters, which bounds the cost of encoding it. */
const MAX_CHUNK_LENGTH = 64;
/** Larger than any vocabulary in use; limits untrusted files. */
export const MAX_TOKENS = 262_144;
/** Cached chunks; interactive input adds new ones without bound. */
const MAX_CACHED_CHUNKS = 100_000;
/** UTF-8 encodes a character in at most four bytes. */
const MAX_TOKEN_BYTES = 4 * (MAX_CHUNK_LENGTH + 1);

/** A run of letters, digits or other symbols with an optional leading space, or white space; every character matches. */
export const CHUNK_PATTERN = [
  ...['\\p{L}\\p{M}', '\\p{N}', `^${WHITE_SPACE}\\p{L}\\p{M}\\p{N}`].map(
    (kind) => ` ?[${kind}]{1,${MAX_CHUNK_LENGTH}}`,
  ),
  `[${WHITE_SPACE}]{1,${MAX_CHUNK_LENGTH}}(?![^${WHITE_SPACE}])|[${WHITE_SPACE}]`,
].join('|');
const CHUNK = new RegExp(CHUNK_PATTERN, 'gu');

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** Chunks that merges do not cross: words with their leading space. */
export function splitChunks(text: string): string[] {
  return text.match(CHUNK) ?? [];
}

/** As `splitChunks`, one at a time. */
export function* chunksOf(text: string): Iterable<string> {
  for (const [chunk] of text.matchAll(CHUNK)) yield chunk;
}

/** UTF-8 bytes; lone surrogates become U+FFFD. */
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

/** Throws if the model is invalid. */
export function bytePairTokenizer({ alphabet, merges }: BytePairModel): Tokenizer {
  const tokens = expandTokens({ alphabet, merges });
  const vocabulary = tokens.map(displayBytes);
  const idOfByte = new Map(alphabet.map((byte, id) => [byte, id]));
  const size = tokens.length;
  const rankOf = new Map(merges.map(([first, second], rank) => [first * size + second, rank]));
  /** Token ids by chunk. */
  const cache = new Map<string, readonly number[]>();

  /** The ids of a chunk whose bytes are all in the alphabet. */
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

  /** Index of the first merge that applies to a pair of the chunk; `merges.length` if none does. */
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
          throw new Error(
            `byte-pair tokenizer: the id ${id} is out of range; ids are 0 to ${tokens.length - 1}`,
          );
        return tokens[id];
      });
      return decoder.decode(Uint8Array.from(bytes.flat()));
    },
    state: () => ({ kind: 'byte-pair', alphabet: [...alphabet], merges: merges.map(([a, b]) => [a, b]) }),
  };
}

/** The bytes of every token. */
export function expandTokens({ alphabet, merges }: BytePairModel): number[][] {
  const fail = (message: string): never => {
    throw new Error(`byte-pair tokenizer: ${message}`);
  };
  if (alphabet.length + merges.length > MAX_TOKENS)
    fail(`it has ${alphabet.length + merges.length} tokens; it can have at most ${MAX_TOKENS}`);
  if (alphabet.length === 0) fail('the alphabet is empty; it needs at least one byte');
  const tokens = alphabet.map((byte, id) => {
    if (!Number.isInteger(byte) || byte < 0 || byte > 255)
      fail(`alphabet entry ${id}, ${byte}, is not a byte`);
    return [byte];
  });
  if (new Set(alphabet).size < alphabet.length) fail('the alphabet contains a byte twice');
  const seen = new Set<string>();
  for (const [rank, [first, second]] of merges.entries()) {
    if (!tokens[first] || !tokens[second] || seen.has(`${first} ${second}`))
      fail(`merge ${rank} of ${first} and ${second} is a duplicate or refers to later tokens`);
    seen.add(`${first} ${second}`);
    const token = [...tokens[first], ...tokens[second]];
    // Merges can double token lengths, so a small file could exhaust memory.
    if (token.length > MAX_TOKEN_BYTES) fail(`merge ${rank} creates a token of ${token.length} bytes`);
    tokens.push(token);
  }
  return tokens;
}

/** The text of a token; invalid UTF-8 in hexadecimal, e.g. `<F0 9F>`. */
export function displayBytes(bytes: readonly number[]): string {
  try {
    return strict.decode(Uint8Array.from(bytes));
  } catch {
    return `<${bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ')}>`;
  }
}
