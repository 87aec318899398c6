// Cosines of the residual stream with token embeddings, before and after one MLP.

import { modelViews } from '../../model/architecture/architecture.ts';
import { modelParts } from '../../model/architecture/config.ts';
import { readRows } from '../../model/architecture/views/views.ts';
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
  // `position`: of the stream's vector; the last one without it. `ids`: tokens whose embeddings are the directions.
  request: v.strictObject({
    text: v.TEXT,
    layer: v.anyNumber,
    position: v.optional(v.anyNumber),
    ids: v.IDS,
  }),
  async compute(run, { text, layer, position, ids }): Promise<DirectionSimilarityResult> {
    assertMlpLayer(run, layer);
    assertTokenIds(run, ids);
    const { config } = run.plan;
    const { C, T } = config;
    const tokens = encodePrompt(run, text, position);
    const at = position ?? tokens.length - 1;
    const entering = modelParts(config).isParallel ? 'hook_resid_pre' : 'hook_resid_mid';
    const names = [`blocks.${layer}.${entering}`, `blocks.${layer}.hook_resid_post`] as const;
    const { activations } = await run.inspector.run({ ...toPaddedBatch(tokens, { T }), names });
    const [before, after] = names.map((name) => vectorAt(activations.get(name), at, C));
    const rows = await readRows(run.weights, modelViews(config).embedding, ids);
    const directions = toTokens(run, ids).map((token, i) => {
      const direction = rows.subarray(i * C, (i + 1) * C);
      return { ...token, before: cosine(before, direction), after: cosine(after, direction) };
    });
    return { step: run.step, token: toTokens(run, [tokens[at]])[0], directions };
  },
});
