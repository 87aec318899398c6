// A run: planning, reproducibility, bit-exact resumption, divergence.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCorpus } from '../../../src/cli/shared/corpora.ts';
import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { loadCorpus } from '../../../src/model/data/text/corpora.ts';
import { PRESETS } from '../../../src/model/training/presets.ts';
import { Run } from '../../../src/model/training/run.ts';
import type { RunSettings } from '../../../src/model/training/run-plan.ts';
import { planRun, runProblems } from '../../../src/model/training/run-plan.ts';
import type { Snapshot } from '../../../src/model/training/snapshot.ts';
import type { StepPoint } from '../../../src/shared/history/series.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { DIVERGING, tinyRun } from '../../support/model/tiny-model.ts';

async function steps(run: Run, count: number): Promise<StepPoint[]> {
  const results: StepPoint[] = [];
  for (let i = 0; i < count; i++) results.push(await run.train());
  return results;
}

describe('a plan', () => {
  beforeAll(() => loadCorpus('moby-dick', openCorpus));

  it.each(PRESETS)('$name: every preset is valid', ({ name }) => {
    expect(runProblems({ preset: name })).toEqual([]);
    const { config, dataset } = planRun({ preset: name });
    expect(config.V).toBe(dataset.tokenizer.vocabulary.length);
  });

  it('takes missing and undefined settings from the preset', () => {
    const { training, config } = planRun({
      preset: 'league',
      model: { L: 2, C: undefined },
      training: { steps: 7, seed: undefined },
    });
    const league = PRESETS.find(({ name }) => name === 'league');
    expect(training).toEqual({ ...league?.training, steps: 7 });
    expect(config).toMatchObject({ ...league?.model, L: 2 });
  });

  it('takes the learning rate of another optimizer, unless one is given', () => {
    const { learningRate, minLearningRate } = planRun({ preset: 'facts' }).training;
    const ratesOf = (training: RunSettings['training']) => {
      const plan = planRun({ preset: 'facts', training });
      return [plan.training.learningRate, plan.training.minLearningRate];
    };
    expect(ratesOf({ optimizer: 'sgd' })).toEqual([0.3, 0.03]);
    expect(ratesOf({ optimizer: 'sgd', learningRate: 0.02 })).toEqual([0.02, 0.02]);
    expect(ratesOf({ optimizer: 'sgd', learningRate: 0.5, minLearningRate: 0 })).toEqual([0.5, 0]);
    // Muon's own rate is another setting: this one is that of AdamW, for all other weights.
    for (const optimizer of ['adamw', 'muon'] as const)
      expect(ratesOf({ optimizer })).toEqual([learningRate, minLearningRate]);
  });

  it('lowers the minimum with a lower learning rate', () => {
    const { training } = planRun({ preset: 'league', training: { learningRate: 1e-4 } });
    expect(training.minLearningRate).toBe(1e-4);
  });

  it.each([
    [
      'an unknown preset',
      { preset: 'poems' },
      [
        "preset: 'poems' is unknown; there are facts, league, stories, repeats, text, moby-dick, world, modular, copy, sort, parity, brackets",
      ],
    ],
    [
      'a name of the prototype',
      { preset: 'constructor' },
      [
        "preset: 'constructor' is unknown; there are facts, league, stories, repeats, text, moby-dick, world, modular, copy, sort, parity, brackets",
      ],
    ],
    [
      'a model setting that does not exist',
      { preset: 'facts', model: { layers: 3 } as RunSettings['model'] },
      [
        'model.layers is an unknown key; the keys are V, L, H, C, T, mlpWidth, initStd, keyValueHeads, headWidth, normEpsilon, rotaryBase, rotaryFraction, embeddingDropout, attentionDropou….',
      ],
    ],
    [
      'a setting that does not exist',
      { preset: 'facts', steps: 3 } as RunSettings,
      [
        'steps is an unknown key; the keys are preset, model, training, facts, text, corpus, tokenizer, vocabularySize, heldOut, splitSeed, syllables, fixedLength, modulus.',
      ],
    ],
    [
      'a text for another preset',
      { preset: 'facts', text: 'abc' },
      ["'text' needs the preset 'text'; the preset is 'facts'"],
    ],
    [
      'too little text',
      { preset: 'text', text: 'a' },
      ['text: there are 1 characters in it; paste at least a few sentences'],
    ],
    [
      'three things at once, a sentence each',
      { preset: 'league', model: { H: 3, L: 9 }, training: { steps: 0 } },
      [
        'L is 9; it can be 1 to 8: deeper models train too slowly to watch.',
        'C is 64 and H is 3; the width must divide evenly among the heads.',
        'steps is 0; it must be a whole number from 1 to 100000.',
      ],
    ],
    [
      'a context the data cannot fill',
      { preset: 'text', text: 'a b c d e f g h i j', model: { T: 64 } },
      [
        'text: a row of T = 64 tokens and its last target need 65 tokens, and there are 18; shorten T or add text',
      ],
    ],
  ] as [string, RunSettings, string[]][])('rejects %s', (_, settings, sentences) => {
    expect(runProblems(settings).map(({ message }) => message)).toEqual(sentences);
    expect(() => planRun(settings)).toThrow(sentences.join(' '));
  });

  it('errors name their field, also those of the tokenizer', () => {
    const fieldsOf = (settings: RunSettings) =>
      runProblems(settings).map(({ field, relatedFields }) => [field, relatedFields]);
    expect(fieldsOf({ preset: 'league', model: { H: 3 } })).toEqual([['C', ['H']]]);
    expect(fieldsOf({ preset: 'text', tokenizer: 'byte-pair', vocabularySize: 1 })).toEqual([
      ['vocabularySize', undefined],
    ]);
    expect(fieldsOf({ preset: 'text', text: 'a' })).toEqual([['text', undefined]]);
    expect(fieldsOf({ preset: 'text', text: 'a b c d e', model: { T: 64 } })).toEqual([['text', ['T']]]);
  });
});

const EXECUTORS: [string, () => Promise<Executor>][] = [
  ['reference', async () => new ReferenceExecutor()],
  ['WebAssembly', () => WasmExecutor.create()],
];

describe.each(EXECUTORS)('training on the %s executor', (_, make) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await make();
  });
  afterAll(() => executor.dispose());

  const start = (settings: RunSettings = tinyRun(), snapshot?: Snapshot) =>
    Run.create(executor, planRun(settings), snapshot);

  it('learns', async () => {
    const run = await start();
    const [first] = await steps(run, 1);
    const before = await runToCompletion(run.validationLoss());
    await steps(run, 29);
    expect(run.finished).toBe(true);
    expect(await runToCompletion(run.validationLoss())).toBeLessThan(0.8 * before);
    expect(first.loss).toBeCloseTo(Math.log(run.plan.config.V), 0);
    run.dispose();
  });

  it('gives the same bits for the same seed, and other losses for another', async () => {
    const trained = async (seed: number) => {
      const run = await start(tinyRun({ seed }));
      const results = await steps(run, 10);
      const { weights } = await run.snapshot();
      run.dispose();
      return { results, weights };
    };
    const once = await trained(5);
    expect(await trained(5)).toEqual(once);
    expect((await trained(6)).results).not.toEqual(once.results);
  });

  it('is not affected by inspections and evaluations between steps', async () => {
    const [plain, watched] = [await start(), await start()];
    const want = await steps(plain, 6);
    const got: StepPoint[] = [];
    for (let i = 0; i < 6; i++) {
      got.push(...(await steps(watched, 1)));
      await runToCompletion(watched.validationLoss());
      await watched.inspector.run({ B: 1, T: 3, tokens: new Int32Array(3), names: ['logits'] });
    }
    expect(got).toEqual(want);
    plain.dispose();
    watched.dispose();
  });

  it('resumes bit-exactly from a snapshot', async () => {
    const through = await start();
    const want = await steps(through, 12);
    const first = await start();
    const begun = await steps(first, 5);
    const snapshot = await first.snapshot();
    await steps(first, 2);
    const second = await start(tinyRun(), snapshot);
    expect(second.step).toBe(5);
    expect([...begun, ...(await steps(second, 7))]).toEqual(want);
    expect((await second.snapshot()).weights).toEqual((await through.snapshot()).weights);
    for (const run of [through, first, second]) run.dispose();
  });

  it('runs concurrently queued steps in order', async () => {
    const [together, apart] = [await start(), await start()];
    const results = await Promise.all([together.train(), together.train(), together.train()]);
    expect(results).toEqual(await steps(apart, 3));
    together.dispose();
    apart.dispose();
  });

  it('keeps the finite weights of the last good step when it diverges', async () => {
    const run = await start(tinyRun(DIVERGING));
    let last: Snapshot = await run.snapshot();
    let result = await run.train();
    while (Number.isFinite(result.loss) && Number.isFinite(result.gradientNorm)) {
      last = await run.snapshot();
      expect(run.finished).toBe(false);
      result = await run.train();
    }
    const { weights, moments } = await run.snapshot();
    expect(weights).toEqual(last.weights);
    expect(moments).toEqual(last.moments);
    for (const values of weights.values()) expect(values.every(Number.isFinite)).toBe(true);
    run.dispose();
  });

  it('releases all memory', async () => {
    const { ...before } = executor.usage;
    for (let i = 0; i < 20; i++) {
      const run = await start();
      await run.train();
      run.dispose();
    }
    expect(executor.usage).toEqual(before);
  });
});

it('a run that cannot be created releases its memory', async () => {
  const failing = new ReferenceExecutor();
  failing.compile = () => Promise.reject(new Error('out of memory'));
  await expect(Run.create(failing, planRun(tinyRun()))).rejects.toThrow('out of memory');
  expect(failing.usage).toMatchObject({ bytes: 0, buffers: 0 });
});
