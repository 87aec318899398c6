// GPT-2's tokenizer from the `tokenizer.json` beside its weights, run by Hugging Face's library, which is imported on first use.
// The file is untrusted input and is validated before it reaches the library.

import type { Job } from '../../shared/job.ts';
import { lazyImport } from '../../shared/lazy-import.ts';
import { displayBytes } from './byte-pair.ts';
import type { Tokenizer } from './tokenizer.ts';
import { parseTokenizerJson } from './tokenizer-json-schema.ts';

const LABEL = 'tokens read';
/** Tokens between two yields: a few milliseconds. */
const SLICE_TOKENS = 2 ** 14;

/** Whether a JSON value looks like a tokenizer.json. */
export function isTokenizerJson(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('model' in value)) return false;
  return typeof value.model === 'object' && value.model !== null && 'vocab' in value.model;
}

/** The tokenizer of a model with vocabulary size V. Throws if the file is invalid or belongs to another model. */
export async function* tokenizerFromJson(value: unknown, V: number): Job<Tokenizer> {
  const file = parseTokenizerJson(value, V);
  yield { label: LABEL, done: 0, total: V };
  const { Tokenizer: LibraryTokenizer } = await lazyImport(() => import('@huggingface/tokenizers'));
  const library = new LibraryTokenizer(file, {});
  const added = new Set(file.added_tokens.map((token) => token.id));
  const isBytes = file.decoder?.type === 'ByteLevel';
  const vocabulary: string[] = [];
  while (vocabulary.length < V) {
    const id = vocabulary.length;
    if (id % SLICE_TOKENS === 0) yield { label: LABEL, done: id, total: V };
    const token = library.id_to_token(id);
    if (token === undefined) vocabulary.push(`<unused ${id}>`);
    else vocabulary.push(isBytes && !added.has(id) ? displayBytes(tokenBytes(token)) : token);
  }
  const encodeIds = (text: string) => library.encode(text, { add_special_tokens: false }).ids;
  const unknownToken = file.model.unk_token;
  const knownCharacters = new Map<string, boolean>();
  const isKnown = (character: string) => {
    const cached = knownCharacters.get(character);
    if (cached !== undefined) return cached;
    const ids = encodeIds(character);
    const whole = file.normalizer || !isBytes || library.decode(ids.length > 0 ? ids : [0]) === character;
    const isEncodable = ids.length > 0 && whole && !ids.some((each) => vocabulary[each] === unknownToken);
    knownCharacters.set(character, isEncodable);
    return isEncodable;
  };

  return {
    kind: 'byte-pair',
    vocabulary,
    encode(text) {
      // The library silently drops characters without a token. A space may be part of the next token.
      const unknown = [...text].filter((character) => character.trim() !== '' && !isKnown(character));
      const ids = encodeIds(text);
      return { ids, pieces: ids.map((each) => vocabulary[each]), unknown };
    },
    decode(ids) {
      const list = Array.from(ids);
      const unknownId = list.find((each) => vocabulary[each] === undefined);
      if (unknownId !== undefined)
        throw new Error(`tokenizer.json: the id ${unknownId} is out of range; ids are 0 to ${V - 1}`);
      const used = list.filter((each) => library.id_to_token(each) !== undefined);
      if (used.length === 0) return '';
      return library.decode(used, { skip_special_tokens: false, clean_up_tokenization_spaces: false });
    },
    state() {
      throw new Error('A tokenizer from tokenizer.json has no serializable state.');
    },
  };
}

/**
 * GPT-2 represents each byte by a printable character: printable Latin-1 bytes by themselves, the other 68, in order, by the
 * characters from 256 on.
 */
const byteByCharacter = new Map<string, number>();
for (let byte = 0, others = 0; byte < 256; byte++) {
  const isVisible = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  byteByCharacter.set(String.fromCodePoint(isVisible ? byte : 256 + others++), byte);
}

/** The bytes of a token; a character that represents no byte encodes as itself. */
function tokenBytes(token: string): number[] {
  return [...token].flatMap((character) => {
    const byte = byteByCharacter.get(character);
    return byte === undefined ? [...new TextEncoder().encode(character)] : [byte];
  });
}
