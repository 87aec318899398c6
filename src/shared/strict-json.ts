// A JSON parser for untrusted input that rejects documents which other parsers may interpret differently (duplicate keys).

/** The message is a predicate that follows the name of the document: `has the key 'w' twice in one object`. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/** Valid documents nest less than 8 levels; deep nesting could exhaust the stack. */
const MAX_DEPTH = 32;
const MAX_NAME_LENGTH = 80;

/** Throws a `JsonError` if the text is not JSON, nests too deep, or has a duplicate key, of which JSON.parse drops one. */
export function parseStrictJson(text: string): unknown {
  checkStructure(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonError('is not JSON');
  }
}

/** Checks depth and duplicate keys; JSON.parse finds the other errors. */
function checkStructure(text: string): void {
  /** Keys of each open object; undefined for arrays. */
  const openScopes: (Set<string> | undefined)[] = [];
  const structure = /["{}[\]:]/g;
  let last = '';
  for (let found = structure.exec(text); found; found = structure.exec(text)) {
    const [sign] = found;
    if (sign === '"') {
      const end = stringEnd(text, found.index);
      last = text.slice(found.index, end + 1);
      structure.lastIndex = end + 1;
    } else if (sign === ':') checkDuplicateKey(openScopes.at(-1), last);
    else if (sign === '}' || sign === ']') openScopes.pop();
    else openScopes.push(sign === '{' ? new Set() : undefined);
    if (openScopes.length > MAX_DEPTH) throw new JsonError(`nests more than ${MAX_DEPTH} levels deep`);
  }
}

/** Index of the closing quote of the string at `start`: the first one after an even number of backslashes. */
function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  throw new JsonError('is not JSON');
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
