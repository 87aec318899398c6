// Fine-tuning as the baseline of an edit: it makes the answer follow, touches what it was told to, and leaves the model as it was.

import { expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { modelViews } from '../../../src/model/architecture/architecture.ts';
import { fineTune } from '../../../src/model/editing/fine-tuning.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { tinyModel } from '../../support/model/tiny-model.ts';

const PROMPTS = [
  { tokens: [1, 2, 3], position: 2 },
  { tokens: [4, 1, 2, 3], position: 3 },
];
const ANSWER = 7;

async function probabilities({
  inspector,
  config,
}: Pick<ReturnType<typeof tinyModel>, 'inspector' | 'config'>) {
  const found = [];
  for (const { tokens } of PROMPTS) {
    const { activations } = await inspector.run({
      ...{ B: 1, T: tokens.length, tokens: Int32Array.from(tokens) },
      names: ['logits'],
    });
    const logits = activations.get('logits')?.data.slice((tokens.length - 1) * config.V) as Float32Array;
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    found.push(Math.exp(logits[ANSWER]) / total);
  }
  return found;
}

it.each(['one matrix', 'all weights'])('of %s', async (kind) => {
  const model = tinyModel(new ReferenceExecutor());
  const { inspector, config, weights, parameters } = model;
  const before = await weights.get();
  const matrix = modelViews(config).mlp(1).output.parameter;
  const names = kind === 'one matrix' ? [matrix] : parameters.map(({ name }) => name);
  const options = { parameters: names, rate: 0.05 };
  const tuned = await runToCompletion(
    fineTune(inspector, config, weights, { prompts: PROMPTS, answer: ANSWER }, options),
  );
  expect(await weights.get()).toEqual(before);
  const changed = parameters.filter(({ name }) => {
    const [one, other] = [before.get(name) as Float32Array, tuned.get(name) as Float32Array];
    return one.some((x, i) => x !== other[i]);
  });
  expect(changed.map(({ name }) => name)).toEqual(
    kind === 'one matrix' ? [matrix] : expect.arrayContaining([matrix]),
  );
  if (kind === 'all weights') expect(changed.length).toBeGreaterThan(parameters.length / 2);
  const untouched = await probabilities(model);
  weights.set(tuned);
  for (const [i, probability] of (await probabilities(model)).entries()) {
    expect(probability).toBeGreaterThan(untouched[i]);
    // One matrix of a tiny model does not suffice for certainty.
    if (kind === 'all weights') expect(probability).toBeGreaterThan(0.95);
  }
  model.dispose();
});
