// Chapter 4's chain rule: products of factors, summed over paths, against the engine's gradient and finite differences.

import { afterAll, describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { chainRule, type Quantity } from '../../../src/lenses/digits/chain-rule.ts';
import { type SmallNetwork, SmallNetworkRunner } from '../../../src/model/digits/small-network.ts';

const executor = new ReferenceExecutor();
const small = new SmallNetworkRunner(executor);
afterAll(() => {
  small.dispose();
  executor.dispose();
});

const CHAIN: SmallNetwork = {
  sizes: [1, 1, 1, 1],
  weights: [[1.2], [-0.7], [1.9]],
  biases: [[0.1], [0.4], [-0.3]],
  inputs: [[0.6]],
  targets: [[1]],
};
const LAYERS: SmallNetwork = {
  sizes: [2, 3, 2],
  weights: [
    [0.5, -1, 0.25, 0.75, -0.5, 1],
    [1, -1, 0.5, -0.25, 0.5, 2],
  ],
  biases: [
    [0.1, -0.2, 0.3],
    [0, 0.5],
  ],
  inputs: [[0.9, 0.3]],
  targets: [[1, 0]],
};

/** Everything that can be nudged. */
function quantities({ sizes }: SmallNetwork): Quantity[] {
  const last = sizes.length - 1;
  return sizes.flatMap((size, layer) =>
    Array.from({ length: size }, (_, neuron): Quantity[] => {
      const of = (kind: Quantity['kind']): Quantity => ({ kind, layer, neuron });
      const weights = Array.from({ length: sizes[layer - 1] ?? 0 }, (_, from) => ({ ...of('w'), from }));
      return [
        of('a'),
        ...(layer > 0 ? [of('b'), of('z'), ...weights] : []),
        ...(layer === last ? [of('y')] : []),
      ];
    }).flat(),
  );
}

const cases = [CHAIN, LAYERS].flatMap((network) => quantities(network).map((of) => ({ network, of })));

it.each(cases)('$network.sizes $of: sum of products = gradient = difference', async ({ network, of }) => {
  const { mean, gradient, difference, paths } = await chainRule(small, { network, of, nudge: 0.01 });
  if (of.kind === 'y' || of.layer === 0) expect(gradient).toBeUndefined();
  else expect(mean).toBeCloseTo(gradient ?? Number.NaN, 6);
  expect(mean).toBeCloseTo(difference, 4);
  const widths = network.sizes.slice(of.layer + 1);
  expect(paths).toHaveLength(of.kind === 'y' ? 1 : widths.reduce((product, size) => product * size, 1));
});

describe('one path', () => {
  it('has the three factors of the video, approached by the ratios of nudges', async () => {
    const of = { kind: 'w', layer: 3, neuron: 0, from: 0 } as const;
    const { forward, paths } = await chainRule(small, { network: CHAIN, of, nudge: 0.001 });
    const [before, a] = [forward.a[1].data[0], forward.a[2].data[0]];
    const values = [before, a * (1 - a), 2 * (a - 1)];
    paths[0].factors.forEach(({ value, ratio }, i) => {
      expect(value).toBeCloseTo(values[i], 6);
      expect(ratio).toBeCloseTo(value, 2);
    });
  });

  it('changes the layers after a nudged activation, and none before it', async () => {
    const of = { kind: 'a', layer: 1, neuron: 0 } as const;
    const { forward, nudged } = await chainRule(small, { network: CHAIN, of, nudge: 0.1 });
    const moves = nudged.a.map(({ data }, layer) => data[0] - forward.a[layer].data[0]);
    expect(moves[0]).toBeCloseTo(0.1, 6);
    expect(nudged.z[0].data[0]).toBe(forward.z[0].data[0]);
    expect(moves[1]).toBeLessThan(0); // its weight is negative
    expect(nudged.cost).not.toBe(forward.cost);
  });
});

it('a ratio belongs to one path, where a nudge changes several', async () => {
  for (const of of quantities(LAYERS)) {
    const { paths } = await chainRule(small, { network: LAYERS, of, nudge: 0.05 });
    for (const { value, ratio } of paths.flatMap(({ factors }) => factors))
      if (ratio !== undefined) expect(Math.abs(ratio - value)).toBeLessThan(0.06); // 2 (a − y) is off by the nudge
  }
});

it('averages over examples', async () => {
  const network = { ...CHAIN, inputs: [[0.6], [0.1], [0.9]], targets: [[1], [0], [0]] };
  const of = { kind: 'w', layer: 2, neuron: 0, from: 0 } as const;
  const { sums, mean, gradient, difference } = await chainRule(small, { network, of, nudge: 0.01 });
  expect(new Set(sums).size).toBe(3);
  expect(mean).toBeCloseTo(gradient ?? Number.NaN, 6);
  expect(mean).toBeCloseTo(difference, 4);
});

it.each([
  [{ kind: 'w', layer: 4, neuron: 0, from: 0 }, 0.01, /has no weight from 0 to neuron 0 of layer 4/],
  [{ kind: 'C', layer: 3, neuron: 0 }, 0.01, /has no cost to be nudged/],
  [{ kind: 'z', layer: 0, neuron: 0 }, 0.01, /has no weighted sum 0 of layer 0/],
  [{ kind: 'a', layer: 1, neuron: 0 }, 0, /the nudge is 0/],
] as const)('%j nudged by %d is refused', async (of, nudge, sentence) => {
  await expect(chainRule(small, { network: CHAIN, of, nudge })).rejects.toThrow(sentence);
});
