// Chapter 4: what each moment shows, untouched.

import { expect } from 'vitest';
import { type ChainStage, sum } from '../chain-stage.ts';
import type { Claim, Claims } from '../claims.ts';

type Drawn = Awaited<ReturnType<ChainStage['drawn']>>;

/** The numbers of the picture have the property. */
const draws = (shows: string, check: (drawn: Drawn) => unknown): Claim<ChainStage> => ({
  shows,
  holds: async ({ drawn }) => check(await drawn()),
});

const says = (shows: string, pattern: RegExp): Claim<ChainStage> => ({
  shows,
  holds: ({ says }) => says(pattern),
});

/** Of one path, the factor at an index is this number. */
const hasFactor = (shows: string, index: number, value: (drawn: Drawn) => number) =>
  draws(shows, (drawn) => expect(drawn.factors[0][index]).toBeCloseTo(value(drawn), 4));

/** Of the chain of four neurons: w, a before, b, z and a of the last layer, and y. */
const last = ({ network, a, z }: Drawn) => ({
  ...{ w: network.weights[2][0], b: network.biases[2][0], y: network.targets[0][0] },
  ...{ before: a[1][0], z: z[2][0], a: a[2][0] },
});

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

export const CLAIMS: Claims<ChainStage> = {
  4: draws('the gradient, which runs backwards through four neurons', ({ shot, factors, of }) => {
    expect([shot.play, of]).toEqual(['backward', 'w1']);
    expect(factors.map(({ length }) => length)).toEqual([7]);
  }),
  40: says(
    'weights and biases nudged in turn, an arrow each',
    /How much the cost changes with each weight and bias/,
  ),
  62: draws('the last two neurons alone, with their names', ({ shot, lit }) => {
    expect([shot.isBare, lit]).toEqual([true, 'a3']);
  }),
  83.7: draws('the square of a − y: the cost', (drawn) => {
    const { a, y } = last(drawn);
    expect(drawn.cost).toBeCloseTo((a - y) ** 2, 5);
    expect(drawn.shot.parts).toEqual(['square']);
  }),
  105.9: draws('w a and b as bars that add up to z', (drawn) => {
    const { w, before, b, z } = last(drawn);
    expect(w * before + b).toBeCloseTo(z, 4);
    expect(drawn.shot.parts).toEqual(['sum']);
  }),
  130.4: draws('light along the arrows, from the weight to the cost', (drawn) => {
    const { z, a } = last(drawn);
    expect(drawn.shot.play).toBe('forward');
    expect(sigmoid(z)).toBeCloseTo(a, 5);
  }),
  155.7: draws('every quantity on its number line', ({ shot, formulas }) => {
    expect(shot.parts).toEqual(['lines']);
    expect(formulas).toHaveLength(3);
  }),
  161.7: draws('a nudge of w on its line; the question is what C does', ({ shot, formulas, lit }) => {
    expect([shot.play, lit]).toEqual(['nudge', 'C']);
    expect(formulas.join()).toMatch(/\?$/);
  }),
  175.6: {
    shows: '∂w and ∂C as numbers, and their ratio',
    holds: async ({ drawn, says }) => {
      const { nudge, change, mean } = await drawn();
      expect(nudge).toBe(0.01);
      expect(change / nudge).toBeCloseTo(mean, 2);
      await says(/changes by 0\.01, the cost by −0\.\d+\. Derivative: −0\.\d+/);
    },
  },
  191.3: draws('the nudge from w to z to a to C, with the change of each', ({ shot, factors }) => {
    expect(shot.parts).toEqual(['lines', 'nudge']);
    expect(factors[0]).toHaveLength(3);
  }),
  203.1: draws('three curves with their tangents, one a factor, and their product', ({ shot, factors }) => {
    expect(shot.parts).toContain('curves');
    expect(factors[0]).toHaveLength(3);
  }),
  236.9: hasFactor('the tangent of the parabola: slope 2 (a − y)', 2, (drawn) => {
    expect(drawn.shot).toMatchObject({ at: 'curve', curve: 2 });
    return 2 * (last(drawn).a - last(drawn).y);
  }),
  267.8: hasFactor('the tangent of the sigmoid: slope σ′(z)', 1, (drawn) => {
    expect(drawn.shot).toMatchObject({ at: 'curve', curve: 1 });
    return last(drawn).a * (1 - last(drawn).a);
  }),
  277.2: hasFactor('a line whose slope is the activation before', 0, (drawn) => {
    expect(drawn.shot).toMatchObject({ at: 'curve', curve: 0 });
    return last(drawn).before;
  }),
  309.2: {
    shows: 'five examples with their slopes, and the curve of their mean',
    holds: async ({ drawn, says }) => {
      expect((await drawn()).slopes).toHaveLength(5);
      await says(/The cost of 5 examples .* the slope of their mean is the mean of their slopes/);
    },
  },
  328.4: draws('one component among the six of the gradient', ({ shot, of }) => {
    expect([shot.parts, of]).toEqual([['gradient'], 'w3']);
  }),
  346.3: hasFactor('the bias: its first factor is a line of slope 1', 0, ({ of }) => {
    expect(of).toBe('b3');
    return 1;
  }),
  366.1: hasFactor('the activation before: its first factor is the weight', 0, (drawn) => {
    expect(drawn.of).toBe('a2');
    return last(drawn).w;
  }),
  386.6: draws('five factors of a weight one layer back, passed backwards', ({ of, factors, shot }) => {
    expect([of, shot.play]).toEqual(['w2', 'backward']);
    expect(factors[0]).toHaveLength(5);
  }),
  403.2: draws('k counts the neurons of one layer, j those of the next', ({ network, formulas }) => {
    expect(network.sizes).toEqual([2, 3, 2]);
    expect(formulas.join()).toMatch(/k=0,.*,2.*j=0,.*,1/);
  }),
  435.3: draws('two squares that add up to the cost', ({ a, network, cost }) =>
    expect(sum(network.targets[0].map((y, j) => (a[1][j] - y) ** 2))).toBeCloseTo(cost, 5),
  ),
  453: draws('one connection, and its cell in the weight matrix', ({ shot, of }) => {
    expect([shot.parts, of]).toEqual([['matrix'], 'w2']);
  }),
  473.6: draws('three terms and a bias that arrive at z', ({ network, a, z }) => {
    const terms = a[0].map((each, k) => each * network.weights[1][k]);
    expect(sum(terms) + network.biases[1][0]).toBeCloseTo(z[1][0], 4);
  }),
  495.4: draws('three factors on the one path of a weight', ({ factors }) =>
    expect(factors.map(({ length }) => length)).toEqual([3]),
  ),
  509: {
    shows: 'two paths that light up; their products add up',
    holds: async ({ drawn, says }) => {
      expect((await drawn()).factors.map(({ length }) => length)).toEqual([3, 3]);
      await says(/2 paths lead from .* to the cost\. Their products add up to/);
    },
  },
  539.8: says(
    'the gradient, passed backwards until every component has its arrow',
    /How much the cost changes with each weight and bias/,
  ),
};
