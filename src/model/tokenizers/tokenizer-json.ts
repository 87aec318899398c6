// GPT-2's tokenizer from the `tokenizer.json` beside its weights, run by Hugging Face's library, which is imported on first use.
// The file is untrusted input and is validated before it reaches the library.

import * as v from 'valibot';
import { lazyImport } from '../../shared/lazy-import.ts';
import { displayBytes } from './byte-pair.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Components with built-in patterns: a regular expression from the file could block the page. */
const PRE_TOKENIZERS = ['ByteLevel', 'Whitespace', 'WhitespaceSplit', 'Punctuation', 'Digits', 'Metaspace'];
const NORMALIZERS = ['NFC', 'NFD', 'NFKC', 'NFKD', 'Lowercase'];
const DECODERS = ['ByteLevel', 'BPEDecoder', 'Metaspace', 'Fuse'];

const componentSchema = (kind: string, allowed: readonly string[]) => {
  const single = v.looseObject({
    type: v.picklist(allowed as [string, ...string[]], `its ${kind} must be one of ${allowed.join(', ')}`),
  });
  const sequence = v.looseObject({
    type: v.literal('Sequence'),
    [`${kind}s`]: v.array(single, `its ${kind} is a sequence without components`),
  });
  return v.nullish(v.union([single, sequence], `its ${kind} must be one of ${allowed.join(', ')}`));
};

const id = v.pipe(v.number(), v.integer('an id is not a whole number'), v.minValue(0, 'an id is below 0'));

const TokenizerJson = v.object(
  {
    normalizer: componentSchema('normalizer', NORMALIZERS),
    pre_tokenizer: componentSchema('pretokenizer', PRE_TOKENIZERS),
    decoder: componentSchema('decoder', DECODERS),
    added_tokens: v.optional(
      v.array(
        v.looseObject({ id, content: v.pipe(v.string(), v.minLength(1, 'an added token is empty')) }),
        "its 'added_tokens' must be a list",
      ),
      [],
    ),
    model: v.looseObject(
      {
        type: v.optional(v.literal('BPE', 'only byte-pair tokenizers (BPE) are supported'), 'BPE'),
        vocab: v.custom<Record<string, number>>(isVocabulary, "its 'vocab' is not a table of tokens and ids"),
        merges: v.array(
          v.custom<string | [string, string]>(isMerge, "its 'merges' must be pairs of tokens"),
          "its 'merges' must be a list",
        ),
      },
      "its 'model' needs 'vocab' and 'merges'",
    ),
  },
  "it must be an object with 'model', 'pre_tokenizer' and 'decoder'",
);

/** Whether a JSON value looks like a tokenizer.json. */
export function isTokenizerJson(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('model' in value)) return false;
  return typeof value.model === 'object' && value.model !== null && 'vocab' in value.model;
}

/** The tokenizer of a model with vocabulary size V. Throws if the file is invalid or belongs to another model. */
export async function tokenizerFromJson(value: unknown, V: number): Promise<Tokenizer> {
  const file = parseTokenizerJson(value, V);
  const { Tokenizer: LibraryTokenizer } = await lazyImport(() => import('@huggingface/tokenizers'));
  // Without the post-processor, which would add special tokens.
  const library = new LibraryTokenizer({ ...file, post_processor: null }, {});
  const added = new Set(file.added_tokens.map((token) => token.id));
  const isBytes = file.decoder?.type === 'ByteLevel';
  const vocabulary = Array.from({ length: V }, (_, at) => {
    const token = library.id_to_token(at);
    if (token === undefined) return `<unused ${at}>`;
    return isBytes && !added.has(at) ? displayBytes(tokenBytes(token)) : token;
  });
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
      if (list.length === 0) return '';
      return library.decode(list, { skip_special_tokens: false, clean_up_tokenization_spaces: false });
    },
    state() {
      throw new Error('A tokenizer from tokenizer.json has no serializable state.');
    },
  };
}

function parseTokenizerJson(value: unknown, V: number) {
  const result = v.safeParse(TokenizerJson, value);
  if (!result.success) throw new Error(`tokenizer.json: ${result.issues[0].message}.`);
  const file = result.output;
  const ids = [...Object.values(file.model.vocab), ...file.added_tokens.map((token) => token.id)];
  const outOfRange = ids.find((each) => each >= V);
  if (outOfRange !== undefined) {
    throw new Error(
      `tokenizer.json: the id ${outOfRange} is out of range for a model of ${V} tokens; the file belongs to another model.`,
    );
  }
  if (new Set(Object.values(file.model.vocab)).size < Object.keys(file.model.vocab).length)
    throw new Error('tokenizer.json: two of its tokens have the same id.');
  return file;
}

function isVocabulary(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const ids = Object.values(value);
  return ids.length > 0 && ids.every((each) => Number.isInteger(each) && each >= 0);
}

function isMerge(value: unknown): boolean {
  if (typeof value === 'string') return value.indexOf(' ') > 0;
  return Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === 'string');
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
