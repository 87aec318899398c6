// Plain fine-tuning on the prompts of an edit, which an edit is compared with: gradient steps on one matrix or on all weights.

import type { Job } from '../../shared/job.ts';
import type { ModelConfig } from '../architecture/config.ts';
import type { Weights, WeightValues } from '../architecture/weights.ts';
import type { Inspector } from '../inspection/inspector.ts';
import { adam } from '../training/optimizer/adam.ts';
import { answerTargets, type EditPrompt, followsEverywhere, toPromptBatch } from './edit-prompts.ts';

/** Enough for a few hundredths of a rate for training. */
const MAX_STEPS = 1000;

/**
 * The weights after Adam at `rate` on the named parameters, until every prompt gives the answer the probability at which an edit stops too,
 * or for 1000 steps. `weights`, those of the inspector, are as before at the end.
 */
export async function* fineTune(
  inspector: Inspector,
  config: ModelConfig,
  weights: Weights,
  { prompts, answer }: { readonly prompts: readonly EditPrompt[]; readonly answer: number },
  { parameters, rate }: { readonly parameters: readonly string[]; readonly rate: number },
): Job<WeightValues> {
  const original = await weights.get();
  const trained = new Map(parameters.map((name) => [name, (original.get(name) as Float32Array).slice()]));
  const steps = new Map([...trained].map(([name, numbers]) => [name, adam(numbers, rate)]));
  const current = new Map([...original, ...trained]);
  const batch = toPromptBatch(prompts, config);
  const targets = answerTargets(batch, prompts, answer);
  try {
    for (let step = 0; step < MAX_STEPS; step++) {
      const pass = await inspector.run({ ...batch, names: [], targets, gradients: true });
      if (followsEverywhere(pass, batch, prompts)) break;
      for (const [name, apply] of steps) apply(pass.weightGradients?.get(name) as Float32Array<ArrayBuffer>);
      weights.set(current);
      yield { label: 'fine-tuning steps', done: step + 1, total: MAX_STEPS };
    }
  } finally {
    weights.set(original);
  }
  return current;
}
