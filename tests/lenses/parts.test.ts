// Lenses on models of other parts than GPT-2's: attribution sums to the logits; stages, head traces, cross-attention and
// neurons are the network's.

import { describe, expect, it, onTestFinished } from 'vitest';
import { ReferenceExecutor } from '../../src/kernels/backends/reference/reference-executor.ts';
import { headTraceViews, traceHead } from '../../src/lenses/attention/head-trace.ts';
import {
  attributionViews,
  directAttribution,
  headSources,
} from '../../src/lenses/attribution/direct-attribution.ts';
import { neuronViews, pairPreactivations, tokenPreactivations } from '../../src/lenses/neurons/neuron.ts';
import { activationNames } from '../../src/model/architecture/activations.ts';
import { modelViews } from '../../src/model/architecture/architecture.ts';
import { type ModelConfig, modelParts } from '../../src/model/architecture/config.ts';
import { residualStages } from '../../src/model/architecture/residual-stages.ts';
import { readViews, viewNumbers } from '../../src/model/architecture/views/views.ts';
import type { Inspector } from '../../src/model/inspection/inspector.ts';
import { compileInterventions } from '../../src/model/inspection/interventions.ts';
import { PART_CONFIGS, tinyModel } from '../support/model/tiny-model.ts';
import { createLab } from '../support/workers/lab-fixtures.ts';

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

  it('the sources of a head add up to its attribution', async () => {
    const { inspector, weights } = tinyModel(new ReferenceExecutor(), config);
    const values = await readViews(weights, attributionViews(config));
    const at = { row: 0, position: T - 1, tokens: [3, 5] };
    const { heads } = await directAttribution(inspector, config, values, REQUEST, at);
    const sources = await headSources(inspector, config, values, REQUEST, at);
    for (const [layer, ofLayer] of heads.entries()) {
      for (const [head, effect] of ofLayer.entries()) {
        const parts = sources[layer][head];
        expect(parts).toHaveLength(T);
        expectClose(
          parts.reduce((sum, part) => sum.map((x, i) => x + part[i])),
          effect,
        );
      }
    }
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

  it('a neuron has the preactivations of a stream that is one embedding, or the sum of two', async () => {
    const { inspector, weights } = tinyModel(new ReferenceExecutor(), config);
    const id = { layer: 1, neuron: 5 };
    const values = await readViews(weights, neuronViews(config, id));
    const embedding = viewNumbers(values, modelViews(config).embedding);
    const rowOf = (token: number) => embedding.slice(token * config.C, (token + 1) * config.C);
    const pre = (stream: Float32Array) => preactivation(inspector, config, stream, id.neuron);
    const drive = tokenPreactivations(config, values, id);
    const [pair] = pairPreactivations(config, values, id, [[4, 7]]);
    expectClose(
      [drive[4], drive[7], pair],
      [await pre(rowOf(4)), await pre(rowOf(7)), await pre(rowOf(4).map((value, c) => value + rowOf(7)[c]))],
    );
  });
});

/** `hook_pre` of a neuron of the second MLP, which reads this vector. */
async function preactivation(
  inspector: Inspector,
  config: ModelConfig,
  value: Float32Array,
  neuron: number,
): Promise<number> {
  const request = { B: 1, T: 1, tokens: Int32Array.of(0) };
  const [read, pre] = [
    `blocks.1.${modelParts(config).isParallel ? 'hook_resid_pre' : 'hook_resid_mid'}`,
    'blocks.1.mlp.hook_pre',
  ] as const;
  const interventions = await compileInterventions(inspector, config, request, [
    { name: read, kind: 'replace', value },
  ]);
  const { activations } = await inspector.run({ ...request, names: [pre], interventions });
  return activations.get(pre)?.data[neuron] as number;
}

describe('a model with QK-norm, rotary positions and shared keys', () => {
  const [TEXT, C, H, LAYER, QUERY] = ['the sleepy cats', 16, 4, 1, 2];
  const setup = async () => {
    const { transformer: lab } = await createLab();
    onTestFinished(() => lab.dispose());
    const parts = { positions: 'rotary', qkNorm: true, keyValueHeads: 2, activation: 'swiglu' } as const;
    const model = { L: 2, H, C, T: 16, mlpWidth: 16, initStd: 0.3, parallelResidual: true, ...parts };
    await lab.create({ preset: 'stories', model });
    return lab;
  };

  it.each([0, 1, 2, 3])('cross-attention within one text has the scores of head %i', async (head) => {
    const lab = await setup();
    const place = { layer: LAYER, head };
    const trace = await lab.lens('head-trace', { ...place, text: TEXT, query: QUERY });
    const same = await lab.lens('cross-attention', { ...place, text: TEXT, keysText: TEXT });
    expectClose(same.scores, trace.scores);
    expectClose(same.pattern, trace.unmaskedPattern);
  });

  it.each([0, 1, 2, 3])('the matrices map the input of head %i to its projections', async (head) => {
    const lab = await setup();
    const trace = await lab.lens('head-trace', { layer: LAYER, head, text: TEXT, query: QUERY });
    const matrices = await lab.lens('head-matrices', { layer: LAYER, head });
    const input = trace.input.subarray(QUERY * C, (QUERY + 1) * C);
    for (const [{ weight, bias }, rows] of [
      [matrices.query, trace.projectedQ],
      [matrices.key, trace.projectedK],
      [matrices.valueDown, trace.v],
    ] as const) {
      const D = bias.length;
      const products = bias.map((b, d) => input.reduce((sum, x, c) => sum + x * weight.data[c * D + d], b));
      expectClose(rows.subarray(QUERY * D, (QUERY + 1) * D), products);
    }
    expect(trace.projectedQ).not.toEqual(trace.q);
    expect(trace.projectedK).not.toEqual(trace.k);
  });
});
