// A run resumes on the plan that it was recorded on: fused and batched plans round differently.

import { expect, test } from 'vitest';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import { flatLayout } from '../../../src/model/architecture/parameters.ts';
import { nextTokenTask } from '../../../src/model/training/next-token-task.ts';
import { type TrainerOptions, trainingStep } from '../../../src/model/training/training-step.ts';
import { DROPOUT, PART_CONFIGS, TINY_CONFIG } from '../../support/model/tiny-model.ts';

const CONFIGS = [
  ['GPT-2', TINY_CONFIG],
  ['dropout', { ...TINY_CONFIG, ...DROPOUT }],
  ...PART_CONFIGS,
] as const;

test.each(CONFIGS)('%s', (_, config) => {
  const labels = (
    adapterKind: 'hardware' | 'software' | undefined,
    variants?: TrainerOptions['variants'],
  ): string[] => {
    const task = nextTokenTask(config, { B: 3, T: config.T });
    const options = { clipNorm: 1, optimizer: { kind: 'sgd', momentum: 0 }, adapterKind, variants } as const;
    const { plan } = trainingStep(task, flatLayout(transformerParameters(config)), options);
    return plan.steps.map(({ label }) => label);
  };
  const variantsOf = (recorded: string[]) => Object.fromEntries(recorded.map((label) => [label, 'any']));
  const unfused = labels(undefined);
  for (const kind of ['hardware', 'software'] as const) {
    const rewritten = labels(kind);
    expect(rewritten.length).toBeLessThan(unfused.length);
    expect(labels(kind, variantsOf(rewritten))).toEqual(rewritten);
    expect(labels(kind, variantsOf(unfused))).toEqual(unfused);
  }
});
