// One generator for each format that is read from outside, built from the format's description.

import fc from 'fast-check';
import { requestKeys } from '../../../../src/lenses/shared/define-lens.ts';
import { DIGIT_LENSES } from '../../../../src/workers/requests/digit-requests.ts';
import { LENSES } from '../../../../src/workers/requests/lens-requests.ts';
import { applyMutation, type Mutation, mutation } from '../fuzz.ts';
import { damagedText, json, mostly, name, scalar, withExtra } from './values.ts';

/** A valid document with up to three changes: another value, a removed key, an added key. */
const mutated = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(valid, fc.array(mutation, { maxLength: 3 }))
    .map(([base, changes]) => changes.reduce(applyMutation, base));

const sizes = fc.record({
  L: fc.integer({ min: 1, max: 8 }),
  H: fc.integer({ min: 1, max: 8 }),
  D: fc.integer({ min: 1, max: 16 }),
  T: fc.integer({ min: 8, max: 64 }),
  V: fc.integer({ min: 2, max: 300 }),
});

/** config.json with the keys of TransformerLens or of Hugging Face. */
export const config: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 5,
    arbitrary: mutated(
      sizes.map(({ L, H, D, T, V }) => ({
        ...{ n_layer: L, n_head: H, d_model: H * D, d_head: D, d_mlp: 4 * H * D, vocab_size: V, n_ctx: T },
        ...{ activation: 'gelu_tanh', tied_unembedding: true, ln_eps: 1e-5, init_std: 0.02 },
      })),
    ),
  },
  {
    weight: 5,
    arbitrary: mutated(
      sizes.map(({ L, H, D, T, V }) => ({
        ...{
          model_type: 'gpt2',
          n_layer: L,
          n_head: H,
          n_embd: H * D,
          n_positions: T,
          n_inner: null,
          vocab_size: V,
        },
        ...{ activation_function: 'gelu_new', tie_word_embeddings: true, layer_norm_epsilon: 1e-5 },
      })),
    ),
  },
  { weight: 1, arbitrary: json },
);

const space = { pattern: { String: ' ' }, content: '▁' };
const NORMALIZERS = [
  ...['NFC', 'NFD', 'NFKC', 'NFKD', 'Lowercase', 'StripAccents'].map((type) => ({ type })),
  ...[
    { type: 'Prepend', prepend: '▁' },
    { type: 'Replace', ...space },
    { type: 'Strip', strip_left: true, strip_right: true },
  ],
];
const PRE_TOKENIZERS = [
  ...['ByteLevel', 'Whitespace', 'WhitespaceSplit', 'Punctuation', 'Digits', 'Metaspace'].map((type) => ({
    type,
  })),
  ...[
    { type: 'ByteLevel', use_regex: false, add_prefix_space: true },
    { type: 'Metaspace', replacement: '_', str_rep: 'x'.repeat(999) },
  ],
  { type: 'Split', pattern: { Regex: '(a+)+$' }, behavior: 'Isolated' },
];
const DECODERS = [
  ...['ByteLevel', 'BPEDecoder', 'Metaspace', 'Fuse', 'ByteFallback'].map((type) => ({ type })),
  ...[
    { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
    { type: 'Strip', content: ' ', start: 1, stop: 0 },
  ],
];
const chain = (list: string, components: readonly object[]) =>
  fc.oneof(
    fc.constantFrom(null, ...components),
    fc
      .array(fc.constantFrom(...components), { maxLength: 3 })
      .map((each) => ({ type: 'Sequence', [list]: each })),
    fc
      .tuple(fc.constantFrom(...components), fc.integer({ min: 9, max: 50 }))
      .map(([each, count]) => ({ type: 'Sequence', [list]: Array(count).fill(each) })),
  );
const token = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a', 'b', 'ab', 'Ġa', '▁', '<0x61>', 'abab') },
  { weight: 1, arbitrary: name },
);
const flag = fc.boolean();

/** tokenizer.json of byte pairs. */
export const tokenizer: fc.Arbitrary<unknown> = mutated(
  fc.record({
    normalizer: chain('normalizers', NORMALIZERS),
    pre_tokenizer: chain('pretokenizers', PRE_TOKENIZERS),
    decoder: chain('decoders', DECODERS),
    post_processor: json,
    added_tokens: fc
      .uniqueArray(token, { maxLength: 3 })
      .map((tokens) =>
        tokens
          .filter((each) => each.length > 0 && each.length < 1000)
          .map((content, i) => ({ id: 20 + i, content, special: i === 0, normalized: true, lstrip: true })),
      ),
    model: fc.record({
      type: fc.constant('BPE'),
      vocab: fc
        .uniqueArray(token, { minLength: 1, maxLength: 8 })
        .map((tokens) =>
          Object.fromEntries(
            [...tokens.filter((each) => each.length < 1000), '<unk>'].map((each, id) => [each, id]),
          ),
        ),
      merges: fc.oneof(
        fc.array(fc.constantFrom('a b', 'ab ab', 'a a'), { maxLength: 4 }),
        fc.array(fc.tuple(fc.constantFrom('a', 'ab'), fc.constantFrom('b', 'ab')), { maxLength: 4 }),
      ),
      unk_token: fc.constantFrom(null, '<unk>'),
      ...{ byte_fallback: flag, fuse_unk: flag, ignore_merges: flag },
      end_of_word_suffix: fc.constantFrom(null, '</w>'),
      continuing_subword_suffix: fc.constantFrom(null, '##'),
    }),
  }),
);

const dtype = fc.constantFrom('F32', 'F16', 'BF16', 'I32', 'F64', 'BOOL', 'F8_E4M3', 'constructor');
const BYTES: Readonly<Record<string, number>> = { F64: 8, F32: 4, I32: 4, F16: 2, BF16: 2, BOOL: 1 };
const tensorName = fc.oneof(
  fc.constantFrom(
    'wte.weight',
    'transformer.wte.weight',
    'wpe.weight',
    'h.0.ln_1.weight',
    'h.999.attn.bias',
    'lm_head.weight',
  ),
  name,
);
/** A header whose tensors fill the data, with or without false figures. */
const header = fc
  .tuple(
    fc.array(fc.tuple(tensorName, dtype, fc.array(fc.nat({ max: 5 }), { maxLength: 4 })), { maxLength: 8 }),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('dtype', 'shape', 'data_offsets'), json), { maxLength: 2 }),
    mostly(
      fc.dictionary(
        fc.constantFrom('config', 'tokenizer', 'origin', 'history', 'undo', 'digits', 'format'),
        fc.oneof(
          name,
          json.map((value) => JSON.stringify(value) ?? ''),
        ),
        { maxKeys: 4 },
      ),
    ),
  )
  .map(([tensors, lies, metadata]) => {
    let end = 0;
    const entries: Record<string, unknown>[] = [];
    const object: Record<string, unknown> = Object.create(null);
    for (const [called, type, shape] of tensors) {
      const begin = end;
      end += shape.reduce((a, b) => a * b, 1) * (BYTES[type] ?? 1);
      entries.push({ dtype: type, shape, data_offsets: [begin, end] });
      object[called] = entries.at(-1);
    }
    for (const [place, key, value] of lies)
      if (entries.length > 0) entries[place % entries.length][key] = value;
    if (metadata !== undefined) object.__metadata__ = metadata;
    return { text: JSON.stringify(object), bytes: end };
  });

/** A safetensors file: length, header, data; each may be wrong. */
export const safetensors: fc.Arbitrary<Uint8Array<ArrayBuffer>> = fc
  .tuple(
    header,
    fc.boolean(),
    fc.oneof({ weight: 8, arbitrary: fc.constant(0n) }, fc.bigInt({ min: -9n, max: 2n ** 62n })),
    fc.integer({ min: -4, max: 4 }),
    fc.nat({ max: 255 }),
  )
  .chain(([{ text, bytes }, damaged, lengthError, dataError, fill]) =>
    (damaged ? damagedText(fc.constant(text)) : fc.constant(text)).map((written) => {
      const encoded = new TextEncoder().encode(written);
      const data = new Uint8Array(Math.max(0, bytes + (damaged ? dataError : 0))).fill(fill);
      const file = new Uint8Array(8 + encoded.length + data.length);
      new DataView(file.buffer).setBigUint64(
        0,
        BigInt.asUintN(64, BigInt(encoded.length) + (damaged ? lengthError : 0n)),
        true,
      );
      file.set(encoded, 8);
      file.set(data, 8 + encoded.length);
      return file;
    }),
  );

const METADATA = ['config', 'tokenizer', 'origin', 'history'] as const;

/** A change of one JSON text in the metadata of a file of the lab; some numbers become larger than a double. */
export interface LabFileChange {
  readonly key: (typeof METADATA)[number];
  readonly changes: readonly Mutation[];
  /** Index of the number that overflows, modulo their count. */
  readonly overflow?: number;
}
export const labFileChange: fc.Arbitrary<LabFileChange> = fc.record({
  key: fc.constantFrom(...METADATA),
  changes: fc.array(mutation, { maxLength: 2 }),
  overflow: fc.option(fc.nat(), { nil: undefined }),
});

export function changeJson(text: string, { changes, overflow }: LabFileChange): string {
  const changed = JSON.stringify(changes.reduce(applyMutation, JSON.parse(text) as unknown)) ?? '';
  const numbers = [...changed.matchAll(/(?<=[:[,])-?\d[\d.e+-]*(?=[,}\]])/g)];
  if (overflow === undefined || numbers.length === 0) return changed;
  const { index, 0: digits } = numbers[overflow % numbers.length];
  return `${changed.slice(0, index)}1e400${changed.slice(index + digits.length)}`;
}

const time = fc
  .tuple(fc.nat({ max: 12_000 }), fc.nat({ max: 99 }))
  .map(([m, s]) => `[${m}:${String(s).padStart(2, '0')}]`);
const noteLine = fc.oneof(
  fc.tuple(time, name).map(([at, text]) => `- ${at}(https://youtu.be/x?t=1) ${text}`),
  name.map((text) => `  ${text}`),
  fc.constantFrom(
    '',
    '  ',
    '# Notes on chapter 6: x',
    '# Notes on chapter 99',
    '  ![x](data:image/png;base64,AAAA)',
    '  ![x](data:image/svg+xml;base64,AAAA)',
  ),
  fc.constant('\n'.repeat(5000)),
);
/** The Markdown of exported notes. */
export const notes: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('# Notes on chapter 6: Attention', '\ufeff# Notes on chapter 6', '', '# Notes'),
    fc.array(noteLine, { maxLength: 30 }),
    fc.constantFrom('\n', '\r\n', '\r'),
  )
  .map(([first, lines, end]) => [first, ...lines].join(end));

/** Cells of a table, with what a spreadsheet drops before a sign that begins a formula. */
export const cells: fc.Arbitrary<string[]> = fc.array(
  fc
    .tuple(
      fc.array(
        fc.oneof(
          fc.constantFrom(
            '\u00ad',
            '\u2060',
            '\u061c',
            '\u202e',
            '\u0000',
            '\u0007',
            '\u009f',
            ' ',
            '\u3000',
            '\ufe0f',
            '\u{e0001}',
          ),
          fc.string({ unit: 'binary', maxLength: 1 }),
        ),
        { maxLength: 4 },
      ),
      fc.constantFrom('=1+1', '+1+a', '-1+a', '@a', '＝1', '12', '−3', 'x', '"', ',', '\r\n'),
    )
    .map(([before, text]) => before.join('') + text),
  { minLength: 1, maxLength: 5 },
);

/** Bytes of a text file, UTF-8 or not, and the settings of its tokenizer. */
export const textFile: fc.Arbitrary<{
  bytes: Uint8Array<ArrayBuffer>;
  tokenizer: unknown;
  vocabularySize: unknown;
}> = fc.record({
  bytes: fc
    .tuple(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc
          .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 5 }), fc.nat({ max: 2000 }))
          .map(([part, times]) => part.repeat(times)),
      ),
      fc.uint8Array({ maxLength: 3 }),
      fc.boolean(),
    )
    .map(([text, junk, binary]) =>
      Uint8Array.from([...new TextEncoder().encode(text), ...(binary ? junk : [])]),
    ),
  tokenizer: mostly(fc.constantFrom('words', 'characters', 'byte-pair')),
  vocabularySize: mostly(fc.integer({ min: 0, max: 6000 }), 6),
});

const KEYS =
  'view chapter at theme preset weights prompt layer head token orientation tokenizer vocabularySize L H C T initStd B steps seed show.panel with.word __proto__ show.__proto__';
const parameter = fc.tuple(
  fc.oneof(fc.constantFrom(...KEYS.split(' ')), name),
  fc.oneof(scalar.map(String), fc.constantFrom('chapter', 'facts', '%', '%ff', '%E2%80', '1e999')),
);
/** The part of an address after `#`. */
export const hash: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(parameter, { maxLength: 20 }),
    fc.constantFrom('&', ';', '&&', '?'),
    fc.constantFrom(1, 1, 1, 1, 5000),
  )
  .map(
    ([parameters, separator, times]) =>
      `#${parameters
        .map(([key, value]) => `${key}=${value}${separator}`)
        .join('')
        .repeat(times)}`,
  );

/** A model's name or address. */
export const modelAddress: fc.Arbitrary<string> = fc.oneof(
  fc
    .constantFrom(
      'a/b',
      'https://huggingface.co/a/b/resolve/main/model.safetensors',
      'https://lab.example/x/model.safetensors',
    )
    .chain((address) => damagedText(fc.constant(address))),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          'https://',
          'http:',
          '//',
          'huggingface.co',
          'lab.example',
          '@',
          ':',
          '/resolve/main/',
          'model.safetensors',
          'a/b',
          '..',
          '?',
          '#',
          '\\',
          '%2e',
          ' ',
        ),
        name,
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
  fc.constant('a/'.repeat(1e6)),
);

const REQUEST_KEYS =
  'text prompt id ids layer head neuron query seed count N d dimensions steps by of size merges subject relation answer from to ' +
  'site samples noise kind position feature features interventions contrast words pixels split indices labels input network slice xs ys';
const requestValue = fc.oneof(
  json,
  fc.constantFrom('a cat', 'cosine', 'zero', 'train', 'answer', 0, 1, 2),
  fc.constantFrom(new Float32Array(4), [0, 1], ['a', 'cat']),
);
const requestOf = (keys: readonly string[]) =>
  keys.length === 0
    ? fc.constant({})
    : fc.dictionary(fc.constantFrom(...keys), requestValue, { maxKeys: Math.min(6, keys.length) });
/** A request of a lens of either network, as `--request` or a page of another version sends it: mostly with its own keys. */
export const lensRequest: fc.Arbitrary<{
  network: 'transformer' | 'digits';
  name: string;
  request: unknown;
}> = fc
  .constantFrom(
    { network: 'transformer', lenses: LENSES } as const,
    { network: 'digits', lenses: DIGIT_LENSES } as const,
  )
  .chain(({ network, lenses }) =>
    fc
      .oneof(
        { weight: 20, arbitrary: fc.constantFrom(...Object.values(lenses)) },
        name.map((each) => ({ name: each, request: {} })),
      )
      .chain((lens) =>
        fc.record({
          network: fc.constant(network),
          name: fc.constant(lens.name),
          request: fc.oneof(
            { weight: 4, arbitrary: requestOf(requestKeys(lens.request)) },
            { weight: 2, arbitrary: withExtra(requestOf(REQUEST_KEYS.split(' '))) },
            json,
          ),
        }),
      ),
  );
