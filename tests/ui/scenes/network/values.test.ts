// Values of the map: what shots ask for, what stays between them, and the numbers derived from a pass.

import { describe, expect, it } from 'vitest';
import { FOCUS } from '../../../../src/shared/focus.ts';
import type { Shot } from '../../../../src/ui/scenes/network/camera/shot.ts';
import {
  fittingShot,
  outerShot,
  shotAfterClick,
  shotAfterDoubleClick,
  withToken,
} from '../../../../src/ui/scenes/network/interaction/selection.ts';
import '../../../../src/ui/scenes/network/overlays/all-overlays.ts';
import { networkShape } from '../../../../src/ui/scenes/network/scene/network-shape.ts';
import { mapEdit } from '../../../../src/ui/scenes/network/values/map-edit.ts';
import { mergeValues } from '../../../../src/ui/scenes/network/values/merge.ts';
import { networkQuery, toNetworkValues } from '../../../../src/ui/scenes/network/values/network-query.ts';
import {
  guessesOf,
  headOutputOf,
  type NetworkValues,
  predictionBars,
  valueRanges,
} from '../../../../src/ui/scenes/network/values/network-values.ts';
import { CONFIGS } from './configs.ts';

const OVERVIEW: Shot = { target: { at: 'network' } };
const HEAD: Shot = { target: { at: 'head', layer: 1, head: 0 }, token: 2 };
const tensor = (shape: number[], numbers: number[]) => ({ shape, data: Float32Array.from(numbers) });
const probabilities = (entries: Record<number, number>) =>
  Object.entries(entries).map(([id, probability]) => ({
    id: Number(id),
    text: `t${id}`,
    probability,
    logit: 0,
  }));

const VALUES: NetworkValues = {
  step: 3,
  tokens: [
    { id: 4, text: 'a' },
    { id: 5, text: 'b' },
  ],
  activations: {},
  next: probabilities({ 1: 0.5, 2: 0.3, 3: 0.2 }),
  lenses: {},
};

describe('a query', () => {
  it.each(Object.entries(CONFIGS))(
    'of %s asks only for activations that the model computes',
    (name, config) => {
      const { activations = [], lenses } = networkQuery(config, 'a b', HEAD, 4);
      const has = (part: string) => activations.some((each) => each.includes(part));
      expect(has('mlp.')).toBe(config.mlpWidth > 0);
      expect(has('hook_resid_mid')).toBe(config.mlpWidth > 0 && name !== 'parallel blocks');
      expect(has('hook_pos_embed')).toBe(config.positions !== 'rotary');
      expect(has('hook_rot_q')).toBe(config.positions === 'rotary');
      const place = { layer: FOCUS.layer, head: FOCUS.head, query: FOCUS.token };
      expect(lenses?.['head-trace']).toEqual({ text: 'a b', ...place });
    },
  );

  it('reads logits of all tokens of small vocabularies only', () => {
    expect(networkQuery(CONFIGS.small, 'a', OVERVIEW, 4).activations).toContain('logits');
    expect(networkQuery(CONFIGS['GPT-2'], 'a', OVERVIEW, 4).activations).not.toContain('logits');
  });

  it('switches heads and MLPs off in a second pass', () => {
    const shot = { ...OVERVIEW, ablated: { heads: [{ layer: 1, head: 0 }], mlps: [0] } };
    expect(networkQuery(CONFIGS.small, 'a', shot, 4).variants).toEqual({
      ablated: {
        activations: ['logits'],
        interventions: [
          { name: 'blocks.1.attn.hook_z', kind: 'zero', head: 0 },
          { name: 'blocks.0.hook_mlp_out', kind: 'zero' },
        ],
      },
    });
    expect(networkQuery(CONFIGS.small, 'a', OVERVIEW, 4).variants).toBeUndefined();
  });

  it('has no values where the prompt could not be read', () => {
    const result = { step: 1, tokens: [], unknown: ['x'], cut: 0, activations: {}, next: [], lenses: {} };
    expect(toNetworkValues({ ...result, errors: {}, variants: {} })).toBeUndefined();
  });
});

describe('values of consecutive shots', () => {
  const older: NetworkValues = { ...VALUES, activations: { hook_embed: tensor([2, 1], [1, 2]) } };

  it('keep what an earlier shot has read of the same pass', () => {
    expect(mergeValues(older, VALUES).activations.hook_embed).toBe(older.activations.hook_embed);
  });

  it('keep the tensors whose numbers are the same, and bitmaps with them', () => {
    const again = {
      ...VALUES,
      activations: { hook_embed: tensor([2, 1], [1, 2]), logits: tensor([2], [1, 0]) },
    };
    const { activations } = mergeValues(older, again);
    expect(activations.hook_embed).toBe(older.activations.hook_embed);
    expect(activations.logits).toBe(again.activations.logits);
    const other = { ...VALUES, activations: { hook_embed: tensor([2, 1], [1, 3]) } };
    expect(mergeValues(older, other).activations.hook_embed).toBe(other.activations.hook_embed);
  });

  it('of another step or prompt are not mixed', () => {
    expect(mergeValues(older, { ...VALUES, step: 4 }).activations.hook_embed).toBeUndefined();
    expect(mergeValues(older, { ...VALUES, tokens: [] }).activations.hook_embed).toBeUndefined();
  });
});

it('bars show the most probable tokens before and after an ablation', () => {
  const ablated = { ...VALUES, ablated: probabilities({ 3: 0.6, 9: 0.3, 1: 0.1 }) };
  expect(predictionBars(VALUES, 2).map(({ id, before, after }) => [id, before, after])).toEqual([
    [1, 0.5, undefined],
    [2, 0.3, undefined],
  ]);
  expect(predictionBars(ablated, 4).map(({ id, before, after }) => [id, before, after])).toEqual([
    [3, 0.2, 0.6],
    [1, 0.5, 0.1],
    [2, 0.3, undefined],
    [9, undefined, 0.3],
  ]);
});

describe('with an edit in the weights', () => {
  const update = { layer: 1, u: Float64Array.of(1, 2), delta: Float64Array.of(3) };
  const reading = { change: 1, matrix: 4 } as never;
  const fact = { subject: 'Jordan', relation: 'sport', oldAnswer: 'basketball', newAnswer: 'golf' };
  const applied = { ...fact, site: { layer: 1, at: 'subject' }, protect: false, step: 3 } as const;
  const older = { ...applied, id: 1, settled: true };
  const edit = mapEdit([older, { ...applied, id: 2, settled: false, update, reading }]);

  it('shows the newest one whose numbers are known', () => {
    expect(edit).toEqual({ ...fact, id: 2, layer: 1, u: [1, 2], delta: [3], share: 0.25 });
    expect(mapEdit([older])).toBeUndefined();
  });

  it('asks for its effect on the prompt', () => {
    const { lenses } = networkQuery(CONFIGS.small, 'a', { ...OVERVIEW, overlay: 'edit' }, 4, edit);
    expect(lenses).toEqual({ 'edit-effect': { text: 'a', layer: 1, u: [1, 2], delta: [3] } });
    expect(networkQuery(CONFIGS.small, 'a', { ...OVERVIEW, overlay: 'edit' }, 4).lenses).toEqual({});
  });

  it('bars compare the prediction before it with that of the weights', () => {
    const effect = { before: probabilities({ 1: 0.9, 2: 0.1 }) } as never;
    const result = { ...VALUES, lenses: { 'edit-effect': effect }, variants: {}, errors: {} };
    const bars = predictionBars(toNetworkValues(result as never, edit) as NetworkValues, 2);
    expect(bars.map(({ id, before, after }) => [id, before, after])).toEqual([
      [1, 0.9, 0.5],
      [2, 0.1, 0.3],
    ]);
  });

  it('keeps no values of the weights before it', () => {
    const before: NetworkValues = { ...VALUES, activations: { hook_embed: tensor([2, 1], [1, 2]) } };
    expect(mergeValues(before, { ...VALUES, edit }).activations.hook_embed).toBeUndefined();
  });
});

it('guesses are the most probable tokens of the logits', () => {
  const [first, second] =
    guessesOf({ ...VALUES, activations: { logits: tensor([2, 3], [0, 2, 1, 5, 5, -5]) } }) ?? [];
  expect(first.id).toBe(1);
  expect(first.probability).toBeCloseTo(Math.exp(2) / (1 + Math.exp(2) + Math.exp(1)));
  expect(second).toEqual({ id: 0, probability: expect.closeTo(0.5, 3) });
});

it('what a head adds is the weighted sum of its projected values', () => {
  const trace = {
    tokens: VALUES.tokens,
    values: Float32Array.of(1, 2, 10, 20),
    pattern: Float32Array.of(1, 0, 0.25, 0.75),
  };
  const values = { ...VALUES, lenses: { 'head-trace': trace as never } };
  expect([...(headOutputOf(values, 0) ?? [])]).toEqual([1, 2]);
  expect([...(headOutputOf(values, 1) ?? [])]).toEqual([7.75, 15.5]);
  expect(headOutputOf(VALUES, 0)).toBeUndefined();
});

it('vectors of a kind share a range, without outliers', () => {
  const numbers = Array.from({ length: 1000 }, (_, i) => (i === 0 ? 1e6 : i / 1000));
  const { stream } = valueRanges({
    ...VALUES,
    activations: { 'blocks.0.hook_resid_pre': tensor([10, 100], numbers) },
  });
  expect(stream).toBeGreaterThan(0.9);
  expect(stream).toBeLessThan(1.1);
});

describe('a selection', () => {
  const shape = networkShape(CONFIGS.small);

  it('flies to heads and MLPs, and selects tokens', () => {
    expect(shotAfterClick(OVERVIEW, { kind: 'pattern', layer: 1, head: 0 })?.target).toEqual(HEAD.target);
    expect(shotAfterClick(OVERVIEW, { kind: 'neurons', layer: 0, token: 3 })?.target).toEqual({
      at: 'mlp',
      layer: 0,
      token: 3,
    });
    expect(shotAfterClick(OVERVIEW, { kind: 'token', token: 1 })).toEqual({ ...OVERVIEW, token: 1 });
  });

  it('switches parts off and on under the overlay of ablations', () => {
    const pattern = { kind: 'pattern', layer: 1, head: 0 } as const;
    const off = shotAfterClick({ ...OVERVIEW, overlay: 'ablation' }, pattern) as Shot;
    expect(off.ablated?.heads).toEqual([{ layer: 1, head: 0 }]);
    expect(shotAfterClick(off, pattern)?.ablated?.heads).toEqual([]);
    const mlp = shotAfterClick(off, { kind: 'neurons', layer: 0, token: 0 });
    expect(mlp?.ablated).toEqual({ heads: [{ layer: 1, head: 0 }], mlps: [0] });
  });

  it('opens a vector on a double click', () => {
    const subject = { kind: 'vector', name: 'blocks.0.hook_resid_mid', token: 1 } as const;
    expect(shotAfterDoubleClick(OVERVIEW, subject, shape)?.target).toEqual({
      at: 'vector',
      stage: 1,
      token: 1,
    });
  });

  it('goes outwards level by level', () => {
    expect(outerShot(HEAD).target).toEqual({ at: 'block', layer: 1 });
    expect(outerShot(outerShot(HEAD)).target).toEqual({ at: 'network' });
  });

  it('takes the detail of a token along', () => {
    const shot: Shot = { target: { at: 'mlp', layer: 0, token: 1 } };
    expect(withToken(shot, 2)).toEqual({ token: 2, target: { at: 'mlp', layer: 0, token: 2 } });
  });

  it('fits the model and the prompt', () => {
    expect(fittingShot(OVERVIEW, shape, 5).token).toBe(4);
    expect(fittingShot({ target: { at: 'mlp', layer: 0, token: 9 } }, shape, 3).target).toEqual({
      at: 'mlp',
      layer: 0,
      token: 2,
    });
    expect(fittingShot({ target: { at: 'head', layer: 7, head: 0 } }, shape, 3).target).toEqual({
      at: 'network',
    });
    const attentionOnly = networkShape(CONFIGS['attention-only']);
    expect(fittingShot({ target: { at: 'mlp', layer: 0, token: 0 } }, attentionOnly, 3).target).toEqual({
      at: 'network',
    });
  });
});
