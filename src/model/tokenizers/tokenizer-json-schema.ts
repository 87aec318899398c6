// What a tokenizer.json may contain. The library that runs it cannot be interrupted: its components are rebuilt from the settings
// named here, each with a limit, so that the time of every call grows with the length of the text alone.

import * as v from 'valibot';
import { truncate } from '../../shared/truncate.ts';
import {
  boolean,
  boundedArray,
  boundedString,
  describeIssue,
  integerBetween,
} from '../../shared/validation.ts';
import { CHUNK_PATTERN, MAX_TOKENS } from './byte-pair.ts';

const MAX_MERGES = 524_288;
/** GPT-2's longest token has 128 characters. */
const MAX_TOKEN_LENGTH = 1000;
const MAX_ADDED_TOKENS = 5000;
/** The library keeps an object for each character of an added token. */
const MAX_ADDED_CHARACTERS = 100_000;
const MAX_COMPONENTS = 8;

/** Patterns of this lab and of well-known models, word for word: any other regular expression could run for ever. */
const KNOWN_PATTERNS: readonly string[] = [
  CHUNK_PATTERN,
  ...['\\p{N}{1,3}', '\\p{N}'].map(
    (digits) =>
      `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`,
  ),
];

const flag = v.optional(boolean);
const character = v.custom<string>(
  (value) => typeof value === 'string' && [...value].length === 1,
  'it must be one character',
);
const shortText = boundedString(16);
const stripCount = v.optional(integerBetween(0, 16), 0);
const replacement = v.pipe(
  v.object({
    pattern: v.object({ String: v.pipe(shortText, v.minLength(1, 'it is empty')) }),
    content: shortText,
  }),
  // Several replacements that lengthen a text would multiply.
  v.check(
    ({ pattern, content }) => content.length <= pattern.String.length,
    'it replaces a text by a longer one',
  ),
);
const nothing = v.object({});

type Components = Readonly<Record<string, v.GenericSchema>>;

const NORMALIZERS: Components = {
  ...{ NFC: nothing, NFD: nothing, NFKC: nothing, NFKD: nothing, Lowercase: nothing, StripAccents: nothing },
  Prepend: v.object({ prepend: shortText }),
  Replace: replacement,
  Strip: v.object({ strip_left: flag, strip_right: flag }),
};
const PRE_TOKENIZERS: Components = {
  ByteLevel: v.object({ add_prefix_space: flag, trim_offsets: flag, use_regex: flag }),
  ...{ Whitespace: nothing, WhitespaceSplit: nothing, Punctuation: nothing },
  Digits: v.object({ individual_digits: flag }),
  Metaspace: v.object({
    replacement: v.optional(character, '▁'),
    prepend_scheme: v.optional(v.picklist(['always', 'first', 'never'], 'it must be always, first or never')),
  }),
  Split: v.object({
    pattern: v.object({ Regex: v.picklist(KNOWN_PATTERNS, 'it is a pattern of its own') }),
    behavior: v.literal('Isolated', 'it must be Isolated'),
    invert: v.optional(v.literal(false, 'it must be false'), false),
  }),
};
const DECODERS: Components = {
  ...{ ByteLevel: nothing, ByteFallback: nothing, Fuse: nothing },
  BPEDecoder: v.object({ suffix: v.optional(shortText) }),
  Metaspace: v.object({ replacement: v.optional(character, '▁') }),
  Replace: replacement,
  Strip: v.object({ content: v.optional(shortText), start: stripCount, stop: stripCount }),
};

const id = integerBetween(0, MAX_TOKENS - 1);
const token = v.pipe(boundedString(MAX_TOKEN_LENGTH), v.minLength(1, 'an added token is empty'));
const optionalText = v.nullish(boundedString(MAX_TOKEN_LENGTH), null);

const TokenizerJson = v.object(
  {
    normalizer: v.nullish(v.unknown()),
    pre_tokenizer: v.nullish(v.unknown()),
    decoder: v.nullish(v.unknown()),
    added_tokens: v.optional(
      boundedArray(
        v.object({ id, content: token, lstrip: flag, rstrip: flag, special: flag, normalized: flag }),
        MAX_ADDED_TOKENS,
      ),
      [],
    ),
    model: v.object(
      {
        type: v.optional(v.literal('BPE', 'only byte-pair tokenizers (BPE) are supported'), 'BPE'),
        vocab: v.custom<Record<string, number>>(isVocabulary, "its 'vocab' is not a table of tokens and ids"),
        merges: v.custom<readonly unknown[]>(Array.isArray, "its 'merges' must be a list"),
        unk_token: optionalText,
        continuing_subword_suffix: v.nullish(shortText, null),
        end_of_word_suffix: v.nullish(shortText, null),
        fuse_unk: flag,
        byte_fallback: flag,
        ignore_merges: flag,
      },
      "its 'model' needs 'vocab' and 'merges'",
    ),
  },
  "it must be an object with 'model', 'pre_tokenizer' and 'decoder'",
);

/** Throws for an invalid file; the result holds known settings of known components only. */
export function parseTokenizerJson(value: unknown, V: number) {
  if (V > MAX_TOKENS) fail(`the model has ${V} tokens; at most ${formatCount(MAX_TOKENS)} are supported`);
  const result = v.safeParse(TokenizerJson, value, { abortEarly: true });
  if (!result.success) {
    const { path, message } = describeIssue(result.issues[0]);
    return fail(message.startsWith('it ') && path !== undefined ? `'${path}': ${message}` : message);
  }
  const { normalizer, pre_tokenizer, decoder, added_tokens, model } = result.output;
  checkTokens(model, added_tokens, V);
  return {
    normalizer: parseComponent('normalizer', 'normalizers', NORMALIZERS, normalizer),
    pre_tokenizer: parseComponent('pre_tokenizer', 'pretokenizers', PRE_TOKENIZERS, pre_tokenizer),
    decoder: parseComponent('decoder', 'decoders', DECODERS, decoder),
    // It would add special tokens to a prompt.
    post_processor: null,
    added_tokens,
    model: { ...model, merges: parseMerges(model.merges) },
  };
}

interface Component {
  readonly type: string;
}

/** A component or a sequence of components. Of each type there is one, since several would multiply the length of a text. */
function parseComponent(kind: string, listName: string, known: Components, value: unknown): Component | null {
  if (value === null || value === undefined) return null;
  if ((value as Partial<Component>).type !== 'Sequence') return parseSingle(kind, known, value);
  const list = (value as Readonly<Record<string, unknown>>)[listName];
  if (!Array.isArray(list)) return fail(`its ${kind} is a sequence without components`);
  if (list.length > MAX_COMPONENTS)
    fail(`its ${kind} is a sequence of ${list.length} components; at most ${MAX_COMPONENTS} are supported`);
  const components = list.map((each) => parseSingle(kind, known, each));
  const types = components.map(({ type }) => type);
  const twice = types.find((type, i) => types.indexOf(type) < i);
  if (twice !== undefined) fail(`its ${kind} has ${twice} twice`);
  return { type: 'Sequence', [listName]: components } as Component;
}

function parseSingle(kind: string, known: Components, value: unknown): Component {
  const type = (value as Partial<Component> | null)?.type;
  if (typeof type !== 'string' || !Object.hasOwn(known, type))
    return fail(`its ${kind} must be one of ${Object.keys(known).join(', ')}`);
  const result = v.safeParse(known[type], value, { abortEarly: true });
  if (result.success) return { type, ...(result.output as object) };
  const { path, message } = describeIssue(result.issues[0]);
  return fail(`its ${kind} ${type} is invalid${path === undefined ? '' : ` at '${path}'`}: ${message}`);
}

type TokenizerFile = v.InferOutput<typeof TokenizerJson>;

function checkTokens(
  { vocab, unk_token: unknown }: TokenizerFile['model'],
  added: TokenizerFile['added_tokens'],
  V: number,
): void {
  const tokens = Object.keys(vocab);
  const ids = Object.values(vocab);
  const outOfRange = [...ids, ...added.map((each) => each.id)].find((each) => each >= V);
  if (outOfRange !== undefined)
    fail(
      `the id ${outOfRange} is out of range for a model of ${V} tokens; the file belongs to another model`,
    );
  if (new Set(ids).size < ids.length) fail('two of its tokens have the same id');
  const long = tokens.find((each) => each.length > MAX_TOKEN_LENGTH);
  if (long !== undefined)
    fail(
      `one of its tokens has ${long.length} characters; at most ${formatCount(MAX_TOKEN_LENGTH)} are supported`,
    );
  const addedCharacters = added.reduce((sum, { content }) => sum + content.length, 0);
  if (addedCharacters > MAX_ADDED_CHARACTERS)
    fail(
      `its added tokens have ${addedCharacters} characters; at most ${formatCount(MAX_ADDED_CHARACTERS)} are supported`,
    );
  // The library would return an id that is undefined.
  if (unknown !== null && !Object.hasOwn(vocab, unknown) && !added.some(({ content }) => content === unknown))
    fail(`its unknown token '${truncate(unknown, 80)}' is not in its vocabulary`);
}

/** Each merge as a pair, whichever of both notations the file has. */
function parseMerges(merges: readonly unknown[]): (readonly [string, string])[] {
  if (merges.length > MAX_MERGES)
    fail(`it has ${merges.length} merges; at most ${formatCount(MAX_MERGES)} are supported`);
  const notation = typeof merges[0];
  return merges.map((merge, i) => {
    if (typeof merge !== notation)
      fail(`its 'merges' mix texts and pairs: merge ${i} differs from those before`);
    const pair = typeof merge === 'string' ? merge.split(' ', 3) : merge;
    if (!Array.isArray(pair) || pair.length !== 2 || !pair.every(isToken))
      return fail(`its 'merges' must be pairs of tokens, and merge ${i} is none`);
    return [pair[0], pair[1]];
  });
}

const isToken = (value: unknown) =>
  typeof value === 'string' && value !== '' && value.length <= MAX_TOKEN_LENGTH;

function isVocabulary(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const ids = Object.values(value);
  return ids.length > 0 && ids.every((each) => Number.isInteger(each) && each >= 0);
}

const formatCount = (count: number) => count.toLocaleString('en');

function fail(message: string): never {
  throw new Error(`tokenizer.json: ${message}.`);
}
