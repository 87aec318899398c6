// The chapter's formulas match the video, and every moment's settings are valid.

import * as temml from 'temml';
import { describe, expect, it } from 'vitest';
import { chapter } from '../../../../src/ui/course/04-calculus/chapter.ts';
import {
  chainFormula,
  costFormula,
  sumFormula,
  valuesFormula,
} from '../../../../src/ui/course/04-calculus/formulas.ts';
import { DETAIL_NAMES, PANEL_NAMES, settingsAt } from '../../../../src/ui/course/04-calculus/panels.ts';
import {
  CHAIN,
  isEditable,
  KEYS,
  LAYERS,
  LAYERS_QUANTITIES,
  quantitiesOf,
  quantityKey,
  valueAt,
  withValues,
} from '../../../../src/ui/scenes/chain/networks.ts';
import type { ChainPath, Quantity } from '../../../../src/workers/rpc/api/lab-api.ts';

/** Without links, braces and spaces. */
const normalizeTex = (tex: string) =>
  tex.replaceAll(/\\class\{[^}]*\}/g, '').replaceAll(/[{}\s]|\\[,!]|\\left|\\right/g, '');

const quantityAt = (kind: Quantity['kind'], layer: number, neuron = 0, from?: number): Quantity => ({
  kind,
  layer,
  neuron,
  ...(from !== undefined && { from }),
});
const path = (...steps: Quantity[]): ChainPath => ({
  product: 0,
  factors: steps.slice(1).map((of, i) => ({ of, by: steps[i], value: 0 })),
});

describe('as in the video', () => {
  it('one neuron per layer: three factors, the one nearest to w first', () => {
    const paths = [
      path(quantityAt('w', 3, 0, 0), quantityAt('z', 3), quantityAt('a', 3), quantityAt('C', 3)),
    ];
    expect(normalizeTex(chainFormula(quantityAt('w', 3, 0, 0), paths, CHAIN))).toBe(
      '\\frac\\partialC_0\\partialw^(L)=\\frac\\partialz^(L)\\partialw^(L)\\frac\\partiala^(L)\\partialz^(L)\\frac\\partialC_0\\partiala^(L)',
    );
    expect(normalizeTex(valuesFormula(paths, CHAIN))).toBe("=a^(L-1)\\sigma'(z^(L))2(a^(L)-y)");
  });

  it('several neurons per layer: a sum over j only where paths branch', () => {
    const [a, w] = [quantityAt('a', 1, 1), quantityAt('w', 2, 1, 2)];
    const fromA = [0, 1].map((j) =>
      path(a, quantityAt('z', 2, j), quantityAt('a', 2, j), quantityAt('C', 2)),
    );
    expect(normalizeTex(valuesFormula(fromA, LAYERS))).toBe(
      "=\\sum_j=0^1w^(L)_j1\\sigma'(z^(L)_j)2(a^(L)_j-y_j)",
    );
    const fromW = [path(w, quantityAt('z', 2, 1), quantityAt('a', 2, 1), quantityAt('C', 2))];
    expect(normalizeTex(valuesFormula(fromW, LAYERS))).toBe("=a^(L-1)_2\\sigma'(z^(L)_1)2(a^(L)_1-y_1)");
  });

  it('from the inputs: a sum over k and one over j', () => {
    const input = quantityAt('a', 0, 1);
    const ways = [
      path(
        input,
        quantityAt('z', 1, 0),
        quantityAt('a', 1, 0),
        quantityAt('z', 2, 0),
        quantityAt('a', 2, 0),
        quantityAt('C', 2),
      ),
    ];
    expect(normalizeTex(valuesFormula(ways, LAYERS))).toBe(
      "=\\sum_k=0^2w^(L-1)_k1\\sigma'(z^(L-1)_k)\\sum_j=0^1w^(L)_jk\\sigma'(z^(L)_j)2(a^(L)_j-y_j)",
    );
  });

  it('cost and weighted sum', () => {
    expect(normalizeTex(costFormula(CHAIN))).toBe('C_0=(a^(L)-y)^2');
    expect(normalizeTex(costFormula(LAYERS))).toBe('C_0=\\sum_j=0^1(a^(L)_j-y_j)^2');
    expect(normalizeTex(sumFormula(CHAIN, 2))).toBe('z^(L-1)=w^(L-1)a^(L-2)+b^(L-1)');
  });

  it('KaTeX renders every formula', () => {
    const { renderToString } = (temml as unknown as { default: typeof temml }).default;
    for (const shape of [CHAIN, LAYERS])
      expect(renderToString(costFormula(shape), { throwOnError: true, trust: true })).toContain('of-C');
  });
});

describe('the networks', () => {
  it('have a unique key for each quantity', () => {
    expect(new Set(KEYS).size).toBe(KEYS.length);
    expect(KEYS).toHaveLength(quantitiesOf(CHAIN).length + LAYERS_QUANTITIES.size);
  });

  it('apply edited values and keep the others', () => {
    const look = { z: [], a: [], cost: 0 };
    for (const network of [CHAIN, LAYERS]) {
      const free = quantitiesOf(network).filter(isEditable);
      for (const quantity of free) {
        const changed = withValues(network, { [quantityKey(quantity, network)]: 0.125 });
        expect(valueAt(changed, look, quantity)).toBe(0.125);
        const others = free.filter((other) => other !== quantity);
        expect(
          others.filter((other) => valueAt(changed, look, other) !== valueAt(network, look, other)),
        ).toEqual([]);
      }
    }
  });
});

it.each(chapter.moments)('“$title” has valid settings', (moment) => {
  const { panel, of, tell, lit } = settingsAt(moment);
  expect(PANEL_NAMES).toContain(panel);
  expect(KEYS).toContain(of);
  expect(DETAIL_NAMES).toContain(tell);
  if (lit !== undefined) expect([...KEYS, 'C']).toContain(lit);
});
