// A JSON parser for untrusted input that rejects documents which other parsers may interpret differently (duplicate keys).

import { finish, type Sliced } from './budget.ts';

/** The message is a predicate that follows the name of the document: `has the key 'w' twice in one object`. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/** Limits of a document, besides its size. */
interface JsonLimits {
  /** Keys of all objects together: each takes a hundred times the memory of its bytes. */
  readonly keys?: number;
}

/** Valid documents nest less than 8 levels; deep nesting could exhaust the stack. */
const MAX_DEPTH = 32;
/** Four times the tokens of the largest vocabulary. */
const MAX_KEYS = 1_000_000;
const MAX_NAME_LENGTH = 80;
/** Characters between two yields: about a millisecond. */
const SLICE_LENGTH = 2 ** 20;

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Throws a `JsonError` if the text is not JSON, nests too deep, or has a duplicate key, of which JSON.parse drops one. */
export const parseStrictJson = (text: string, limits?: JsonLimits): unknown =>
  finish(parseJsonInSlices(text, limits));

/** As `parseStrictJson`, with pauses. */
export function* parseJsonInSlices(text: string, { keys = MAX_KEYS }: JsonLimits = {}): Sliced<unknown> {
  yield* checkStructure(text, keys);
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonError('is not JSON');
  }
}

/** Checks depth, number of keys and duplicate keys; JSON.parse finds the other errors. */
function* checkStructure(text: string, maxKeys: number): Sliced<void> {
  /** Keys of each open object; undefined for arrays. */
  const openScopes: (Set<string> | undefined)[] = [];
  let keyCount = 0;
  /** The last string with its quotes, and the start of the current one. */
  let last = '';
  let start = -1;
  for (let i = 0; i < text.length; i++) {
    if (i % SLICE_LENGTH === 0) yield { label: 'characters read', done: i, total: text.length };
    const code = text.charCodeAt(i);
    if (start >= 0) {
      if (code === BACKSLASH) i++;
      else if (code === QUOTE) {
        last = text.slice(start, i + 1);
        start = -1;
      }
    } else if (code === QUOTE) start = i;
    else if (code === COLON) {
      if (++keyCount > maxKeys) throw new JsonError(`has more than ${maxKeys} keys`);
      checkDuplicateKey(openScopes.at(-1), last);
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) openScopes.pop();
    else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      openScopes.push(code === OPEN_OBJECT ? new Set() : undefined);
      if (openScopes.length > MAX_DEPTH) throw new JsonError(`nests more than ${MAX_DEPTH} levels deep`);
    }
  }
  if (start >= 0) throw new JsonError('is not JSON');
}

function checkDuplicateKey(keys: Set<string> | undefined, quotedKey: string): void {
  // Escapes can spell the same key in another way.
  const name = quotedKey.includes('\\') ? unescaped(quotedKey) : quotedKey.slice(1, -1);
  if (keys?.has(name))
    throw new JsonError(`has the key '${name.slice(0, MAX_NAME_LENGTH)}' twice in one object`);
  keys?.add(name);
}

function unescaped(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw new JsonError('is not JSON');
  }
}
