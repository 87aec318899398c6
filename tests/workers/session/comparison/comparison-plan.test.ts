// The plans of a comparison: what differs, what is shared, and how often it is evaluated.

import { expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { Run } from '../../../../src/model/training/run.ts';
import { planRun, type RunSettings } from '../../../../src/model/training/run-plan.ts';
import {
  comparisonProblems,
  toComparisonInfo,
  withSharedFamily,
} from '../../../../src/workers/session/comparison/comparison-plan.ts';

const plansOf = (...variants: Omit<RunSettings, 'preset'>[]) => {
  const [first, ...others] = variants.map((settings) => planRun({ preset: 'repeats', ...settings }));
  return withSharedFamily([first, ...others.map((plan) => ({ ...plan, dataset: first.dataset }))]);
};

it('names what the settings change, in the words of the form', () => {
  const info = toComparisonInfo(
    plansOf(
      { model: { mlpWidth: 256 } },
      { model: { activation: 'swiglu', mlpWidth: 170, C: 64 }, training: { optimizer: 'muon' } },
    ),
  );
  expect(info.differences).toEqual([
    { name: 'mlpWidth', label: 'MLP width', values: ['256', '170'] },
    { name: 'activation', label: 'Activation', values: ['GELU', 'SwiGLU'] },
    { name: 'optimizer', label: 'Optimizer', values: ['AdamW', 'Muon'] },
  ]);
  expect(info.names).toEqual(['GELU, AdamW, MLP width 256', 'SwiGLU, Muon, MLP width 170']);
});

it('rows of facts differ by what they hold; the same name twice gets letters', () => {
  const infoOf = (...answers: string[]) => {
    const plans = answers.map((answer, variant) =>
      planRun({
        preset: 'facts',
        facts: [{ subject: 'Ada', relation: 'sport', answer }],
        model: { tied: variant === 0 },
      }),
    );
    return toComparisonInfo(plans);
  };
  expect(infoOf('chess', 'chess').differences.map(({ name }) => name)).toEqual(['tied']);
  const { differences, names } = infoOf('chess', 'tennis');
  expect(differences).toContainEqual({ name: 'facts', label: 'Facts', values: ['1 row', '1 row'] });
  expect(new Set(names).size).toBe(2);
  const text = (text: string) => planRun({ preset: 'text', text });
  expect(toComparisonInfo([text('a b '.repeat(90)), text('c d '.repeat(90))]).names).toEqual([
    'A: Text own',
    'B: Text own',
  ]);
});

it('a tokenizer has its own name', () => {
  const kinds = ['words', 'byte-pair'] as const;
  const { differences, names } = toComparisonInfo(
    kinds.map((tokenizer) => planRun({ preset: 'text', tokenizer })),
  );
  expect(differences).toEqual([{ name: 'tokenizer', label: 'Tokenizer', values: kinds }]);
  expect(names).toEqual(['Tokenizer words', 'Tokenizer byte-pair']);
});

it('shortens long names to what tells the variants apart', () => {
  const names = (...training: RunSettings['training'][]) =>
    toComparisonInfo(plansOf(...training.map((each) => ({ training: each })))).names;
  const rates = { learningRate: 0.1, minLearningRate: 0.001 };
  expect(names({ ...rates, learningRate: 0.2 }, { ...rates, minLearningRate: 0.002 })).toEqual([
    'Learning rate 0.2 …',
    'Learning rate 0.1 …',
  ]);
  expect(names(rates, rates)).toEqual(['Variant A', 'Variant B']);
});

it('weights that the variants share start with the same values', async () => {
  const plans = plansOf({}, { model: { positions: 'rotary' } });
  const executor = new ReferenceExecutor();
  const [learned, rotary] = await Promise.all(
    plans.map(async (plan) => (await Run.create(executor, plan)).weights.get()),
  );
  const differing = [...learned].filter(([name, values]) => {
    const other = rotary.get(name);
    return !other || values.some((value, i) => value !== other[i]);
  });
  expect(differing.map(([name]) => name)).toEqual(['model.embed_positions.weight']);
  const { T, C } = plans[0].config;
  const count = [...learned.values()].reduce((sum, { length }) => sum + length, 0);
  expect(toComparisonInfo(plans).sharedWeights).toBe(count - T * C);
});

it('GPT-2’s names stay where all variants have them', () => {
  const [plan] = plansOf({}, { training: { optimizer: 'muon' } });
  expect(plan.config.family).toBeUndefined();
});

it.each([
  [{ training: { seed: 1 } }, false],
  [{ training: { B: 8 } }, false],
  [{ model: { T: 16 } }, false],
  [{ training: { learningRate: 0.001 } }, true],
])('%o: the same batches are %s', (settings, expected) => {
  expect(toComparisonInfo(plansOf({}, settings)).sameBatches).toBe(expected);
});

it.each([
  [800, 20],
  [1500, 50],
  [2000, 50],
  [30, 1],
  [100_000, 5000],
])('a run of %i steps is evaluated every %i', (steps, every) => {
  expect(toComparisonInfo(plansOf({ training: { steps } }, { training: { steps } })).evaluateEvery).toBe(
    every,
  );
});

it('the memory is that of the plans which the engine compiles', () => {
  const plans = plansOf({}, { model: { mlpWidth: 256 } });
  const totalBytes = toComparisonInfo(plans).memoryBytes;
  expect(totalBytes).toBeLessThan(toComparisonInfo(plans, undefined, 'hardware').memoryBytes);
  const capacity = { label: 'this adapter', totalBytes, maxBufferBytes: totalBytes };
  expect(comparisonProblems(plans, { capacity })).toEqual([]);
  expect(comparisonProblems(plans, { capacity, adapterKind: 'hardware' })).toHaveLength(1);
});
