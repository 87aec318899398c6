// The overlays of patching: which numbers are drawn where, what a click and a key patch, and which edges a circuit keeps.

import { describe, expect, it } from 'vitest';
import { poseOf } from '../../../../src/ui/scenes/network/camera/pose.ts';
import type { Shot } from '../../../../src/ui/scenes/network/camera/shot.ts';
import { actionOfKey } from '../../../../src/ui/scenes/network/interaction/keys.ts';
import { fittingShot, shotAfterClick } from '../../../../src/ui/scenes/network/interaction/selection.ts';
import { distanceToCurve, pointOfCurve } from '../../../../src/ui/stage/curves.ts';
import '../../../../src/ui/scenes/network/overlays/all-overlays.ts';
import { circuitEdges } from '../../../../src/ui/scenes/network/overlays/circuit/graph.ts';
import type { OverlayScene } from '../../../../src/ui/scenes/network/overlays/overlay.ts';
import { comparedBy, overlayOf, stampedShot } from '../../../../src/ui/scenes/network/overlays/overlays.ts';
import {
  effectAt,
  fullEffect,
  placeOf,
} from '../../../../src/ui/scenes/network/overlays/patching/effects.ts';
import { differenceAt } from '../../../../src/ui/scenes/network/overlays/patching/pair-runs.ts';
import { pairsRequest } from '../../../../src/ui/scenes/network/overlays/patching/request.ts';
import { layoutFrame } from '../../../../src/ui/scenes/network/scene/frame.ts';
import { type Item, subjectKey } from '../../../../src/ui/scenes/network/scene/items.ts';
import { networkShape } from '../../../../src/ui/scenes/network/scene/network-shape.ts';
import { project } from '../../../../src/ui/scenes/network/scene/projection.ts';
import { shotLine } from '../../../../src/ui/scenes/network/text/summary.ts';
import { shotTable } from '../../../../src/ui/scenes/network/text/table.ts';
import {
  type NetworkValues,
  predictionBars,
} from '../../../../src/ui/scenes/network/values/network-values.ts';
import { CONFIGS } from './configs.ts';

const shape = networkShape(CONFIGS.small);
const { L, H } = shape;
const TOKENS = ['Jordan', 'plays'].map((text, id) => ({ id, text }));
const T = TOKENS.length;

const spread = (shape: number[], at: (index: number) => number, deviation = 0) => {
  const size = shape.reduce((a, b) => a * b);
  const tensor = (value: (i: number) => number) => ({
    shape,
    data: Float32Array.from({ length: size }, (_, i) => value(i)),
  });
  return { mean: tensor(at), deviation: tensor(() => deviation), values: tensor(at) };
};
const said = (text: string, probability: number) => ({ id: 9, text, probability, logit: 1 });
const patching = {
  ...{ step: 1, metric: 'logit-difference', method: 'denoise', neurons: [] },
  pairs: [
    {
      ...{ clean: TOKENS, corrupt: [{ id: 7, text: 'Serena' }, TOKENS[1]], corruptText: 'Serena plays' },
      ...{
        answer: { id: 3, text: 'golf' },
        other: { id: 4, text: 'tennis' },
        cleanMetric: 4,
        corruptMetric: -6,
      },
    },
  ],
  sites: [
    { site: 'hook_mlp_out', estimate: spread([L, T], (i) => i) },
    {
      site: 'attn.hook_z',
      estimate: spread([L, T, H], (i) => -i),
      estimateAllPositions: spread([L, H], (i) => 10 * i),
    },
  ],
};
const valuesWith = (changes: object = {}) =>
  ({
    step: 1,
    tokens: TOKENS,
    activations: {},
    next: [said('golf', 0.9)],
    lenses: { patching },
    ...changes,
  }) as unknown as NetworkValues;
const wordsOf = (values: NetworkValues) => ({ shape, values, labels: ['Jordan', 'plays'], vocabulary: [] });
/** Of the names that edges have. */
function nodeOf(label: string) {
  const [, layer, head] = /(\d)\.(\d)/.exec(label) ?? [];
  return layer ? { kind: 'head', layer: Number(layer), head: Number(head) } : { kind: label };
}
const shot: Shot = { target: { at: 'network' }, overlay: 'patching' };

it('an effect is the patched one, else an exact one of its layer, else the estimate', () => {
  const place = { site: 'hook_mlp_out', layer: 1, position: 1 } as const;
  const head = { site: 'attn.hook_z', layer: 1, part: 1 } as const;
  expect(effectAt(valuesWith(), place)).toMatchObject({ value: T + 1, isExact: false });
  expect(effectAt(valuesWith(), head)).toMatchObject({ value: 10 * (H + 1), isExact: false });
  expect(effectAt(valuesWith(), { ...head, position: 1 })?.value).toBe(-((T + 1) * H + 1));
  const exact = {
    'hook_mlp_out each': [undefined, Float32Array.of(5, 6)],
    'attn.hook_z all': [undefined, Float32Array.of(7, 8)],
  };
  expect(effectAt(valuesWith({ found: { patching: exact } }), place)).toEqual({ value: 6, isExact: true });
  expect(effectAt(valuesWith({ found: { patching: exact } }), head)).toEqual({ value: 8, isExact: true });
  expect(effectAt(valuesWith({ found: { patching: exact } }), { ...place, layer: 0 })).toMatchObject({
    value: 1,
    isExact: false,
  });
  const patch = { place, exact: 2, deviation: 0, before: [], after: [] };
  expect(
    effectAt(valuesWith({ found: { patching: exact }, lenses: { patching: { ...patching, patch } } }), place)
      ?.value,
  ).toBe(2);
  expect(fullEffect(valuesWith())).toBe(10);
});

it('the line names both metrics and the largest effects; with a place patched what the answer becomes, and its bars', () => {
  expect(shotLine(wordsOf(valuesWith()), shot)).toBe(
    'Logit of “golf” less “tennis”: clean +4.00, corrupted −6.00. Most: head 2.2 +30.00, estimated; head 2.1 +20.00, estimated; head 1.2 +10.00, estimated.',
  );
  const place = { site: 'attn.hook_z', layer: 1, part: 0 } as const;
  const patch = {
    place,
    exact: 3,
    deviation: 0,
    before: [said('tennis', 0.8)],
    after: [said('tennis', 0.25)],
  };
  const values = valuesWith({ lenses: { patching: { ...patching, patch } } });
  expect(shotLine(wordsOf(values), shot)).toMatch(
    /With head 2\.1 patched \+3\.00: “tennis” 80\.0\s% becomes “tennis” 25\.0\s%\.$/,
  );
  expect(predictionBars({ ...values, compared: comparedBy(values) }, 3)).toEqual([
    expect.objectContaining({ text: 'tennis', before: 0.8, after: 0.25 }),
  ]);
  const problem = 'The clean prompt has 2 tokens, the corrupted one 3; patching aligns them token by token.';
  expect(shotLine(wordsOf(valuesWith({ lenses: {}, errors: { patching: problem } })), shot)).toBe(problem);
});

it('the table has every place by token, both tokens where they differ, and heads at all of them', () => {
  const { columns, rows } = shotTable(wordsOf(valuesWith()), shot);
  expect(columns).toEqual(['place', 'Jordan / Serena', 'plays', 'all tokens']);
  const row = rows.find(({ name }) => name === 'MLP 2');
  expect(row?.cells).toEqual(['+2.00, estimated', '+3.00, estimated', '']);
  expect(rows.find(({ name }) => name === 'head 2.2')?.cells.at(-1)).toBe('+30.00, estimated');
});

it('a click patches a place, a second one nothing; other subjects are selected as without the overlay', () => {
  const subject = { kind: 'neurons', layer: 1, token: 0 } as const;
  const place = placeOf(subject);
  const clicked = shotAfterClick(shot, subject) as Shot;
  expect(clicked.overlays?.patching).toEqual({ place: { site: 'hook_mlp_out', layer: 1, position: 0 } });
  expect(clicked.target).toEqual(shot.target);
  expect(shotAfterClick(clicked, subject)?.overlays?.patching?.place).toBeUndefined();
  expect(shotAfterClick({ ...shot, overlay: 'values' }, subject)?.target.at).toBe('mlp');
  expect(shotAfterClick(shot, { kind: 'token', token: 0 })?.token).toBe(0);
  expect(placeOf({ kind: 'vector', name: 'hook_pos_embed', token: 0 })).toBeUndefined();
  expect(
    fittingShot(
      { ...shot, overlays: { patching: { place: { ...(place as object), position: 5 } as never } } },
      shape,
      T,
    ).overlays?.patching,
  ).toEqual({});
});

it('arrow keys reach every place, Escape patches nothing', () => {
  const words = wordsOf(valuesWith());
  const press = (key: string, from: Shot) => actionOfKey({ key } as KeyboardEvent, from, words);
  let now = press('ArrowDown', shot)?.shot as Shot;
  const names = new Set([JSON.stringify(now.overlays?.patching?.place)]);
  for (let n = 0; n < 40; n++) {
    now = press('ArrowDown', now)?.shot ?? now;
    names.add(JSON.stringify(now.overlays?.patching?.place));
  }
  // Stream, heads, attention, stream, MLP of each block, and the last stream.
  expect(names.size).toBe(L * (H + 4) + 1);
  const moved = press('ArrowUp', now)?.shot as Shot;
  expect(moved.overlays?.patching?.place).toEqual({ site: 'hook_mlp_out', layer: L - 1, position: T - 1 });
  expect(press('ArrowLeft', moved)?.shot?.overlays?.patching?.place?.position).toBe(T - 2);
  expect(press('ArrowLeft', moved)?.announcement).toBe('MLP 2 at “Jordan” patched: +2.00');
  expect(press('Escape', moved)?.shot?.overlays?.patching?.place).toBeUndefined();
});

it('Enter carries the chosen place the other way, where there are two networks', () => {
  const place = { site: 'hook_mlp_out', layer: 1, position: 0 } as const;
  const chosen: Shot = { ...shot, overlays: { patching: { place } } };
  const press = (from: Shot) => actionOfKey({ key: 'Enter' } as KeyboardEvent, from, wordsOf(valuesWith()));
  expect(press(chosen)?.shot?.overlays?.patching).toEqual({ place, method: 'noise' });
  expect(press(press(chosen)?.shot as Shot)?.shot?.overlays?.patching).toEqual({ place, method: 'denoise' });
  expect(press(chosen)?.announcement).toBe('MLP 2 at “Jordan” from the corrupted into the clean run');
  expect(press({ ...shot, overlays: { patching: { place, isOneMap: true } } })?.shot?.target.at).toBe(
    'block',
  );
});

describe('two networks', () => {
  const vectors = (value: number) => ({
    hook_mlp_out: { shape: [L, T, 2], data: new Float32Array(L * T * 2).fill(value) },
  });
  const run = (value: number) => ({ vectors: vectors(value), prediction: [said('golf', 0.9)] });
  const values = valuesWith({
    lenses: { patching: { ...patching, runs: { clean: run(1), corrupt: run(2) } } },
  });
  const scene = overlayOf(shot).scene?.(shot, values) as OverlayScene;
  const viewOf = (width: number, height: number) => {
    const frame = layoutFrame(shape, { width, height }, T);
    return project(shape, frame, poseOf({ at: 'network' }, shape, frame));
  };
  const node = (run: 'clean' | 'corrupt') =>
    ({ kind: 'run-node', run, site: 'hook_mlp_out', layer: 1, token: 0 }) as const;
  const itemOf = (items: readonly Item[], subject: object) =>
    items.find((item) => subjectKey(item.subject) === subjectKey(subject as never)) as Item;

  it.each([
    [1000, 500],
    [390, 576],
  ])('on %d × %d every vector lies on the canvas, and lands on its twin', (width, height) => {
    const view = viewOf(width, height);
    const items = scene.items(view, values);
    // Stream, heads, attention, stream and MLP of each block, and the last stream, in both.
    expect(items).toHaveLength(2 * T * (L * (H + 4) + 1));
    for (const { rect } of items) {
      expect(rect.x).toBeGreaterThanOrEqual(0);
      expect(rect.x + rect.width).toBeLessThanOrEqual(width);
      expect(rect.y + rect.height).toBeLessThanOrEqual(height);
    }
    const [from, to] = [itemOf(items, node('clean')), itemOf(items, node('corrupt'))];
    const middle = { x: to.rect.x + 1, y: to.rect.y + 1 };
    expect(scene.landing(from, middle, items, view)).toBe(to);
    expect(scene.landing(to, middle, items, view)).toBeUndefined();
    expect(scene.landing(from, { x: width / 2, y: height - 2 }, items, view)).toBeUndefined();
  });

  it('a drop sets place and way, again it stays; a click on what is patched patches nothing', () => {
    const items = scene.items(viewOf(1000, 500), values);
    const dropped = scene.drop(shot, itemOf(items, node('clean')));
    const place = { site: 'hook_mlp_out', layer: 1, position: 0 };
    expect(dropped.overlays?.patching).toEqual({ place, method: 'denoise' });
    expect(scene.drop(dropped, itemOf(items, node('clean')))).toBe(dropped);
    expect(scene.drop(dropped, itemOf(items, node('corrupt'))).overlays?.patching).toEqual({
      place,
      method: 'noise',
    });
    expect(shotAfterClick(dropped, node('clean'))?.overlays?.patching).toEqual({ method: 'denoise' });
    expect(shotAfterClick(dropped, node('corrupt'))?.overlays?.patching).toEqual({ place, method: 'noise' });
  });

  it('closer, or where it is wanted, there is one map; deep networks have fewer rows', () => {
    const near: Shot = { ...shot, target: { at: 'block', layer: 0 } };
    for (const each of [near, { ...shot, overlays: { patching: { isOneMap: true } } }]) {
      expect(overlayOf(each).scene?.(each, values)).toBeUndefined();
      expect(overlayOf(each).lenses?.('a', each)?.patching).not.toHaveProperty('runs');
    }
    expect(overlayOf(shot).lenses?.('a', shot)?.patching).toHaveProperty('runs', true);
    const low = scene.items(viewOf(1000, 260), values);
    expect(low.length).toBeLessThan(2 * T * (L * (H + 4) + 1));
    expect(low.some(({ subject }) => subject.kind === 'run-node' && subject.site === 'attn.hook_z')).toBe(
      false,
    );
  });

  it('differences are lengths over the mean length, of the same place', () => {
    const { runs } = values.lenses.patching ?? {};
    expect(runs && differenceAt(runs, 'clean', 'corrupt', node('clean'))).toBeCloseTo(1 / Math.sqrt(2.5), 6);
    expect(runs && differenceAt(runs, 'clean', 'clean', node('clean'))).toBe(0);
  });
});

it('arrow keys step through the nodes of a circuit and the edges of each; a click on an edge patches it', () => {
  const edge = (from: string, to: string, score: number) => ({
    ...{
      from,
      to: [to],
      label: `${from} → ${to}`,
      estimate: score,
      sender: nodeOf(from),
      receiver: nodeOf(to),
    },
  });
  const edges = [edge('embed', 'head 0.1', -3), edge('head 0.1', 'logits', -2), edge('embed', 'logits', 1)];
  const patched = edges.map((each, i) => (i === 1 ? { ...each, exact: -2.5 } : each));
  const values = valuesWith({ lenses: { 'path-patching': { edges: patched } } });
  const words = wordsOf(values);
  let now: Shot = { target: { at: 'network' }, overlay: 'circuit' };
  const press = (key: string) => {
    const action = actionOfKey({ key } as KeyboardEvent, now, words);
    now = action?.shot ?? now;
    return action?.announcement;
  };
  expect(press('ArrowDown')).toBe('embedding: embedding → head 1.2 −3.00, embedding → logits +1.00');
  expect(press('ArrowDown')).toBe('head 1.2: embedding → head 1.2 −3.00, head 1.2 → logits −2.00');
  expect(press('ArrowRight')).toBe('embedding → head 1.2: −3.00, estimated');
  expect(press('ArrowRight')).toBe('head 1.2 → logits: −2.00, estimated; patched −2.50');
  expect(now.picked).toEqual({ node: 'head 0.1', edge: 'head 0.1 → logits' });
  const { lenses, summary, describe: tip } = overlayOf(now);
  expect(lenses?.('a', now)?.['path-patching']).toMatchObject({ edge: 'head 0.1 → logits', count: 0 });
  expect(summary?.(values, now)).toMatch(
    /^ head 1\.2 → logits: −2\.00, estimated; patched −2\.50\. 3 of 3 edges/,
  );
  const frame = layoutFrame(shape, { width: 1000, height: 600 }, T);
  const view = project(shape, frame, poseOf({ at: 'network' }, shape, frame));
  const [{ subject, curve }] = overlayOf(now).curves?.(view, values, now) ?? [];
  const [x, y] = pointOfCurve(curve, 0.3);
  expect(distanceToCurve(curve, { x, y })).toBeLessThan(0.5);
  expect(distanceToCurve(curve, { x: x + 40, y: y + 40 })).toBeGreaterThan(5);
  expect(tip?.(subject, values, now)).toBe('−3.00, estimated');
  const clicked = shotAfterClick(now, subject) as Shot;
  expect(clicked.picked?.edge).toBe('embed → head 0.1');
  expect(shotAfterClick(clicked, subject)?.picked?.edge).toBeUndefined();
  expect(press('Escape')).toBe('nothing chosen');
  expect(now.picked).toEqual({});
});

it('a pair is suggested until one is typed, and again for another prompt', () => {
  const typed = stampedShot(
    { ...shot, overlays: { patching: { corrupt: 'b', answer: 'x', metric: 'probability' } } },
    'a',
  );
  expect(pairsRequest('a', shot)).toEqual({ suggest: { text: 'a', count: 1 } });
  expect(pairsRequest('a', typed)).toEqual({
    pairs: [{ clean: 'a', corrupt: 'b', answer: 'x' }],
    metric: 'probability',
  });
  expect(pairsRequest('c', typed)).toEqual({ suggest: { text: 'c', count: 1 }, metric: 'probability' });
  expect(
    overlayOf({ overlay: 'patching' }).lenses?.('a', { ...shot, overlays: { patching: { pairs: 50 } } })
      ?.patching,
  ).toMatchObject({
    suggest: { text: 'a', count: 50 },
    exact: false,
  });
});

it('a circuit is the first edges that lie on a path; what is measured is said of that number of edges only', () => {
  const edge = (from: string, to: string, score: number) => ({
    from,
    to: [to],
    label: '',
    score,
    sender: nodeOf(from),
    receiver: nodeOf(to),
  });
  const ranked = [
    edge('embed', 'head 0.0', -3),
    edge('head 0.1', 'logits', -2),
    edge('head 0.0', 'logits', -1),
    edge('embed', 'logits', 0.5),
  ];
  const scores = { edges: 2, faithfulness: 0.8, completeness: 1 };
  const random = [
    { ...scores, faithfulness: 0 },
    { ...scores, faithfulness: 0.1 },
  ];
  const values = valuesWith({ found: { circuit: { ranked, taken: 3, scores, random, curve: [] } } });
  const circuit: Shot = { target: { at: 'network' }, overlay: 'circuit' };
  expect(circuitEdges(values, circuit)).toEqual([ranked[0], ranked[2]]);
  const line = shotLine(
    { ...wordsOf(values), values: { ...values, lenses: { 'path-patching': { edges: [] } } } as never },
    circuit,
  );
  expect(line).toMatch(
    /^2 of 4 edges, from 2 senders; 1 of the 3 largest on no path\. They alone keep 80\.0\s% of the answer \(2 connected random circuits: 5\.0\s%, 95 % of them at most 10\.0\s%\)/,
  );
  const more = { ...circuit, overlays: { circuit: { edges: 4 } } };
  expect(circuitEdges(values, more)).toEqual([ranked[0], ranked[2], ranked[3]]);
  expect(overlayOf({ overlay: 'circuit' }).summary?.(values, more)).toContain('not measured yet');
  expect(overlayOf({ overlay: 'circuit' }).table?.(wordsOf(values), circuit)?.rows[0]).toEqual({
    name: 'embedding → head 1.1',
    cells: ['−3.00'],
  });
});
