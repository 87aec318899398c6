// Lenses on models of other parts than GPT-2's: attribution sums to the logits, stages and head traces are the network's.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../src/kernels/backends/reference/reference-executor.ts';
import { headTraceViews, traceHead } from '../../src/lenses/attention/head-trace/head-trace.ts';
import { attributionViews, directAttribution } from '../../src/lenses/attribution/direct-attribution.ts';
import { residualStages } from '../../src/lenses/residual/logit-lens.ts';
import { activationNames } from '../../src/model/architecture/activations.ts';
import { readViews } from '../../src/model/architecture/views/views.ts';
import { PART_CONFIGS, tinyModel } from '../support/model/tiny-model.ts';

const TOKENS = [1, 7, 7, 4, 2];
const T = TOKENS.length;
const REQUEST = { B: 1, T, tokens: Int32Array.from(TOKENS) };

/** Within 1e-4 of the largest logit: sums of a few hundred products in float32. */
function expectClose(got: ArrayLike<number>, want: ArrayLike<number>): void {
  expect(got.length).toBe(want.length);
  const extent = Math.max(...Array.from(want, Math.abs));
  Array.from(want).forEach((x, i) => {
    expect(Math.abs(got[i] - x)).toBeLessThan(1e-4 * extent);
  });
}

describe.each(PART_CONFIGS)('%s', (_, config) => {
  it('direct attribution adds up to the logits', async () => {
    const { inspector, weights } = tinyModel(new ReferenceExecutor(), config);
    const values = await readViews(weights, attributionViews(config));
    const parts = await directAttribution(inspector, config, values, REQUEST, { row: 0, position: T - 1 });
    const { activations } = await inspector.run({ ...REQUEST, names: ['logits'] });
    const all = [
      ...[parts.embed, parts.positionEmbed, parts.finalBias, ...parts.attentionBias, ...parts.mlpBias],
      ...[...parts.heads, ...parts.neurons].flat(),
    ];
    const sum = all.reduce((total, each) => total.map((x, i) => x + each[i]), new Float64Array(config.V));
    const logits = activations.get('logits')?.data as Float32Array;
    expectClose(sum, logits.subarray((T - 1) * config.V));
  });

  it('the stages of the logit lens are activations, the end of every block among them', () => {
    const names: readonly string[] = residualStages(config).map(({ name }) => name);
    expect(activationNames(config)).toEqual(expect.arrayContaining([...names]));
    for (let layer = 0; layer < config.L; layer++) expect(names).toContain(`blocks.${layer}.hook_resid_post`);
  });

  it('a head trace has the scores of the network', async () => {
    const { inspector, weights } = tinyModel(new ReferenceExecutor(), config);
    const head = config.H - 1;
    const place = { layer: 1, head, query: T - 1 };
    const values = await readViews(weights, headTraceViews(config, place.layer));
    const trace = await traceHead(inspector, config, values, TOKENS, place);
    const name = 'blocks.1.attn.hook_attn_scores';
    const { activations } = await inspector.run({ ...REQUEST, names: [name] });
    const scores = activations.get(name)?.data as Float32Array;
    const last = (rows: ArrayLike<number>, from: number) => Array.from(rows).slice(from, from + T);
    expectClose(last(trace.scores, (T - 1) * T), last(scores, (head * T + T - 1) * T));
  });
});
