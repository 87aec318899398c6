// Models of llama2.c open as files: PyTorch's logits, llama2.c's tokens, and one sentence where a file lies.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lab } from '../../../../src/workers/session/lab.ts';
import { expectAllclose } from '../../../support/kernels/allclose.ts';
import { familyFiles, familyPrompt } from '../../../support/model/family-files.ts';
import { Golden, TOLERANCE } from '../../../support/model/goldens.ts';
import { llama2cTokenizer, llama2cWeights } from '../../../support/model/llama2c-files.ts';
import { createObservedLab } from '../../../support/workers/lab-fixtures.ts';

const golden = new Golden('llama_tiny');
const { V } = golden.config();
/** Every letter that is used, and words of them; ids 3 to 9 are bytes. */
const TOKENS = [
  ...['<unk>', '\n<s>\n', '\n</s>\n'],
  ...Array.from({ length: 7 }, (_, i) => `<0x0${i}>`),
  ...[' t', 'he', ' the', ' a', 'at', 'cat', ' cat', 'th', ' th'],
  ...[...' acehst.dgmnoprilu'],
];

let lab: Lab;
beforeAll(async () => {
  ({ lab } = await createObservedLab());
});
afterAll(() => lab.dispose());

/** As llama2.c's `encode` does it: characters, then the best pair of all, again and again. */
function encode(text: string): number[] {
  const ids = [...` ${text}`].map((character) => TOKENS.indexOf(character));
  for (;;) {
    const merged = ids.slice(1).map((id, i) => TOKENS.indexOf(TOKENS[ids[i]] + TOKENS[id]));
    const best = merged.reduce((best, id, i) => (id > 0 && (best < 0 || id < merged[best]) ? i : best), -1);
    if (best < 0) return ids;
    ids.splice(best, 2, merged[best]);
  }
}

const open = (weights = llama2cWeights(), tokenizer = llama2cTokenizer(TOKENS)) =>
  lab.transformer.openFiles([weights, tokenizer]);

it('has the tokens of llama2.c', async () => {
  expect(TOKENS).toHaveLength(V);
  const info = await open();
  expect(info).toMatchObject({ isReadOnly: true, model: { T: 64, V, keyValueHeads: 2 } });
  for (const text of ['the cat', 'a cat sat at the mat', 'th', 'tathe at. the', 'ha catthe'])
    expect((await lab.transformer.inspect({ text, names: [] })).tokens.map(({ id }) => id)).toEqual(
      encode(text),
    );
});

it('has the logits of PyTorch', async () => {
  const [, , ids] = familyFiles('llama_tiny');
  await lab.transformer.openFiles([llama2cWeights(), ids]);
  const text = familyPrompt(golden);
  const { activations } = await lab.transformer.inspect({ text, names: ['logits'] });
  const logits = activations.logits?.data as Float32Array<ArrayBuffer>;
  expectAllclose(logits, golden.floats('act.logits').slice(0, logits.length), {
    ...TOLERANCE.forward,
    label: 'logits',
  });
});

it('keeps U+FEFF at the beginning of a token', async () => {
  const tokens = TOKENS.with(-1, '\uFEFFa');
  await expect(open(llama2cWeights(), llama2cTokenizer(tokens))).resolves.toMatchObject({ model: { V } });
});

describe('a tokenizer that knows no example prompt', () => {
  const special = TOKENS.slice(0, 3);
  /** Tokens of two characters, of which no text is cut: none is a token alone. */
  const unreadable = Array.from(
    { length: V },
    (_, id) => special[id] ?? `ꙮ${String.fromCharCode(0x4e00 + id)}`,
  );

  it('opens with a prompt of tokens that it can read, in every type of weights', async () => {
    // Every eleventh token is a character; a text starts with the mark of a space.
    const tokens = unreadable.map((token, id) => (id === 12 ? ' ' : id % 11 === 6 ? token[1] : token));
    for (const type of ['float32', 'int8'] as const) {
      const files = [llama2cWeights(), llama2cTokenizer(tokens)];
      const { prompts } = await lab.transformer.openFiles(files, type);
      expect(prompts).toHaveLength(1);
      const { tokens: read, next, unknown } = await lab.transformer.inspect({ text: prompts[0], names: [] });
      expect(unknown).toEqual([]);
      expect(read.length).toBeGreaterThan(1);
      expect(next.length).toBeGreaterThan(0);
    }
  });

  it('opens without a prompt where it can read none, and what needs one says so', async () => {
    const files = [llama2cWeights(), llama2cTokenizer(unreadable)];
    const info = await lab.transformer.openFiles(files, 'int8');
    expect(info).toMatchObject({ prompts: [], weightType: 'int8' });
    expect(info.logitChange).toBeUndefined();
    for (const [lens, request] of [
      ['head-table', {}],
      ['head-patterns', {}],
      ['neuron', { layer: 0, neuron: 0 }],
    ] as const)
      await expect(lab.transformer.lens(lens, request)).rejects.toThrow(
        'There is no prompt that this tokenizer reads; give one of your own.',
      );
    await expect(lab.transformer.inspect({ text: '', names: [] })).resolves.toMatchObject({ next: [] });
  });
});

describe('refuses', () => {
  it.each<[string, () => File[], string]>([
    [
      'weights alone',
      () => [llama2cWeights()],
      '“stories.bin” cannot be opened: it is a model of llama2.c; choose its tokenizer.bin',
    ],
    [
      'a file that ends early',
      () => [new File([llama2cWeights().slice(0, 5000)], 'stories.bin'), llama2cTokenizer(TOKENS)],
      'of the sizes in its header has',
    ],
    [
      'a header of other sizes',
      () => [llama2cWeights((header) => header.set([3], 2)), llama2cTokenizer(TOKENS)],
      'of the sizes in its header has',
    ],
    [
      'a header that is none',
      () => [llama2cWeights((header) => header.set([0], 3)), llama2cTokenizer(TOKENS)],
      '“stories.bin” cannot be opened: it begins neither as a pickle nor with the 28 bytes of a llama2.c header',
    ],
    [
      'a later version',
      () => [llama2cWeights((header) => header.set([0x616b3432, 2])), llama2cTokenizer(TOKENS)],
      'it is version 2 of llama2.c’s format',
    ],
    [
      'a number that is none',
      () => [llama2cWeights((_, floats) => floats.set([Number.NaN], 5)), llama2cTokenizer(TOKENS)],
      'holds NaN',
    ],
    [
      'fewer tokens',
      () => [llama2cWeights(), llama2cTokenizer(TOKENS.slice(1))],
      `“tokenizer.bin” cannot be opened: it has ${V - 1} tokens and the model ${V}`,
    ],
    [
      'more tokens',
      () => [llama2cWeights(), llama2cTokenizer([...TOKENS, 'x'])],
      'it has more tokens than the model',
    ],
    [
      'a token twice',
      () => [llama2cWeights(), llama2cTokenizer([...TOKENS.slice(1), 'cat'])],
      'two of its tokens have the same text',
    ],
    [
      'a token that is longer than the longest',
      () => [llama2cWeights(), llama2cTokenizer(TOKENS.with(-1, 'x'.repeat(21)))],
      `“tokenizer.bin” cannot be opened: token ${V - 1} has 21 bytes, and by its header the longest has 20.`,
    ],
    [
      'a longest token of many bytes',
      () => [llama2cWeights(), llama2cTokenizer(TOKENS.with(-1, 'x'.repeat(257)), 257)],
      'its longest token has 257 bytes; 256 are read at most',
    ],
    [
      'an empty tokenizer',
      () => [llama2cWeights(), new File([], 'tokenizer.bin')],
      `it has 0 tokens and the model ${V}`,
    ],
    [
      'a pickle',
      () => [new File([new Uint8Array(100).fill(0x80)], 'pytorch_model.bin')],
      'Weights in a pickle can run code',
    ],
  ])('%s', async (_, files, message) => {
    await expect(lab.transformer.openFiles(files())).rejects.toThrow(message);
  });
});
