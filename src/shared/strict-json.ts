// JSON from outside, read more strictly than JSON.parse does: whoever disagrees with us about what it says is refused.

/** What is wrong, to be put behind what was read: `names 'w' twice in one object`. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/** Nothing of ours nests a quarter as deep, and a program that walks deeper may run out of stack. */
const MAX_DEPTH = 32;
const MAX_NAME_LENGTH = 80;

/** Throws a `JsonProblem` if it is no JSON, nests too deep, or has a name twice in one object, of which JSON.parse drops one. */
export function parseStrictJson(text: string): unknown {
  checkStructure(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonError('is not JSON');
  }
}

/** Looks at brackets, strings and colons only; what else is wrong JSON.parse will find. */
function checkStructure(text: string): void {
  /** The names met so far in every object that is open; lists have none. */
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

/** Where the string that begins at `start` has its closing mark: the first one that no odd row of backslashes escapes. */
function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  throw new JsonError('is not JSON');
}

function checkDuplicateKey(keys: Set<string> | undefined, quotedKey: string): void {
  // Escapes write the same name in other letters.
  const name = quotedKey.includes('\\') ? unescaped(quotedKey) : quotedKey.slice(1, -1);
  if (keys?.has(name)) throw new JsonError(`names '${name.slice(0, MAX_NAME_LENGTH)}' twice in one object`);
  keys?.add(name);
}

function unescaped(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw new JsonError('is not JSON');
  }
}
