// Validation of requests: any request, from a page of another version or from `--request`, succeeds or is rejected with a
// message, and leaves the model unchanged.

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import { initialWeights } from '../../../src/model/architecture/weights.ts';
import { readCheckpoint, writeCheckpoint } from '../../../src/model/files/checkpoint.ts';
import { readSafeTensors, writeSafeTensors } from '../../../src/model/files/safetensors.ts';
import { planRun } from '../../../src/model/training/run-plan.ts';
import { DIGIT_LENSES } from '../../../src/workers/requests/digit-requests.ts';
import { LENSES } from '../../../src/workers/requests/lens-requests.ts';
import type { DigitLensName, LensName } from '../../../src/workers/rpc/api/lab-api.ts';
import type { Lab } from '../../../src/workers/session/lab.ts';
import { openPackedMnist } from '../../support/model/packed-mnist.ts';
import { tinyRun } from '../../support/model/tiny-model.ts';
import { createLab } from '../../support/workers/lab-fixtures.ts';

/** A few megabytes. */
const capacity = { maxBufferBytes: 4e6, totalBytes: 16e6, label: 'this test' };

let lab: Lab;
let executor: WasmExecutor;
let before: string;

/** Of all bytes of the model: comparing these takes Vitest a fifth of a second. */
const digest = async (network: Lab['transformer'] | Lab['digits']) =>
  createHash('sha256')
    .update(await network.save())
    .digest('hex');

beforeAll(async () => {
  executor = Object.assign(await WasmExecutor.create(), { capacity });
  lab = await createLab(executor, openPackedMnist);
  await lab.transformer.create(tinyRun());
  await lab.digits.create({ preset: 'digits' });
  await lab.transformer.step();
  before = await digest(lab.transformer);
});

afterAll(() => lab.dispose());

/** The message a call is refused with; the model is to the byte what it was. */
async function refusal(call: () => Promise<unknown>): Promise<string> {
  const message = await call().then(
    () => 'it was accepted',
    (error: Error) => error.message,
  );
  expect(await digest(lab.transformer)).toBe(before);
  return message;
}

type Case = readonly [name: string, request: unknown, message: string];
/** The request last, because it may be too long for the name of a test. */
const named = (cases: readonly Case[]) =>
  cases.map(([name, request, message]) => [name, message, request] as const);

// biome-ignore lint/suspicious/noExplicitAny: a caller without types
const untyped = (api: object) => api as any;

describe('a method', () => {
  it.each(
    named([
      ['create', [undefined], 'it must be an object'],
      ['create', [{ preset: 'text', text: 7 }], "at 'text': it must be a string"],
      ['create', [{ preset: 'facts', model: { C: '64' } }], "at 'model.C': it must be a number"],
      ['create', [{ preset: 'facts', model: { C: Number.NaN } }], 'C is NaN; it must be a whole number.'],
      ['create', [{ preset: 'facts', model: { L: 1e308 } }], 'L is 1e+308; it can be 1 to 8'],
      ['create', [{ preset: 'facts', model: { depth: 2 } }], "'model.depth': unknown key"],
      ['create', [{ preset: '__proto__' }], "preset: '__proto__' is unknown"],
      ['create', [{ preset: 'x'.repeat(1e6) }], "at 'preset': it can have at most 32 characters"],
      ['create', [{ preset: 'facts', facts: {} }], "at 'facts': it must be a list"],
      [
        'create',
        [{ preset: 'text', text: 'a'.repeat(8_000_001) }],
        'it can have at most 8,000,000 characters',
      ],
      ['create', [{ preset: 'text', tokenizer: 'constructor' }], "at 'tokenizer': it must be one of"],
      ['teach', ['all of them', 5], 'it must be a list'],
      ['teach', [[{ subject: 'a'.repeat(300), relation: 'sport' }], 5], 'it can have at most 200 characters'],
      ['inspect', [{ text: 'a', names: ['hook_embed'], written: ['a'] }], "at 'written.0'"],
      ['inspect', [{ text: 'a', names: ['blocks.9.hook_resid_pre'] }], 'has no activation'],
      [
        'inspect',
        [{ text: 'a', names: Array(1001).fill('x') }],
        "at 'names': it can have at most 1,000 entries",
      ],
      [
        'inspect',
        [{ text: 'a', names: [], interventions: [{ name: 'logits', kind: 'scale', value: Number.NaN }] }],
        'it must be a finite number',
      ],
      [
        'inspect',
        [{ text: 'a', names: [], interventions: [{ name: 'toString', kind: 'zero' }] }],
        'activation',
      ],
      [
        'inspect',
        [{ text: 'a', names: [], interventions: [{ name: 'hook_embed', kind: 'zero', positon: 0 }] }],
        "at 'interventions.0.positon': unknown key; the keys are name, kind, value, head, neuron, position.",
      ],
      [
        'generate',
        [{ prompt: 'a', tokens: 1e9, temperature: 1, seed: 0 }],
        'tokens must be a whole number from 1 to 1000.',
      ],
      ['generate', [{ prompt: 'a', tokens: 1, temperature: 1, seed: -1 }], "at 'seed'"],
      ['applyEdit', [null], 'it must be an object'],
      ['undoEdit', ['all'], 'whole number'],
      ['open', ['a file'], 'it must be the bytes of a file'],
      ['kernel', [{}], 'it must be a string'],
      ['kernel', ['__proto__'], 'has no activation'],
      ['diagnose', [{ speed: 1 }], 'it must be true or false'],
      ['start', [{ backend: 'abacus' }], 'it must be one of auto, webgpu, cpu'],
      ['lens', ['__proto__', {}], 'There is no such lens.'],
      ['lens', ['recall', []], 'it must be an object'],
      ['lens', ['recall', new Date(0)], 'it must be an object'],
      ['query', [{ prompt: 'a', lense: {} }], "at 'lense': unknown key; the keys are prompt,"],
      ['query', [{ prompt: 'a', lenses: [] }], "at 'lenses': it must be an object"],
      ['query', [{ prompt: 'a', toString: 1 }], "at 'toString': unknown key"],
      ['query', [{ prompt: 'a', variants: { b: { promt: 'b' } } }], "at 'variants.b.promt': unknown key"],
      ['inspect', [{ text: 'a', names: [], intervention: [] }], "at 'intervention': unknown key"],
      ['create', [{ preset: 'facts', model: [] }], "at 'model': it must be an object"],
      ['lens', ['constructor', {}], 'There is no such lens.'],
    ]),
  )('%s: %s', async (method, message, request) => {
    expect(
      await refusal(() => untyped(method in lab ? lab : lab.transformer)[method](...(request as unknown[]))),
    ).toContain(message);
  });

  it('problems reports invalid requests, and memory rejects them', async () => {
    expect(await untyped(lab.transformer).problems({ preset: 7 })).toEqual([
      { message: "Request “create” is invalid at 'preset': it must be a string." },
    ]);
    await expect(untyped(lab.transformer).costs({ preset: 'facts', model: { B: 1 } })).rejects.toThrow(
      'model.B',
    );
  });

  it.each(
    named([
      [
        'create',
        [{ preset: 'digits', hidden: Array(1e6).fill(1e9) }],
        "at 'hidden': it can have at most 16 entries",
      ],
      ['create', [{ preset: 'digits', training: { optimizer: 'toString' } }], 'it must be one of sgd, adam'],
      ['loadImages', ['everything'], 'it must be one of first, all'],
      ['setWeights', [[{ layer: 1, neuron: 0, value: Number.NaN }]], 'must be a finite number, not NaN'],
      ['setWeights', [[{ layer: 1e9, neuron: 0, value: 0 }]], 'a network of 784-16-16-10 has no bias'],
      ['open', [new Uint8Array(9)], 'safetensors: '],
    ]),
  )('digits.%s: %s', async (method, message, request) => {
    const digits = await digest(lab.digits);
    expect(await refusal(() => untyped(lab.digits)[method](...(request as unknown[])))).toContain(message);
    expect(await digest(lab.digits)).toBe(digits);
  });
});

describe('a lens', () => {
  it.each(
    named([
      ['nearest-tokens', { id: 0, by: 'taste', count: 5 }, "at 'by': it must be one of cosine, dot product"],
      ['nearest-tokens', { id: 0, by: 'cosine', count: 1e9 }, "at 'count': it must be a whole number"],
      ['direction-projection', { from: 0, to: 1, ids: { length: 1e9 } }, "at 'ids': it must be a list"],
      ['byte-pairs', { text: 'a', size: 2 ** 40, merges: 1 }, "at 'size'"],
      ['angle-spread', { N: 10, dimensions: Array(1e5).fill(2), seed: 0 }, "at 'dimensions'"],
      [
        'orthogonalize',
        { N: 2, d: 2, tolerance: 1, seed: 0, steps: 1, from: [0, 0, 0, 0] },
        'a Float32Array',
      ],
      [
        'toy-superposition',
        {
          features: 5,
          dimensions: 2,
          present: 0.1,
          seed: 0,
          steps: 1,
          from: { step: 0, features: new Float32Array(1), bias: new Float32Array(5), loss: 0 },
        },
        'The initial state must have 10 weights and 5 biases.',
      ],
      ['tokenizations', { text: 'a'.repeat(100_001) }, 'it can have at most 100,000 characters'],
      ['residual-stream', {}, "at 'text': it is missing"],
      [
        'head-ablation',
        { text: 'a', layer: 0, head: 0, kind: 'zero', seed: 0, batchs: 3 },
        "at 'batchs': unknown key; the keys are text, layer, head, also, kind, batches, seed.",
      ],
      [
        'head-ablation',
        { text: 'a', layer: 0, head: 0, also: [{ layer: 1, heads: 0 }], kind: 'zero', seed: 0 },
        "at 'also.0.head': it is missing.",
      ],
      ['embedding', { layer: 1 }, "at 'layer': unknown key; there are none."],
      ['next-token', { text: '<script>\u202E\ud800'.repeat(1000) }, 'The model does not know “<”'],
    ]),
  )('%s: %s', async (name, message, request) => {
    const refused = await refusal(() => untyped(lab.transformer).lens(name, request));
    expect(refused).toContain(message);
    expect(refused.length).toBeLessThan(400);
  });

  it.each(
    named([
      ['images', { split: 'train', from: -1e15, count: 1 }, "at 'from'"],
      ['images', { split: 'train', from: 0, count: 1e9 }, "at 'count'"],
      ['activations', { pixels: new Float32Array(783) }, '784 numbers an image'],
      [
        'activations',
        { pixels: new Float32Array(784).fill(Number.NaN) },
        'every pixel must be a finite number',
      ],
      ['cost', { pixels: new Float32Array(784), labels: [1, 2] }, 'every image needs one label'],
      ['cost', { pixels: new Float32Array(784), labels: [10] }, '10 is none'],
      ['activations', { split: 'validation', indices: [0] }, 'it must be'],
      ['cost-slice-values', { slice: 1, xs: Array(1e5).fill(0), ys: [0] }, "at 'xs'"],
      [
        'small-network',
        { sizes: [1e9, 1e9], weights: [], biases: [], inputs: [], targets: [] },
        '1 to 16 neurons',
      ],
      ['start-comparison-run', { from: 'current', training: { B: 1e9 } }, 'B is 1000000000'],
    ]),
  )('digits.%s: %s', async (name, message, request) => {
    expect(await refusal(() => untyped(lab.digits).lens(name, request))).toContain(message);
  });

  const odd = fc.oneof(
    fc.constantFrom(
      -1,
      0,
      1,
      0.5,
      1e308,
      Number.NaN,
      Infinity,
      2 ** 53,
      '',
      'a',
      '__proto__',
      null,
      undefined,
    ),
    fc.constantFrom([], {}, [0], ['a'], [Number.NaN], new Float32Array(2), true, 'cosine', 'zero', 'train'),
    fc.constantFrom(Symbol.iterator, () => 1, new Map(), new Date(0), 10n),
  );
  const names = [
    'text',
    'id',
    'ids',
    'layer',
    'head',
    'query',
    'seed',
    'count',
    'N',
    'd',
    'steps',
    'by',
    'of',
  ];
  const digitNames = ['split', 'indices', 'pixels', 'from', 'count', 'input', 'layer', 'neuron', 'network'];

  it('returns a result or a message for any request', async () => {
    const lenses = fc.constantFrom(...(Object.keys(LENSES) as LensName[]));
    const request = fc.oneof(fc.dictionary(fc.constantFrom(...names), odd), odd);
    await fc.assert(
      fc.asyncProperty(lenses, request, async (name, request) => {
        await untyped(lab.transformer).lens(name, request).catch(expectSentence);
      }),
      { numRuns: 300 },
    );
    const digitLenses = fc.constantFrom(...(Object.keys(DIGIT_LENSES) as DigitLensName[]));
    const digitRequest = fc.oneof(fc.dictionary(fc.constantFrom(...digitNames), odd), odd);
    await fc.assert(
      fc.asyncProperty(digitLenses, digitRequest, async (name, request) => {
        await untyped(lab.digits).lens(name, request).catch(expectSentence);
      }),
      { numRuns: 300 },
    );
    expect(await digest(lab.transformer)).toBe(before);
  });
});

/** Ours, not the engine's: JavaScript's own errors speak of what is undefined. */
function expectSentence(error: Error): void {
  expect(error).not.toBeInstanceOf(TypeError);
  expect(error).not.toBeInstanceOf(RangeError);
  expect(error.message.length).toBeGreaterThan(10);
  expect(error.message.length).toBeLessThan(700);
}

/** The file with a change of one JSON text of its metadata; `OVERFLOW` stands for a number that no double holds. */
function withMetadata(
  bytes: Uint8Array<ArrayBuffer>,
  key: string,
  // biome-ignore lint/suspicious/noExplicitAny: any JSON
  change: (value: any) => void,
): Uint8Array<ArrayBuffer> {
  const { tensors, metadata } = readSafeTensors(bytes);
  const value = JSON.parse(metadata.get(key) as string);
  change(value);
  const json = JSON.stringify(value).replaceAll('"OVERFLOW"', '1e400');
  return writeSafeTensors({ tensors, metadata: new Map([...metadata, [key, json]]) });
}

const EDIT = { subject: 'a', relation: 'b', oldAnswer: 'c', newAnswer: 'd', protect: false, step: 1 };

describe('a digit file', () => {
  it.each([
    [
      'a step after its last',
      { step: 1e6 },
      'digit file: it was trained for 1000000 steps, and its settings have 30000',
    ],
    [
      'an overflowing momentum',
      { settings: { preset: 'digits', training: { momentum: 'OVERFLOW' } } },
      'momentum is Infinity',
    ],
    ['an overflowing layer', { settings: { preset: 'digits', hidden: ['OVERFLOW'] } }, 'neurons is Infinity'],
  ])('of %s', async (_, change, message) => {
    const bytes = withMetadata(await lab.digits.save(), 'digits', (origin) => Object.assign(origin, change));
    const digits = await digest(lab.digits);
    expect(await refusal(() => lab.digits.open(bytes))).toContain(message);
    expect(await digest(lab.digits)).toBe(digits);
  });
});

describe('a model file', () => {
  /** A file whose settings and configuration are what they are said to be, with weights that fit. */
  function file(change: object, origin: object = {}): Uint8Array<ArrayBuffer> {
    const plan = planRun(tinyRun());
    const config = { ...plan.config, ...change };
    return writeCheckpoint({
      config,
      weights: initialWeights(transformerParameters(config), { seed: 1, initStd: 0.1 }),
      tokenizer: plan.dataset.tokenizer,
      origin: { settings: plan.settings, step: 1, engine: 'another', variants: {}, ...origin },
    });
  }

  it.each([
    ['more heads than can be trained', file({ H: 32, C: 32 }), 'H is 32; it can be 1 to 16'],
    ['a context its text cannot fill', file({ T: 500 }), 'text: a row of T = 500 tokens'],
    ['a step after its last', file({}, { step: 31 }), 'trained for 31 steps, and its settings have 30'],
    [
      'a batch of 1e308 rows',
      file({}, { settings: tinyRun({ B: 1e308 }) }),
      'B is 1e+308; it must be a whole number from 1 to 4096.',
    ],
    ...(
      [
        ['T', Infinity, 'model'],
        ['initStd', Infinity, 'model'],
        ['L', 1e9, 'model'],
        ['C', -5, 'model'],
        ['V', Infinity, 'model'],
        ['seed', 1e12, 'training'],
        ['beta2', Infinity, 'training'],
      ] as const
    ).map(([name, value, group]): [string, Uint8Array<ArrayBuffer>, string] => [
      `a setting ${name} of ${value}, with the configuration in order`,
      withMetadata(file({}), 'origin', (origin) => {
        (origin.settings[group] as Record<string, unknown>)[name] = value === Infinity ? 'OVERFLOW' : value;
      }),
      name === 'V' ? "at 'settings.model.V'" : `model file: its origin: ${name} is ${value}; it must be a `,
    ]),
    [
      'a vocabulary size that its tokenizer does not use',
      withMetadata(file({}), 'origin', (origin) => {
        origin.settings.vocabularySize = 'OVERFLOW';
      }),
      'model file: its origin: vocabularySize is Infinity; it must be a whole number',
    ],
    [
      'a learning rate that is a text',
      file({}, { settings: { ...tinyRun(), training: { learningRate: 'fast' } } }),
      "model file: its origin is invalid at 'settings.training.learningRate': it must be a number.",
    ],
    [
      'an unknown setting',
      file({}, { settings: { ...tinyRun(), model: { constructor: 1 } } }),
      "at 'settings.model.constructor': unknown key",
    ],
    [
      'an edit of a thousandth layer',
      file({}, { edits: [{ ...EDIT, site: { layer: 1e9, at: 'answer' } }] }),
      "its origin is invalid at 'edits.0.site.layer'",
    ],
  ])('of %s', async (_, bytes, message) => {
    expect(await refusal(() => lab.transformer.open(bytes))).toContain(message);
  });

  it('that declares gigabytes in a few kilobytes is rejected before any allocation', async () => {
    const settings = { ...tinyRun({ B: 128 }), text: 'abcdefgh '.repeat(2000) };
    const { dataset, config } = planRun(settings);
    const large = { ...config, L: 8, H: 16, C: 16, T: 512 };
    const bytes = writeCheckpoint({
      config: large,
      weights: initialWeights(transformerParameters(large), { seed: 1, initStd: 0.1 }),
      tokenizer: dataset.tokenizer,
      origin: { settings, step: 1, engine: 'another', variants: {} },
    });
    expect(bytes.length).toBeLessThan(2e5);
    const allocate = vi.spyOn(executor, 'allocate');
    expect(await refusal(() => lab.transformer.open(bytes))).toMatch(
      /needs a buffer of 2\.15 GB, and the largest buffer of this test is .* GB/,
    );
    expect(allocate).not.toHaveBeenCalled();
  });

  it('is opened if it is valid', async () => {
    const bytes = file({});
    await lab.transformer.open(bytes);
    expect(readCheckpoint(await lab.transformer.save()).weights).toEqual(readCheckpoint(bytes).weights);
  });
});
