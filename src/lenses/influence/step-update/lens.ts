// The next training step and what it teaches: the step is taken on a copy, with the run's optimizer and its state, and predictions are compared
// before and after it, split by the parts of the network.

import { Weights } from '../../../model/architecture/weights.ts';
import { softmax } from '../../../model/generation/sampler.ts';
import { lastLogitsInBatches } from '../../../model/inspection/inspect-in-batches.ts';
import { Inspector } from '../../../model/inspection/inspector.ts';
import { createNextTokenTrainer } from '../../../model/training/gradient-accumulation/accumulating-trainer.ts';
import { withRecordedParts } from '../../../model/training/gradient-accumulation/batch-parts.ts';
import { learningRateAt } from '../../../model/training/learning-rate-schedule.ts';
import type { Run } from '../../../model/training/run.ts';
import type { Snapshot } from '../../../model/training/snapshot.ts';
import { toTrainerOptions } from '../../../model/training/training-step.ts';
import { correlation } from '../../../shared/correlation.ts';
import type { Job } from '../../../shared/job.ts';
import { l2Norm, sum } from '../../../shared/numbers.ts';
import { topIndices } from '../../../shared/top-indices.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { klDivergence, logSoftmax } from '../../shared/divergence.ts';
import { tokenId } from '../../shared/lens-table.ts';
import { assertTokenIds, encodePrompt, toToken, toTokens } from '../../shared/prompt-tokens.ts';
import type { Token, TokenScore } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import {
  type Column,
  columnTable,
  formatPercent,
  formatSigned,
  formatTable,
  percents,
  signed,
} from '../../shared/text-table.ts';
import { type PartUpdate, partUpdates } from './part-updates.ts';

/** A next token whose probability the step moves. */
export interface MovedToken extends Token {
  before: number;
  after: number;
}

export interface StepUpdateResult {
  /** Step before the update; the update is that of the batch of this step. */
  step: number;
  learningRate: number;
  /** The optimizer begins without state, as after opening a file without it: the step is not the one that training took. */
  isFresh: boolean;
  /** The loss of the batch, before the update. */
  loss: number;
  prompts: {
    text: string;
    kl: number;
    moved: MovedToken[];
    /** The token that `change` and `parts` are of: the one moved most, unless another was asked for. */
    answer: MovedToken;
    /** The change of ln p of the answer by the whole step, in nats. */
    change: number;
    parts: PartUpdate[];
  }[];
  /** Pearson's, of estimates and exact changes of all parts after all prompts. */
  agreement: number;
  /** Matrices and vectors: length of the update, and what it is of the length of the weights. Largest share first. */
  weights: { name: string; meaning: string; update: number; share: number }[];
  /** Updates of all weights of a block together; the embedding and the rest come first. */
  blocks: { name: string; update: number; share: number }[];
}

const MAX_PROMPTS = 12;
const MOVED = 3;

// `texts`: prompts besides those of the data set. `answer`: the token whose probability is followed after these, by default the one
// that the step moves most, as after the others.
const REQUEST = v.strictObject({
  texts: v.optional(v.boundedArray(v.TEXT, MAX_PROMPTS)),
  answer: v.optional(v.anyNumber),
});

export const stepUpdateLens = defineLens({
  name: 'step-update',
  request: REQUEST,
  compute: takeStep,
  table: {
    toRequest: ({ prompt, answer }, model) => ({
      ...(prompt !== undefined && { texts: [prompt] }),
      ...{ answer: tokenId(model, answer) },
    }),
    format({ step, learningRate, isFresh, loss, prompts, agreement, blocks, weights }) {
      const moved = prompts.map(({ text, kl, moved }) => [
        text,
        kl.toExponential(1),
        ...moved.map(
          ({ text: token, before, after }) => `${token} ${formatPercent(before)} → ${formatPercent(after)}`,
        ),
      ]);
      const shares = (title: string, of: string, updates: StepUpdateResult['blocks']) =>
        columnTable(updates, [
          [title, ({ name }) => name],
          ['update', ({ update }) => update.toExponential(2)],
          percents(of, ({ share }) => share),
        ]);
      return [
        `Step ${step}, learning rate ${learningRate.toExponential(1)}, loss of its batch ${loss.toFixed(3)}`,
        ...(isFresh ? ['The optimizer starts anew: the model was opened without its state.'] : []),
        ...formatTable([['prompt', 'KL', 'moved most', '', ''], ...moved]),
        '',
        ...partLines(prompts[0]),
        `Correlation of estimates and exact changes, ${prompts.length} prompts: ${agreement.toFixed(3)}`,
        '',
        ...shares('weights', 'of their length', blocks),
        '',
        ...shares('moved most', 'of its length', weights.slice(0, 8)),
      ];
    },
  },
});

/** The changes of ln p of one prompt's answer. */
function partLines({ text, answer, change, parts }: StepUpdateResult['prompts'][number]): string[] {
  const names = (tokens: TokenScore[]) => tokens.map(({ text: token }) => token).join(' ');
  const total = (key: 'estimate' | 'exact') => formatSigned(sum(parts.map((part) => part[key])), 4);
  const columns: Column<(typeof parts)[number]>[] = [
    ['part', ({ name }) => name],
    signed('estimate', ({ estimate }) => estimate, 4),
    signed('exact', ({ exact }) => exact, 4),
    signed('directly', ({ direct }) => direct, 4),
    ['raises', ({ raised }) => names(raised)],
    ['lowers', ({ lowered }) => names(lowered)],
  ];
  return [
    `ln p of “${answer.text}” after “${text}”: ${formatSigned(change, 4)} by the step; by the updates of single parts:`,
    ...columnTable(parts, columns, [['sum', total('estimate'), total('exact'), '', '', '']]),
  ];
}

async function* takeStep(
  run: Run,
  { texts = [], answer }: v.InferOutput<typeof REQUEST>,
): Job<StepUpdateResult> {
  const { config, training, dataset } = run.plan;
  if (!run.isTrainable)
    throw new Error('This model takes no steps: it is only viewed, or was opened without a data set.');
  // Everything of one step: the snapshot is taken before the first yield.
  const { step, weights: before, moments, variants } = await run.snapshot();
  const prompts = [...new Set([...texts, ...dataset.prompts])].slice(0, MAX_PROMPTS);
  const ids = prompts.map((text) => encodePrompt(run, text));
  assertTokenIds(run, [answer]);
  const weights = new Weights(run.executor, run.weights.parameters);
  const inspector = new Inspector(run.executor, config, weights);
  try {
    weights.set(before);
    const logits = async () => {
      const result: Float32Array[] = [];
      for await (const batch of lastLogitsInBatches(inspector, config, ids)) result.push(...batch);
      return result;
    };
    const first = await logits();
    yield { label: 'step taken on a copy', done: 1, total: 3 };
    const trainer = await createNextTokenTrainer(run.executor, weights, config, {
      ...toTrainerOptions(training),
      variants,
      B: training.B,
      parts: withRecordedParts(training, variants).accumulation,
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
    weights.set(before);
    const moves = prompts.map((_, p) => movedTokens(run, first[p], second[p]));
    const answers = moves.map(([{ id }], p) => (answer !== undefined && p < texts.length ? answer : id));
    const updates = yield* partUpdates(
      run,
      inspector,
      [before, after],
      ids.map((tokens, p) => ({ ids: tokens, answer: answers[p] })),
    );
    const changes = weights.parameters.map(({ name, meaning, layer }) => {
      const [old, now] = [before.get(name), after.get(name)].map((each) => each ?? new Float32Array());
      const update = l2Norm(now.map((value, i) => value - old[i]));
      return { name, meaning, layer, update, length: l2Norm(old) };
    });
    return {
      ...{ step, learningRate, loss, isFresh: step > 0 && isEmpty(moments) },
      prompts: prompts.map((text, p) => ({
        text,
        kl: klDivergence(first[p], second[p]),
        moved: moves[p],
        answer: movedToken(run, answers[p], first[p], second[p]),
        change: logSoftmax(second[p])[answers[p]] - logSoftmax(first[p])[answers[p]],
        parts: updates[p],
      })),
      agreement: correlation(
        updates.flat().map(({ estimate }) => estimate),
        updates.flat().map(({ exact }) => exact),
      ),
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

const isEmpty = (moments: Snapshot['moments']): boolean =>
  [...(moments?.values() ?? [])].every((moment) =>
    [...moment.values()].every((values) => values.every((value) => value === 0)),
  );

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

function movedToken(run: Run, id: number, before: Float32Array, after: Float32Array): MovedToken {
  return { ...toToken(run, id), before: softmax(before)[id], after: softmax(after)[id] };
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
