// Curves of attention: every query has its strongest, the rest goes to the strongest weights, and their number is limited.

import { expect, it } from 'vitest';
import { networkShape } from '../../../../src/ui/scenes/network/scene/network-shape.ts';
import { strongEdges } from '../../../../src/ui/scenes/network/values/attention-edges.ts';
import type { NetworkValues } from '../../../../src/ui/scenes/network/values/network-values.ts';
import { CONFIGS } from './configs.ts';

/** Uniform attention over T tokens in every head. */
function uniform(L: number, H: number, T: number): NetworkValues {
  const data = new Float32Array(H * T * T);
  for (let head = 0; head < H; head++)
    for (let query = 0; query < T; query++)
      data.fill(1 / (query + 1), (head * T + query) * T, (head * T + query) * T + query + 1);
  const layers = Array.from({ length: L }, (_, layer) => [
    `blocks.${layer}.attn.hook_pattern`,
    { shape: [H, T, T], data },
  ]);
  const tokens = Array.from({ length: T }, (_, id) => ({ id, text: `t${id}` }));
  return { step: 0, tokens, activations: Object.fromEntries(layers), next: [], lenses: {} };
}

it('draws all weights of a short prompt', () => {
  const shape = networkShape(CONFIGS.small);
  const [first] = strongEdges(uniform(shape.L, shape.H, 4), shape);
  expect(first).toHaveLength(shape.H * 10);
});

it('draws every query of a long prompt, and no more curves than a frame has time for', () => {
  const shape = networkShape(CONFIGS.middle);
  const edges = strongEdges(uniform(shape.L, shape.H, 64), shape);
  for (const layer of edges) {
    expect(new Set(layer.map(({ head, query }) => `${head} ${query}`)).size).toBe(64 * shape.H);
    expect(layer.map(({ weight }) => weight)).toEqual(
      layer.map(({ weight }) => weight).toSorted((a, b) => a - b),
    );
  }
  expect(edges.flat().length).toBeLessThanOrEqual(1500);
  const deep = networkShape(CONFIGS['GPT-2']);
  expect(strongEdges(uniform(deep.L, deep.H, 64), deep).flat().length).toBeLessThanOrEqual(1500);
});
