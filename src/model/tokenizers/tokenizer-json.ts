// The tokenizer of a `tokenizer.json` beside weights: one that this lab wrote, or a byte-pair tokenizer, run by Hugging Face's
// library, which is imported on first use. The file is untrusted input and is validated before it reaches the library.

import type { Job } from '../../shared/job.ts';
import { lazyImport } from '../../shared/lazy-import.ts';
import { charactersToBytes } from './byte-characters.ts';
import { displayBytes } from './byte-pair.ts';
import { restoreTokenizer } from './restore-tokenizer.ts';
import type { Tokenizer } from './tokenizer.ts';
import { parseTokenizerJson } from './tokenizer-json-schema.ts';
import { readWordLevelJson } from './write-tokenizer-json.ts';

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
  const wordLevel = readWordLevelJson(value);
  if (wordLevel) return withSize(restoreTokenizer(wordLevel), V);
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
    else vocabulary.push(isBytes && !added.has(id) ? displayBytes(charactersToBytes(token)) : token);
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

function withSize(tokenizer: Tokenizer, V: number): Tokenizer {
  const { length } = tokenizer.vocabulary;
  if (length === V) return tokenizer;
  throw new Error(
    `tokenizer.json: it has ${length} tokens and the model ${V}; the file belongs to another model.`,
  );
}
