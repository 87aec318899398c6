// Cosines of the residual stream with token embeddings, before and after one MLP.

import { modelViews } from '../../model/architecture/architecture.ts';
import { modelParts } from '../../model/architecture/config.ts';
import { readRows } from '../../model/architecture/views/views.ts';
import { argmax } from '../../model/generation/sampler.ts';
import { cosine } from '../../shared/numbers.ts';
import { defineLens } from '../shared/define-lens.ts';
import { assertTokenIds, encodePrompt, toPaddedBatch, toTokens, vectorAt } from '../shared/prompt-tokens.ts';
import type { Token } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { assertMlpLayer } from '../shared/unit-results.ts';

export interface DirectionSimilarityResult {
  step: number;
  token: Token;
  directions: (Token & { before: number; after: number })[];
}

export const directionSimilarityLens = defineLens({
  name: 'direction-similarity',
  aliases: ['holding'],
  // `position`: of the stream's vector; the last one without it. `ids`: tokens whose embeddings are the directions; those of the text
  // and the prediction after it without them.
  request: v.strictObject({
    text: v.TEXT,
    layer: v.anyNumber,
    position: v.optional(v.anyNumber),
    ids: v.optional(v.IDS),
  }),
  async compute(run, { text, layer, position, ids: chosen }): Promise<DirectionSimilarityResult> {
    assertMlpLayer(run, layer);
    assertTokenIds(run, chosen ?? []);
    const { config } = run.plan;
    const { C, T, V } = config;
    const tokens = encodePrompt(run, text, position);
    const at = position ?? tokens.length - 1;
    const entering = modelParts(config).isParallel ? 'hook_resid_pre' : 'hook_resid_mid';
    const names = [`blocks.${layer}.${entering}`, `blocks.${layer}.hook_resid_post`] as const;
    const batch = toPaddedBatch(tokens, { T });
    const { activations } = await run.inspector.run({ ...batch, names: [...names, 'logits'] });
    const answer = argmax(vectorAt(activations.get('logits'), tokens.length - 1, V));
    const ids = chosen ?? [...new Set([...tokens, answer])];
    const [before, after] = names.map((name) => vectorAt(activations.get(name), at, C));
    const rows = await readRows(run.weights, modelViews(config).embedding, ids);
    const directions = toTokens(run, ids).map((token, i) => {
      const direction = rows.subarray(i * C, (i + 1) * C);
      return { ...token, before: cosine(before, direction), after: cosine(after, direction) };
    });
    return { step: run.step, token: toTokens(run, [tokens[at]])[0], directions };
  },
});
