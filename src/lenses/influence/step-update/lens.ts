// What the next training step teaches: the step is taken on a copy, with the run's optimizer and its state, and predictions are compared
// before and after it.

import * as v from 'valibot';
import { Weights } from '../../../model/architecture/weights.ts';
import { softmax } from '../../../model/generation/sampler.ts';
import { inspectInBatches, lastTokenVector } from '../../../model/inspection/inspect-in-batches.ts';
import { Inspector } from '../../../model/inspection/inspector.ts';
import { recordedShardCount } from '../../../model/training/data-parallel/batch-shards.ts';
import { createNextTokenTrainer } from '../../../model/training/data-parallel/data-parallel-trainer.ts';
import { learningRateAt } from '../../../model/training/learning-rate-schedule.ts';
import type { Run } from '../../../model/training/run.ts';
import { rowsPerPart } from '../../../model/training/training-config.ts';
import { toTrainerOptions } from '../../../model/training/training-step.ts';
import type { Job } from '../../../shared/job.ts';
import { topIndices } from '../../../shared/top-indices.ts';
import { boundedArray } from '../../../shared/validation.ts';
import { l2Norm } from '../../embedding/embedding.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { klDivergence } from '../../shared/divergence.ts';
import { encodePrompt, toTokens } from '../../shared/prompt-tokens.ts';
import type { Token } from '../../shared/results.ts';
import { TEXT } from '../../shared/schemas.ts';
import { formatPercent, formatTable } from '../../shared/text-table.ts';

/** A next token whose probability the step moves. */
export interface MovedToken extends Token {
  before: number;
  after: number;
}

export interface StepUpdateResult {
  /** Step before the update; the update is that of the batch of this step. */
  step: number;
  learningRate: number;
  /** Of the batch, before the update. */
  loss: number;
  prompts: { text: string; kl: number; moved: MovedToken[] }[];
  /** Matrices and vectors: length of the update, and what it is of the length of the weights. Largest share first. */
  weights: { name: string; meaning: string; update: number; share: number }[];
  /** The same of all weights of a block together; the embedding and the rest come first. */
  blocks: { name: string; update: number; share: number }[];
}

const MAX_PROMPTS = 12;
const MOVED = 3;

// `texts`: prompts besides those of the data set.
const REQUEST = v.object({ texts: v.optional(boundedArray(TEXT, MAX_PROMPTS)) });

export const stepUpdateLens = defineLens({
  name: 'step-update',
  request: REQUEST,
  compute: takeStep,
  table: {
    toRequest: ({ prompt }) => ({ ...(prompt !== undefined && { texts: [prompt] }) }),
    format({ step, learningRate, loss, prompts, blocks, weights }) {
      const moved = prompts.map(({ text, kl, moved }) => [
        text,
        kl.toExponential(1),
        ...moved.map(
          ({ text: token, before, after }) => `${token} ${formatPercent(before)} → ${formatPercent(after)}`,
        ),
      ]);
      const share = ({ name, update, share }: { name: string; update: number; share: number }) => [
        name,
        update.toExponential(2),
        formatPercent(share),
      ];
      return [
        `Step ${step}, learning rate ${learningRate.toExponential(1)}, loss of its batch ${loss.toFixed(3)}`,
        ...formatTable([['prompt', 'KL', 'moved most', '', ''], ...moved]),
        '',
        ...formatTable([['weights', 'update', 'of their length'], ...blocks.map(share)]),
        '',
        ...formatTable([['moved most', 'update', 'of its length'], ...weights.slice(0, 8).map(share)]),
      ];
    },
  },
});

async function* takeStep(run: Run, { texts = [] }: v.InferOutput<typeof REQUEST>): Job<StepUpdateResult> {
  const { config, training, dataset } = run.plan;
  if (!run.isTrainable)
    throw new Error('This model takes no steps: it is only viewed, or was opened without a data set.');
  // Everything of one step: the snapshot is taken before the first yield.
  const { step, weights: before, moments, variants } = await run.snapshot();
  const prompts = [...new Set([...texts, ...dataset.prompts])].slice(0, MAX_PROMPTS);
  const ids = prompts.map((text) => encodePrompt(run, text));
  const weights = new Weights(run.executor, run.weights.parameters);
  const inspector = new Inspector(run.executor, config, weights);
  try {
    weights.set(before);
    const logits = async () => {
      const result: Float32Array[] = [];
      for await (const rows of inspectInBatches(inspector, config, ids, ['logits']))
        for (const row of rows) result.push(lastTokenVector(row, 'logits', config.V).slice());
      return result;
    };
    const first = await logits();
    yield { label: 'step taken on a copy', done: 1, total: 3 };
    const trainer = await createNextTokenTrainer(run.executor, weights, config, {
      ...toTrainerOptions(training),
      variants,
      B: training.B,
      parts: training.accumulation,
      shards: recordedShardCount(variants, rowsPerPart(training)) ?? 1,
    });
    const learningRate = learningRateAt(step, training);
    let loss: number;
    try {
      if (moments) trainer.setMoments(moments);
      const { seed, B } = training;
      const batch = dataset.batch({ split: 'train', step, seed, B, T: config.T });
      ({ loss } = await trainer.step({ ...batch, dropout: { seed, step } }, step, learningRate));
    } finally {
      trainer.dispose();
    }
    yield { label: 'step taken on a copy', done: 2, total: 3 };
    const second = await logits();
    const after = await weights.get();
    const changes = weights.parameters.map(({ name, meaning, layer }) => {
      const [old, now] = [before.get(name), after.get(name)].map((each) => each ?? new Float32Array());
      const update = l2Norm(now.map((value, i) => value - old[i]));
      return { name, meaning, layer, update, length: l2Norm(old) };
    });
    return {
      ...{ step, learningRate, loss },
      prompts: prompts.map((text, p) => ({
        text,
        kl: klDivergence(first[p], second[p]),
        moved: movedTokens(run, first[p], second[p]),
      })),
      weights: changes
        .map(({ name, meaning, update, length }) => ({
          name,
          meaning,
          update,
          share: shareOf(update, length),
        }))
        .sort((one, other) => other.share - one.share),
      blocks: blocksOf(changes),
    };
  } finally {
    inspector.dispose();
    weights.dispose();
  }
}

const shareOf = (update: number, length: number) => (length > 0 ? update / length : 0);

/** With the largest differences of probability. */
function movedTokens(run: Run, before: Float32Array, after: Float32Array): MovedToken[] {
  const [p, q] = [softmax(before), softmax(after)];
  const ids = topIndices(
    p.map((each, i) => Math.abs(q[i] - each)),
    MOVED,
  );
  return toTokens(run, ids).map((token) => ({ ...token, before: p[token.id], after: q[token.id] }));
}

function blocksOf(
  changes: readonly { readonly layer?: number; readonly update: number; readonly length: number }[],
): StepUpdateResult['blocks'] {
  const layers = [...new Set(changes.map(({ layer }) => layer ?? -1))].sort((a, b) => a - b);
  return layers.map((layer) => {
    const own = changes.filter((each) => (each.layer ?? -1) === layer);
    const update = Math.hypot(...own.map((each) => each.update));
    const length = Math.hypot(...own.map((each) => each.length));
    const name = layer < 0 ? 'embedding, unembedding, last norm' : `block ${layer + 1}`;
    return { name, update, share: shareOf(update, length) };
  });
}
