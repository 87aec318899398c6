// The residual stream of one text, and the gradients of its loss by it.

import type { ActivationName } from '../../model/architecture/activations.ts';
import { residualStages } from '../../model/architecture/residual-stages.ts';
import { IGNORE_INDEX } from '../../model/data/dataset.ts';
import type { NDArray } from '../../model/inspection/inspector.ts';
import { runToCompletion } from '../../shared/job.ts';
import { cosine, indices, l2Norm, mean, rowOf } from '../../shared/numbers.ts';
import type { Embedding } from '../embedding/embedding.ts';
import { alignedAxes, loadEmbedding, plottedEmbedding } from '../embedding/load-embedding.ts';
import { projectOntoAxes } from '../embedding/principal-axes.ts';
import { defineLens } from '../shared/define-lens.ts';
import {
  encodeKnownTokens,
  encodePrompt,
  toPaddedBatch,
  toTokens,
  vectorAt,
} from '../shared/prompt-tokens.ts';
import type { Tensor, Token, TokenProbability } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { columnTable, fixed, formatPercent, formatTable } from '../shared/text-table.ts';
import { topTokens } from '../shared/top-tokens.ts';
import { logitLens } from './logit-lens.ts';

export interface StreamResult {
  step: number;
  /** [words, 3]: all tokens but bytes on the principal axes of the embedding, relative to the mean. */
  words: Tensor;
  stages: StreamStageResult[];
}

/** The last token's vector (C) at one point of the residual stream. */
export interface StreamStageResult {
  name: string;
  meaning: string;
  /** Its length. */
  norm: number;
  /** Length of its difference from the previous stage. */
  added: number;
  /** Its cosine with the previous stage. */
  turn: number;
  /** On the axes of `words`, rescaled to the mean length of the embeddings: three coordinates. */
  point: number[];
  /** Logit lens: the prediction from this stage, most probable first. */
  next: TokenProbability[];
}

const TOKENS_PER_STAGE = 5;

/**
 * The residual stream at the last token of a prompt, after each layer: its length, its change and its prediction.
 */
export const residualStreamLens = defineLens({
  name: 'residual-stream',
  aliases: ['stream'],
  request: v.TEXT_REQUEST,
  async compute(run, { text }): Promise<StreamResult> {
    const { config, dataset } = run.plan;
    const ids = encodeKnownTokens(run, text);
    const request = toPaddedBatch(ids, config);
    const stages = residualStages(config);
    const names = stages.map(({ name }) => name);
    const { activations } = await run.inspector.run({ ...request, names });
    const last = ids.length - 1;
    const logits = await runToCompletion(
      logitLens(run.inspector, request, names, (values) => vectorAt(values, last, config.V).slice()),
    );
    const vectors = names.map((name) => vectorAt(activations.get(name), last, config.C));
    const embedding = await loadEmbedding(run);
    const axes = alignedAxes(run, embedding);
    const typicalNorm = meanNorm(plottedEmbedding(run, embedding));
    return {
      step: run.step,
      words: { shape: [axes.points.length / 3, 3], data: axes.points.slice() },
      stages: stages.map(({ name, meaning }, i) => {
        const [vector, before] = [vectors[i], vectors[Math.max(0, i - 1)]];
        const added = vector.map((value, c) => value - before[c]);
        return {
          name,
          meaning,
          norm: l2Norm(vector),
          added: l2Norm(added),
          turn: cosine(vector, before),
          point: projectOntoAxes(rescaleTo(vector, typicalNorm), axes),
          next: topTokens(logits.get(name) as Float32Array, dataset.tokenizer).slice(0, TOKENS_PER_STAGE),
        };
      }),
    };
  },
  table: {
    requiredOptions: ['prompt'],
    toRequest: ({ prompt: text = '' }) => ({ text }),
    format: ({ stages }) =>
      columnTable(stages, [
        ['last token', ({ meaning }) => meaning],
        fixed('length', ({ norm }) => norm, 2),
        fixed('added', ({ added }) => added, 2),
        fixed('cosine with previous', ({ turn }) => turn, 2),
        ['prediction', ({ next: [{ text, probability }] }) => `${text} ${formatPercent(probability)}`],
      ]),
  },
});

/** Layer norms remove the length before a vector is read, so only its direction matters. */
const rescaleTo = (vector: Float32Array, length: number) =>
  vector.map((value) => (value * length) / Math.max(l2Norm(vector), 1e-12));

const meanNorm = ({ vectors, V, C }: Embedding): number =>
  mean(indices(V).map((id) => l2Norm(rowOf(vectors, id, C))));

export interface StreamGradientsResult {
  step: number;
  tokens: Token[];
  /** Mean cross-entropy of each token after the tokens before it, as in training. */
  loss: number;
  /** By token but the last: the part of the loss of its next token. */
  tokenLoss: number[];
  /** In forward order. */
  rows: { name: ActivationName; meaning: string; gradients: Tensor }[];
}

/**
 * Gradients of the loss with respect to the residual stream, at every point of it: what backpropagation brings to each vector.
 */
export const streamGradientsLens = defineLens({
  name: 'stream-gradients',
  request: v.TEXT_REQUEST,
  async compute(run, { text }): Promise<StreamGradientsResult> {
    const { config } = run.plan;
    const ids = encodePrompt(run, text);
    if (ids.length < 2)
      throw new Error('The loss needs at least two tokens: each is predicted from those before it.');
    const batch = toPaddedBatch(ids, config);
    const targets = new Int32Array(batch.T).fill(IGNORE_INDEX);
    targets.set(ids.slice(1));
    const stages = residualStages(config);
    const names = stages.map(({ name }) => name);
    const result = await run.inspector.run({ ...batch, names, targets, gradients: true });
    const gradients = result.activationGradients as ReadonlyMap<ActivationName, NDArray>;
    const [T, { C }] = [ids.length, config];
    return {
      step: run.step,
      tokens: toTokens(run, ids),
      loss: result.loss as number,
      tokenLoss: Array.from((result.tokenLoss as NDArray).data.subarray(0, T - 1)),
      rows: stages.map(({ name, meaning }) => {
        const { data } = gradients.get(name) as NDArray;
        return { name, meaning, gradients: { shape: [T, C], data: data.slice(0, T * C) } };
      }),
    };
  },
  table: {
    requiredOptions: ['prompt'],
    toRequest: ({ prompt: text = '' }) => ({ text }),
    format: ({ tokens, rows, loss }) => [
      `loss ${loss.toFixed(4)}`,
      ...formatTable([
        ['length of the gradient', ...tokens.map(({ text }) => text)],
        ...rows.map(({ meaning, gradients: { shape, data } }) => [
          meaning,
          ...tokens.map((_, t) =>
            Math.hypot(...data.subarray(t * shape[1], (t + 1) * shape[1])).toExponential(1),
          ),
        ]),
      ]),
    ],
  },
});
