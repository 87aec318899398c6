// Views of the weights, against the activations of the network that uses them: every family has to pass.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import {
  type ActivationName,
  activationNames,
  hasActivation,
} from '../../../src/model/architecture/activations.ts';
import { modelViews, transformerParameters } from '../../../src/model/architecture/architecture.ts';
import { headWidth, type ModelConfig, modelParts } from '../../../src/model/architecture/config.ts';
import { normalize, normalizeSummand } from '../../../src/model/architecture/views/norm.ts';
import {
  type LinearView,
  neuronOf,
  readRows,
  readViews,
  transposed,
  viewNumbers,
  type WeightView,
  wholeView,
} from '../../../src/model/architecture/views/views.ts';
import { PART_CONFIGS, TINY_CONFIG, tinyModel } from '../../support/model/tiny-model.ts';

const CONFIGS: readonly (readonly [string, ModelConfig])[] = [
  ['tied', TINY_CONFIG],
  ['untied', { ...TINY_CONFIG, tied: false }],
  ['attention only', { ...TINY_CONFIG, mlpWidth: 0 }],
  ...PART_CONFIGS,
];
const POSITION = 3;
const TOKENS = Int32Array.of(1, 7, 7, 4);

/** A model whose gains and biases are not 1 and 0, so that no view of one can be missing. */
async function spoiltModel(config: (typeof CONFIGS)[number][1]) {
  const { weights, values, inspector } = tinyModel(new ReferenceExecutor(), config);
  const spoilt = new Map(
    [...values].map(([name, each]) => [name, each.map((w, i) => w + 0.1 * Math.sin(i))]),
  );
  weights.set(spoilt);
  const names = activationNames(config);
  const { activations } = await inspector.run({ B: 1, T: TOKENS.length, tokens: TOKENS, names });
  /** The vector at the last position, or one head's part of it. */
  const at = (name: ActivationName, head?: number): Float32Array => {
    const { shape, data } = activations.get(name) ?? { shape: [1, TOKENS.length], data: new Float32Array() };
    const width = data.length / shape[0] / shape[1];
    const row = data.subarray(POSITION * width, (POSITION + 1) * width);
    const D = headWidth(config);
    return head === undefined ? row : row.subarray(head * D, (head + 1) * D);
  };
  return { weights, values: spoilt, views: modelViews(config), at };
}

describe.each(CONFIGS)('the views of a model (%s)', (_, config) => {
  const layers = Array.from({ length: config.L }, (_, layer) => layer);
  const heads = Array.from({ length: config.H }, (_, head) => head);

  it('of norms give the norms’ outputs', async () => {
    const { values, views, at } = await spoiltModel(config);
    for (const layer of layers) {
      const stream = at(`blocks.${layer}.hook_resid_pre`);
      const normed = normalize(views.norm(layer, 0), values)(stream);
      expectClose(normed, at(`blocks.${layer}.ln1.hook_normalized`));
      if (config.mlpWidth === 0) continue;
      const { isParallel } = modelParts(config);
      const entering = isParallel ? stream : at(`blocks.${layer}.hook_resid_mid`);
      const second = normalize(views.norm(layer, 1), values)(entering);
      expectClose(second, at(`blocks.${layer}.ln2.hook_normalized`));
    }
  });

  it('of the final norm split its output into the parts of its input', async () => {
    const { values, views, at } = await spoiltModel(config);
    const stream = at(`blocks.${config.L - 1}.hook_resid_post`);
    const part = stream.map((x, i) => (i % 2 ? x : 0));
    const linear = normalizeSummand(views.finalNorm, values, at('ln_final.hook_scale')[0]);
    const [one, other] = [linear(part), linear(stream.map((x, i) => x - part[i]))];
    const bias = views.finalNorm.bias && viewNumbers(values, views.finalNorm.bias);
    const sum = one.map((x, i) => x + other[i] + (bias?.[i] ?? 0));
    expectClose(sum, at('ln_final.hook_normalized'));
  });

  it('of heads give queries, keys, values and the layer’s output', async () => {
    const { values, views, at } = await spoiltModel(config);
    for (const layer of layers) {
      const input = at(`blocks.${layer}.ln1.hook_normalized`);
      const { weight, bias } = views.attentionOutput(layer);
      const sum = bias ? Float64Array.from(viewNumbers(values, bias)) : new Float64Array(config.C);
      for (const head of heads) {
        const { query, key, value, output, queryNorm, keyNorm } = views.head(layer, head);
        expectClose(apply(query, values, input), at(`blocks.${layer}.attn.hook_q`, head));
        const shared = Math.floor((head * modelParts(config).keyValueHeads) / config.H);
        expectClose(apply(key, values, input), at(`blocks.${layer}.attn.hook_k`, shared));
        expectClose(apply(value, values, input), at(`blocks.${layer}.attn.hook_v`, shared));
        expect([queryNorm !== undefined, keyNorm !== undefined]).toEqual(Array(2).fill(!!config.qkNorm));
        if (queryNorm && keyNorm) {
          const normed = (name: 'q' | 'k') => at(`blocks.${layer}.attn.${name}_norm.hook_normalized`, head);
          expectClose(normalize(queryNorm, values)(at(`blocks.${layer}.attn.hook_q`, head)), normed('q'));
          expectClose(normalize(keyNorm, values)(at(`blocks.${layer}.attn.hook_k`, head)), normed('k'));
        }
        const change = multiply(at(`blocks.${layer}.attn.hook_z`, head), values, output);
        change.forEach((x, c) => {
          sum[c] += x;
        });
      }
      expectClose(sum, at(`blocks.${layer}.hook_attn_out`));
      expectClose(
        apply({ weight, bias }, values, at(`blocks.${layer}.attn.hook_z`)),
        at(`blocks.${layer}.hook_attn_out`),
      );
    }
  });

  it('of neurons give preactivations and the layer’s output', async () => {
    const { values, views, at } = await spoiltModel(config);
    for (const layer of layers) {
      if (!hasActivation(config, `blocks.${layer}.mlp.hook_post`)) {
        expect(() => views.mlp(layer)).toThrow('no MLP');
        continue;
      }
      const { input, bias, gate, gateBias, output, outputBias } = views.mlp(layer);
      const normed = at(`blocks.${layer}.ln2.hook_normalized`);
      const pre = at(`blocks.${layer}.mlp.${gate ? 'hook_pre_linear' : 'hook_pre'}`);
      const all = { weight: transposed(input), bias: bias && transposed(bias) };
      expectClose(apply(all, values, normed), pre);
      if (gate) {
        const gates = { weight: transposed(gate), bias: gateBias && transposed(gateBias) };
        expectClose(apply(gates, values, normed), at(`blocks.${layer}.mlp.hook_pre`));
      }
      const neuron = views.neuron(layer, 5);
      const one = { weight: transposed(neuron.input), bias: neuron.bias };
      expectClose(apply(one, values, normed), pre.subarray(5, 6));
      const post = at(`blocks.${layer}.mlp.hook_post`);
      const out = at(`blocks.${layer}.hook_mlp_out`);
      expectClose(apply({ weight: output, bias: outputBias }, values, post), out);
      expect(viewNumbers(values, neuron.output)).toEqual(
        viewNumbers(values, output).subarray(5 * config.C, 6 * config.C),
      );
    }
  });

  it('of the tables give the embedding and the logits, and read rows alone', async () => {
    const { weights, values, views, at } = await spoiltModel(config);
    const row = await readRows(weights, views.embedding, [TOKENS[POSITION]]);
    expect(row).toEqual(at('hook_embed'));
    const normed = at('ln_final.hook_normalized');
    expectClose(multiply(normed, values, transposed(views.unembedding)), at('logits'));
    const read = await readViews(weights, [views.unembedding, undefined, views.unembedding]);
    expect(viewNumbers(read, views.unembedding)).toEqual(viewNumbers(values, views.unembedding));
    expect(() => viewNumbers(read, views.finalNorm.gain)).toThrow('has not been read');
    expect(() => readRows(weights, transposed(views.embedding), [0])).toThrow('not a whole table');
  });

  it('cover every parameter except positions, each number once', () => {
    const views = modelViews(config);
    const hasMlp = config.mlpWidth > 0;
    const all = [
      views.embedding,
      ...(config.tied ? [] : [views.unembedding]),
      ...normParts(views.finalNorm),
      ...layers.flatMap((layer) => [
        ...normParts(views.norm(layer, 0)),
        ...(hasMlp ? normParts(views.norm(layer, 1)) : []),
        ...heads.flatMap((head) => {
          const { query, key, value, output, queryNorm, keyNorm } = views.head(layer, head);
          const isFirst = head % (config.H / modelParts(config).keyValueHeads) === 0;
          const norms = head > 0 ? [] : [queryNorm, keyNorm].map((norm) => norm?.gain);
          return (isFirst ? [query, key, value] : [query])
            .flatMap(({ weight, bias }) => [weight, bias])
            .concat(output, norms);
        }),
        views.attentionOutput(layer).bias,
        ...(hasMlp ? Object.values(views.mlp(layer)) : []),
      ]),
    ].filter((view) => view !== undefined);
    const places = all.flatMap(placesOf);
    expect(new Set(places).size).toBe(places.length);
    const covered = transformerParameters(config).filter(({ parts }) => !parts?.includes('position'));
    const count = covered.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0);
    expect(places).toHaveLength(count);
  });
});

const normParts = ({ gain, bias }: { gain: WeightView; bias?: WeightView }) => [gain, bias];

function placesOf({ parameter, offset, rows, columns, rowStride, columnStride }: WeightView): string[] {
  return Array.from(
    { length: rows * columns },
    (_, i) => `${parameter} ${offset + Math.floor(i / columns) * rowStride + (i % columns) * columnStride}`,
  );
}

/** x W. */
function multiply(x: ArrayLike<number>, values: ReadonlyMap<string, Float32Array>, view: WeightView) {
  const W = viewNumbers(values, view);
  return Float64Array.from({ length: view.columns }, (_, c) =>
    Array.from(x).reduce((sum, value, r) => sum + value * W[r * view.columns + c], 0),
  );
}

/** x W + b. */
function apply(view: LinearView, values: ReadonlyMap<string, Float32Array>, x: ArrayLike<number>) {
  const bias = view.bias && viewNumbers(values, view.bias);
  return multiply(x, values, view.weight).map((y, c) => y + (bias?.[c] ?? 0));
}

it('a neuron of a gated MLP has its own row of the gate, and no bias where the MLP has none', () => {
  const matrix = (name: string) => wholeView(name, 4, 3);
  const neuron = neuronOf({ input: matrix('up'), gate: matrix('gate'), output: matrix('down') }, 2);
  expect(neuron.gate).toMatchObject({ parameter: 'gate', offset: 6, rows: 1, columns: 3 });
  expect(neuron).not.toHaveProperty('bias');
});

/** Within 1e-5, for sums of at most 16 products in float32. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  expect(expected.length).toBeGreaterThan(0);
  Array.from(expected).forEach((value, i) => {
    expect(Math.abs(actual[i] - value)).toBeLessThan(1e-5);
  });
}
