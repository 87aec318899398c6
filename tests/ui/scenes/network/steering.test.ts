// The overlay of steering: what it requests, what a click adds, and what it says.

import { expect, it } from 'vitest';
import type { Shot } from '../../../../src/ui/scenes/network/camera/shot.ts';
import {
  shotAfterClick,
  shotAfterDoubleClick,
} from '../../../../src/ui/scenes/network/interaction/selection.ts';
import '../../../../src/ui/scenes/network/overlays/all-overlays.ts';
import {
  comparedBy,
  forAnotherModel,
  overlayOf,
  stampedShot,
} from '../../../../src/ui/scenes/network/overlays/overlays.ts';
import { twoClasses } from '../../../../src/ui/scenes/network/overlays/probes/probes-panel.ts';
import {
  steeringRequest,
  withDirection,
} from '../../../../src/ui/scenes/network/overlays/steering/request.ts';
import {
  stageIndexOf,
  streamPointOf,
  streamPoints,
} from '../../../../src/ui/scenes/network/overlays/steering/stream-point.ts';
import { networkShape } from '../../../../src/ui/scenes/network/scene/network-shape.ts';
import { shotLine } from '../../../../src/ui/scenes/network/text/summary.ts';
import { shotTable } from '../../../../src/ui/scenes/network/text/table.ts';
import { mergeValues } from '../../../../src/ui/scenes/network/values/merge.ts';
import {
  type NetworkValues,
  predictionBars,
} from '../../../../src/ui/scenes/network/values/network-values.ts';
import { CONFIGS } from './configs.ts';

const shape = networkShape(CONFIGS.small);
const said = (id: number, text: string, probability: number) => ({ id, text, probability, logit: 1 });
const random = { mean: 0.1, low: 0, most: 0.2, high: 0.2 };
const steering = {
  ...{ step: 1, tokens: [], addedAt: 'all', unit: 2, strength: 0.5, kl: 1.5, sets: [] },
  point: { layer: 1, site: 'hook_resid_pre', name: 'blocks.1.hook_resid_pre', meaning: 'after block 1' },
  direction: { name: 'gender: male → female', prompts: 4, length: 0.4 },
  before: [said(1, 'he', 0.9), said(2, 'she', 0.1)],
  after: [said(2, 'she', 0.8), said(1, 'he', 0.2)],
  random: { count: 8, kind: 'shuffled', kl: random, cosine: { deviation: 0.4, high: 0.8 } },
  compared: [
    { id: 1, text: 'he', before: 0.9, after: 0.2, random },
    { id: 2, text: 'she', before: 0.1, after: 0.8, random },
  ],
};
const values = {
  ...{ step: 1, tokens: [{ id: 5, text: 'that' }], activations: {}, next: steering.before },
  lenses: { steering },
} as unknown as NetworkValues;
const words = { shape, values, labels: ['that'], vocabulary: [] };
const shot: Shot = { target: { at: 'network' }, overlay: 'steering' };

it('the line, the bars and the table have both predictions and the controls', () => {
  expect(shotLine(words, shot)).toMatch(
    /^gender: male → female, \+0\.50 × the stream’s length after block 1: “he” 90\.0\s% becomes “she” 80\.0\s%\. The prediction moves by 1\.50 nats \(KL\), by 0\.00 to 0\.20 in 8 directions of shuffled labels\.$/,
  );
  expect(predictionBars({ ...values, compared: comparedBy(values) }, 3)[0]).toMatchObject({
    text: 'he',
    before: 0.9,
    after: 0.2,
  });
  const { rows } = shotTable(words, shot);
  expect(rows[1]).toEqual({
    name: 'she',
    cells: expect.arrayContaining([expect.stringMatching(/^80\.0\s%$/)]),
  });
  const left = mergeValues(values, { ...values, lenses: {} });
  expect(left.lenses.steering).toBeUndefined();
});

it('a click on a vector of the stream adds the direction there, at its own strength', () => {
  const vector = (name: string) => ({ kind: 'vector' as const, name: name as 'hook_embed', token: 0 });
  const steered = { ...shot, overlays: { steering: { strength: 2, addedAt: 'last' as const } } };
  const clicked = shotAfterClick(steered, vector('blocks.1.hook_resid_pre')) as Shot;
  expect(clicked.overlays?.steering).toEqual({
    addedAt: 'last',
    point: { layer: 1, site: 'hook_resid_pre' },
  });
  expect(streamPointOf(vector('hook_embed'))).toEqual({ layer: 0, site: 'hook_resid_pre' });
  expect(streamPointOf(vector('blocks.1.hook_resid_mid'))).toEqual({ layer: 1, site: 'hook_resid_mid' });
  expect(streamPointOf(vector('blocks.1.hook_attn_out'))).toBeUndefined();
  expect(shotAfterClick({ target: shot.target }, vector('hook_embed'))?.overlays).toBeUndefined();
  const pattern = { kind: 'pattern', layer: 0, head: 1 } as const;
  expect(shotAfterDoubleClick(shot, pattern, shape)).toMatchObject({
    overlay: 'steering',
    target: { at: 'head', layer: 0, head: 1 },
  });
});

it('every point is a vector of the picture', () => {
  const points = streamPoints(shape);
  expect(points).toHaveLength(shape.stages.length);
  const zones = points.map((point) => shape.stages[stageIndexOf(shape, point)].zone);
  expect(zones).toEqual([...zones].sort((a, b) => a - b));
  expect(new Set(zones).size).toBe(zones.length);
});

it('two classes are of one prompt, own prompts and their strength of any', () => {
  const classes = { kind: 'classes', set: 'gender' } as const;
  const chosen = stampedShot(
    withDirection({ ...shot, overlays: { steering: { strength: 1 } } }, classes),
    'one',
  );
  expect(steeringRequest('one', chosen)).toEqual({ text: 'one', direction: classes });
  expect(steeringRequest('two', chosen)).toEqual({ text: 'two' });
  const own = { kind: 'prompts' as const, away: ['a'], toward: ['b'] };
  const typed = stampedShot(withDirection(shot, own), 'one');
  expect(steeringRequest('two', typed)).toEqual({ text: 'two', direction: own });
  expect(overlayOf(shot).lenses?.('one', typed)).toMatchObject({
    steering: { text: 'one', direction: own, measure: false, changes: true },
  });
});

it('another model has neither a probe’s direction nor the place; classes and own prompts stay', () => {
  const point = { layer: 9, site: 'hook_resid_pre' } as const;
  const vector = { kind: 'vector' as const, name: 'probe of step 5', vector: [1, 2] };
  const probe = {
    ...shot,
    overlays: { steering: { direction: vector, strength: 1, point, addedAt: 'last' as const } },
  };
  expect(forAnotherModel(probe).overlays?.steering).toEqual({ addedAt: 'last' });
  const own = { kind: 'prompts' as const, away: ['a'], toward: ['b'] };
  const typed = { ...shot, overlays: { steering: { direction: own, strength: 1, point } } };
  expect(forAnotherModel(typed).overlays?.steering).toEqual({ direction: own, strength: 1 });
});

it('where the weights have no tuned lens, the line says that it is the logit lens', () => {
  const lens: Shot = {
    ...{ target: shot.target, overlay: 'logit-lens' },
    overlays: { 'logit-lens': { isTuned: true, tunedStep: 3 } },
  };
  const read = (tunedStep?: number) =>
    ({ ...words, values: { ...values, lenses: { 'logit-lens': { rows: [], tunedStep } } } }) as never;
  expect(shotLine(read(), lens)).toContain('this is the plain logit lens');
  expect(shotLine(read(3), lens)).toContain('the tuned lens of step 3');
});

it('two classes are different ones, also of labels that are fewer than before', () => {
  expect([twoClasses(3, 5, 2), twoClasses(0, 1, 2), twoClasses(1, 7, 3), twoClasses(2, 0, 3)]).toEqual([
    [0, 1],
    [0, 1],
    [1, 0],
    [2, 0],
  ]);
});
