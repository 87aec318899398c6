// What an edit that the weights hold changes in one pass: how strongly its key answers at each token, and the prediction without it.

import type { ActivationName } from '../../../model/architecture/activations.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { encodePrompt, toPaddedBatch, toTokens, vectorAt } from '../../shared/prompt-tokens.ts';
import type { Token, TokenProbability } from '../../shared/results.ts';
import * as v from '../../shared/schemas.ts';
import { topTokens } from '../../shared/top-tokens.ts';
import { assertMlpLayer } from '../../shared/unit-results.ts';

export interface EditEffectResult {
  step: number;
  tokens: Token[];
  layer: number;
  /** (T): u · neurons. The edit adds this multiple of δ to the stream at each token. */
  factors: Float32Array<ArrayBuffer>;
  /** After the last token, without the edit, most probable first. */
  before: TokenProbability[];
}

/** Longest side of a matrix. */
const vector = v.boundedArray(v.finiteNumber, 100_000);

export const editEffectLens = defineLens({
  name: 'edit-effect',
  // W += u δᵀ of the output weights (M, C) of an MLP, as an applied edit has them.
  request: v.strictObject({ text: v.TEXT, layer: v.anyNumber, u: vector, delta: vector }),
  async compute(run, { text, layer, u, delta }): Promise<EditEffectResult> {
    assertMlpLayer(run, layer);
    const { config, dataset } = run.plan;
    const { C, mlpWidth: M, V } = config;
    if (u.length !== M || delta.length !== C)
      throw new Error(
        `The update of MLP ${layer} is (${u.length}, ${delta.length}); its matrix is (${M}, ${C}).`,
      );
    const ids = encodePrompt(run, text);
    const batch = toPaddedBatch(ids, config);
    const [post, out]: ActivationName[] = [`blocks.${layer}.mlp.hook_post`, `blocks.${layer}.hook_mlp_out`];
    const neurons = (await run.inspector.run({ ...batch, names: [post] })).activations.get(post);
    const factors = Float32Array.from(ids, (_, token) =>
      vectorAt(neurons, token, M).reduce((sum, value, m) => sum + value * u[m], 0),
    );
    // Taken from the output of the MLP, the edit is undone for this pass: everything before it is the same.
    const size = batch.T * C;
    const without = { factor: new Float32Array(size).fill(1), offset: new Float32Array(size) };
    factors.forEach((factor, token) => {
      delta.forEach((value, c) => {
        without.offset[token * C + c] = -factor * value;
      });
    });
    const { activations } = await run.inspector.run({
      ...{ ...batch, names: ['logits'] },
      interventions: new Map([[out, without]]),
    });
    const logits = vectorAt(activations.get('logits'), ids.length - 1, V);
    return {
      ...{ step: run.step, tokens: toTokens(run, ids), layer, factors },
      before: topTokens(logits, dataset.tokenizer),
    };
  },
});
