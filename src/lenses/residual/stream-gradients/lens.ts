// Gradients of the loss with respect to the residual stream, at every point of it: what backpropagation brings to each vector.

import type { ActivationName } from '../../../model/architecture/activations.ts';
import { residualStages } from '../../../model/architecture/residual-stages.ts';
import { IGNORE_INDEX } from '../../../model/data/dataset.ts';
import type { NDArray } from '../../../model/inspection/inspector.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { encodePrompt, toPaddedBatch, toTokens } from '../../shared/prompt-tokens.ts';
import type { Tensor, Token } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { formatTable } from '../../shared/text-table.ts';

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
