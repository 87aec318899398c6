// Model files: round trip, and rejection of damaged or malicious files.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import { initialWeights } from '../../../src/model/architecture/weights.ts';
import type { Checkpoint } from '../../../src/model/files/checkpoint.ts';
import { readCheckpoint, roundToFloat16, writeCheckpoint } from '../../../src/model/files/checkpoint.ts';
import { toConfigJson } from '../../../src/model/files/config-json.ts';
import type { SafeTensor } from '../../../src/model/files/safetensors.ts';
import { readSafeTensors, writeSafeTensors } from '../../../src/model/files/safetensors.ts';
import { Run } from '../../../src/model/training/run.ts';
import { planRun } from '../../../src/model/training/run-plan.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { type TINY_CONFIG, tinyRun } from '../../support/model/tiny-model.ts';

const plan = planRun(tinyRun({ seed: 3 }));
const { config } = plan;
const weights = initialWeights(transformerParameters(config), { seed: 1, initStd: 0.1 });
const origin = {
  settings: plan.settings,
  step: 4,
  engine: 'reference, plain JavaScript',
  variants: { a: 'b' },
};
const moments = new Map(
  ['m', 'v'].map((name, i) => [
    name,
    new Map([...weights].map(([weight, values]) => [weight, values.map((x) => Math.abs(x) + i)])),
  ]),
);
const history: Checkpoint['history'] = {
  series: { stride: 2, points: [{ step: 3, count: 2, loss: 1.5, gradientNorm: 0.1, learningRate: 1e-3 }] },
  evaluations: [
    {
      step: 4,
      validationLoss: Number.NaN,
      measures: [{ name: 'recall', description: 'of facts', value: 0.5, count: 8, heads: [[0.5, 1]] }],
      habits: [{ habit: 'induction', queries: 3, chance: 0.25, scores: [[0.1, 0.9]] }],
      completions: [{ prompt: 'a', text: 'a cat' }],
    },
  ],
};
const full: Checkpoint = { config, weights, tokenizer: plan.dataset.tokenizer, origin };
const bytes = writeCheckpoint(full);

/** The file with some of its tensors or metadata exchanged, and without its checksum. */
function changed(change: { tensors?: Record<string, SafeTensor>; metadata?: Record<string, string> }) {
  const file = readSafeTensors(bytes);
  return writeSafeTensors({
    tensors: new Map([...file.tensors, ...Object.entries(change.tensors ?? {})]),
    metadata: new Map([...file.metadata, ...Object.entries(change.metadata ?? {}), ['digest', 'none']]),
  });
}

describe('a model file', () => {
  it('round-trips', () => {
    const read = readCheckpoint(bytes);
    expect(read.config).toEqual(config);
    expect(read.weights).toEqual(weights);
    expect(read.origin).toEqual(origin);
    expect(read.tokenizer?.state()).toEqual(plan.dataset.tokenizer.state());
  });

  it('round-trips byte pairs and the vocabulary size', () => {
    const learnt = planRun({ ...tinyRun(), tokenizer: 'byte-pair', vocabularySize: 40 });
    const { tokenizer } = learnt.dataset;
    const read = readCheckpoint(
      writeCheckpoint({
        config: learnt.config,
        weights: initialWeights(transformerParameters(learnt.config), { seed: 1, initStd: 0.1 }),
        tokenizer,
        origin: { ...origin, settings: learnt.settings },
      }),
    );
    expect(read.tokenizer?.state()).toEqual(tokenizer.state());
    expect(planRun(read.origin?.settings ?? { preset: '' }).dataset.tokenizer.vocabulary).toEqual(
      tokenizer.vocabulary,
    );
  });

  it('has exactly GPT-2’s tensor names', () => {
    const names = transformerParameters(config).map(({ name }) => name);
    expect([...readSafeTensors(bytes).tensors.keys()]).toEqual(names);
  });

  it('round-trips the optimizer state under PyTorch’s names, and the history', () => {
    const whole = writeCheckpoint({ ...full, moments, history });
    const read = readCheckpoint(whole);
    expect(read.moments).toEqual(moments);
    expect(read.history).toEqual(history);
    const names = transformerParameters(config).map(({ name }) => name);
    expect([...readSafeTensors(whole).tensors.keys()]).toEqual([
      ...names,
      ...names.map((name) => `optimizer.exp_avg.${name}`),
      ...names.map((name) => `optimizer.exp_avg_sq.${name}`),
    ]);
  });

  it('computes the same logits as the run', async () => {
    const executor = new ReferenceExecutor();
    const run = await Run.create(executor, plan);
    for (let i = 0; i < 3; i++) await run.train();
    const saved = writeCheckpoint({ ...full, weights: await run.weights.get() });
    const again = await Run.create(executor, plan, { step: 3, weights: readCheckpoint(saved).weights });
    expect(await runToCompletion(again.validationLoss())).toBe(await runToCompletion(run.validationLoss()));
    expect(again.learningRate).toBe(run.learningRate);
    run.dispose();
    again.dispose();
  });

  it('without metadata is read with a separate configuration', () => {
    const alone = writeSafeTensors({ tensors: readSafeTensors(bytes).tensors, metadata: new Map() });
    const read = readCheckpoint(alone, config);
    expect(read).toEqual({ config, weights });
    expect(() => readCheckpoint(alone)).toThrow('it contains no configuration; pass a config.json with it');
  });

  it('may contain more tensors than the model needs', () => {
    const extra: SafeTensor = { dtype: 'I32', shape: [1], data: Int32Array.of(1) };
    expect(readCheckpoint(changed({ tensors: { 'transformer.h.0.attn.bias': extra } })).weights).toEqual(
      weights,
    );
  });
});

describe('what is no model', () => {
  it.each([1, null, undefined, 'a file', {}, [], new ArrayBuffer(8)])('%j is not read', (bytes) => {
    expect(() => readCheckpoint(bytes as Uint8Array)).toThrow(/^safetensors: its bytes are .*Uint8Array$/);
  });

  it.each([1, null, undefined, 'a file', {}, [], { config: {} }])('%j is not written', (model) => {
    const sentence = /^model file: a model has a 'config' and 'weights', .*; got /;
    expect(() => writeCheckpoint(model as unknown as Checkpoint)).toThrow(sentence);
  });
});

describe('an invalid model file', () => {
  const LN: SafeTensor = { dtype: 'F32', shape: [16], data: new Float32Array(16) };
  const withLn = (tensor: Partial<SafeTensor>) =>
    changed({ tensors: { 'transformer.ln_f.bias': { ...LN, ...tensor } as SafeTensor } });
  const spoilt = (at: number, value: number) =>
    withLn({ data: LN.data.slice().fill(value, at, at + 1) as Float32Array<ArrayBuffer> });

  it.each([
    [
      'integers for weights',
      withLn({ dtype: 'I32', data: new Int32Array(16) }),
      "'transformer.ln_f.bias' holds integers",
    ],
    [
      'another shape',
      withLn({ shape: [4, 4] }),
      "'transformer.ln_f.bias' is (4, 4); the configuration requires (16)",
    ],
    ['NaN', spoilt(3, Number.NaN), "'transformer.ln_f.bias' holds NaN at 3"],
    ['an infinity', spoilt(15, -Infinity), "'transformer.ln_f.bias' holds -Infinity at 15"],
    [
      'a configuration that is no JSON',
      changed({ metadata: { config: '{' } }),
      'model file: its config is not JSON',
    ],
    [
      'a configuration of another model',
      changed({ metadata: { config: configFile({ L: 2 }) } }),
      "the weight 'transformer.h.1.ln_1.weight' is missing",
    ],
    [
      'a configuration of millions of layers',
      changed({ metadata: { config: configFile({ L: 1e7 }) } }),
      "config: 'n_layer' is invalid:",
    ],
    [
      'a tokenizer of another size',
      changed({ metadata: { tokenizer: '{"kind":"words","vocabulary":["a"]}' } }),
      'the tokenizer has 1 tokens and the model',
    ],
    [
      'a tokenizer that is none',
      changed({ metadata: { tokenizer: '{"kind":"words"}' } }),
      "it must be an object with 'kind' and 'vocabulary'",
    ],
    [
      'half a memory of the optimiser',
      changed({ tensors: { 'optimizer.exp_avg.transformer.ln_f.bias': LN } }),
      "the weight 'optimizer.exp_avg.transformer.wte.weight' is missing",
    ],
    [
      'a tensor that is no weight of the model',
      changed({ tensors: { 'transformer.h.0.attn.secret': LN } }),
      "model file: 'transformer.h.0.attn.secret' is not a weight of this model",
    ],
    [
      'an overflowing loss',
      changed({
        metadata: {
          history:
            '{"series":{"stride":1,"points":[{"step":0,"count":1,"loss":1e400,"gradientNorm":0,"learningRate":0}]},"evaluations":[]}',
        },
      }),
      "model file: its history is invalid at 'series.points.0.loss'",
    ],
    [
      'a negative second moment',
      writeCheckpoint({ ...full, moments: new Map([...moments, ['v', new Map([...weights].map(negated))]]) }),
      "a second moment of 'transformer.wte.weight' is negative",
    ],
    [
      'a history that is none',
      changed({ metadata: { history: '{"series":{"stride":0}}' } }),
      "model file: its history is invalid at 'series.stride'",
    ],
    [
      'an origin that is none',
      changed({ metadata: { origin: '{"step":-1}' } }),
      "model file: its origin is invalid at 'settings': it is missing.",
    ],
  ])('%s', (_, file, sentence) => {
    expect(() => readCheckpoint(file)).toThrow(sentence);
  });

  it('truncated or damaged anywhere, it gives an error with a message or finite weights of the right sizes', () => {
    const place = fc.nat({ max: bytes.length - 1 });
    fc.assert(
      fc.property(
        place,
        fc.array(fc.tuple(place, fc.nat({ max: 255 })), { maxLength: 3 }),
        (cut, changes) => {
          const damaged = changes.length === 0 ? bytes.slice(0, cut) : bytes.slice();
          for (const [at, value] of changes) damaged[at] = value;
          try {
            const read = readCheckpoint(damaged);
            for (const { name, shape } of transformerParameters(read.config)) {
              const values = read.weights.get(name) as Float32Array;
              expect(values).toHaveLength(shape.reduce((a, b) => a * b));
              expect(values.every(Number.isFinite)).toBe(true);
            }
          } catch (error) {
            expect((error as Error).constructor.name).toMatch(/^(KernelError|SafeTensorsError|Error)$/);
            expect((error as Error).message).toMatch(
              /^(safetensors|model file|config|words tokenizer|characters tokenizer|tokenizer): ./,
            );
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

function negated([name, values]: [string, Float32Array]): [string, Float32Array] {
  return [name, values.map((x) => -Math.abs(x))];
}

function configFile(change: Partial<typeof TINY_CONFIG>): string {
  return JSON.stringify(toConfigJson({ ...config, ...change }));
}

it('holds weights and moments in 16 bits', () => {
  const half = writeCheckpoint({ ...full, moments }, 'F16');
  const count = [...weights.values()].reduce((sum, { length }) => sum + length, 0);
  const saved = writeCheckpoint({ ...full, moments }).length - half.length;
  expect(saved).toBeGreaterThanOrEqual(2 * 3 * count);
  const read = readCheckpoint(half);
  expect(read.weights).toEqual(roundToFloat16(weights));
  expect(read.moments?.get('v')).toEqual(roundToFloat16(moments.get('v') as Map<string, Float32Array>));
  expect(readCheckpoint(writeCheckpoint(read, 'F16')).weights).toEqual(read.weights);
});
