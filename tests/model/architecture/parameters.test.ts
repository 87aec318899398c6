// Parameters: names, shapes, count, flat layout, initialization.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { ALIGNMENT } from '../../../src/kernels/graph/plan.ts';
import { elementCount } from '../../../src/kernels/shape.ts';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import { flatLayout, parameterCount } from '../../../src/model/architecture/parameters.ts';
import { initialWeights, Weights } from '../../../src/model/architecture/weights.ts';
import { planRun } from '../../../src/model/training/run-plan.ts';
import { Golden } from '../../support/model/goldens.ts';
import { TINY_CONFIG } from '../../support/model/tiny-model.ts';

const parameters = transformerParameters(TINY_CONFIG);
const isMatrix = (name: string) => parameters.find((p) => p.name === name)?.shape.length === 2;

describe('the weights', () => {
  it.each([...['tiny', 'odd', 'modern_mix', 'llama_tiny', 'qwen2_tiny', 'qwen3_tiny', 'neox_tiny']])(
    'of %s have the names and shapes of its checkpoint',
    (name) => {
      const golden = new Golden(name);
      const ours = transformerParameters(golden.config()).map((p) => [p.name, p.shape]);
      const theirs = [...golden.group('grad.').keys()].map((weight) => [weight, golden.shape(weight)]);
      expect(new Map(ours as [string, number[]][])).toEqual(new Map(theirs as [string, number[]][]));
    },
  );

  it('have the count of the formula, with and without MLPs, tied or not', () => {
    const { L, C, T, V, mlpWidth: M } = TINY_CONFIG;
    const attention = 2 * C + (C * 3 * C + 3 * C) + (C * C + C);
    const mlp = 2 * C + (C * M + M) + (M * C + C);
    const rest = V * C + T * C + 2 * C;
    const count = (change: object) => parameterCount(transformerParameters({ ...TINY_CONFIG, ...change }));
    expect(count({})).toBe(rest + L * (attention + mlp));
    expect(count({ mlpWidth: 0 })).toBe(rest + L * attention);
    expect(count({ tied: false })).toBe(rest + V * C + L * (attention + mlp));
  });

  it('of the facts preset are about 124 thousand', () => {
    const { config } = planRun({ preset: 'facts' });
    const count = parameterCount(transformerParameters(config));
    expect(count).toBeGreaterThan(115_000);
    expect(count).toBeLessThan(140_000);
  });
});

describe('the flat layout', () => {
  const { offsets, length, decayed } = flatLayout(parameters);
  const spans = parameters.map(({ name, shape }) => {
    const begin = offsets.get(name) as number;
    return { name, begin, end: begin + elementCount(shape) };
  });

  it('aligns every tensor to 256 bytes without overlap', () => {
    for (const { begin } of spans) expect(begin % ALIGNMENT).toBe(0);
    const sorted = [...spans].sort((a, b) => a.begin - b.begin);
    sorted.slice(1).forEach(({ begin }, i) => {
      expect(begin).toBeGreaterThanOrEqual(sorted[i].end);
    });
    expect(sorted.at(-1)?.end).toBeLessThanOrEqual(length);
  });

  it('places exactly the parameters with weight decay before the boundary', () => {
    for (const { name, begin, end } of spans) {
      if (isMatrix(name)) expect(end).toBeLessThanOrEqual(decayed);
      else expect(begin).toBeGreaterThanOrEqual(decayed);
    }
  });
});

describe('weights on an executor', () => {
  const values = initialWeights(parameters, { seed: 3, initStd: 0.1 });

  it('read back as written, with zeros as padding', async () => {
    const weights = new Weights(new ReferenceExecutor(), parameters);
    weights.set(values);
    expect(await weights.get()).toEqual(values);
    const flat = await weights.storage.read(0, weights.layout.length);
    const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, x) => total + Math.abs(x), 0);
    const ofTensors = [...values.values()].reduce((total, tensor) => total + sum(tensor), 0);
    expect(sum(flat)).toBeCloseTo(ofTensors, 6);
  });

  it.each([
    ['missing', undefined, "weights: 'transformer.ln_f.bias' is missing"],
    ['too short', new Float32Array(7), "weights: 'transformer.ln_f.bias' has 7 numbers; (8) needs 8"],
  ])('writes none if one is %s', async (_, wrong, sentence) => {
    const weights = new Weights(new ReferenceExecutor(), parameters);
    const spoilt = new Map(values);
    if (wrong) spoilt.set('transformer.ln_f.bias', wrong);
    else spoilt.delete('transformer.ln_f.bias');
    expect(() => weights.set(spoilt)).toThrow(sentence);
    const flat = await weights.storage.read(0, weights.layout.length);
    expect(flat.some((x) => x !== 0)).toBe(false);
  });

  it.each([
    [TINY_CONFIG, 2 * TINY_CONFIG.L],
    [{ ...TINY_CONFIG, mlpWidth: 0 }, TINY_CONFIG.L],
  ])('residual-scaled ones are divided by √(residual layers) in projections into the stream', (config, N) => {
    const weightsOf = (init?: 'normal' | 'scaled') =>
      initialWeights(transformerParameters({ ...config, init }), { seed: 3, initStd: config.initStd });
    const [absent, normal, scaled] = [weightsOf(), weightsOf('normal'), weightsOf('scaled')];
    expect(normal).toEqual(absent);
    for (const [name, values] of scaled) {
      const factor = /c_proj\.weight$/.test(name) ? 1 / Math.sqrt(N) : 1;
      const expected = Array.from(normal.get(name) as Float32Array, (value) => factor * value);
      [...values].forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i], 6);
      });
    }
  });

  it('initialize from the seed: gains 1, biases 0, matrices with the given standard deviation', () => {
    expect(initialWeights(parameters, { seed: 3, initStd: 0.1 })).toEqual(values);
    const other = initialWeights(parameters, { seed: 4, initStd: 0.1 });
    expect(other.get('transformer.wte.weight')).not.toEqual(values.get('transformer.wte.weight'));
    expect(new Set(values.get('transformer.h.1.ln_2.weight'))).toEqual(new Set([1]));
    expect(new Set(values.get('transformer.h.1.mlp.c_fc.bias'))).toEqual(new Set([0]));
    const all = parameters
      .filter(({ name }) => isMatrix(name))
      .flatMap(({ name }) => [...(values.get(name) ?? [])]);
    const deviation = Math.sqrt(all.reduce((sum, x) => sum + x * x, 0) / all.length);
    expect(deviation).toBeGreaterThan(0.09);
    expect(deviation).toBeLessThan(0.11);
  });
});
