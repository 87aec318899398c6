// The overlay of features: what it asks for, where its nodes are, what flows along its edges, and what it says.

import { describe, expect, it } from 'vitest';
import { poseOf } from '../../../../src/ui/scenes/network/camera/pose.ts';
import { OVERVIEW, type Shot } from '../../../../src/ui/scenes/network/camera/shot.ts';
import { actionOfKey } from '../../../../src/ui/scenes/network/interaction/keys.ts';
import { shotAfterClick } from '../../../../src/ui/scenes/network/interaction/selection.ts';
import '../../../../src/ui/scenes/network/overlays/all-overlays.ts';
import {
  edgeFlows,
  type Graph,
  nodeDiscs,
} from '../../../../src/ui/scenes/network/overlays/features/graph.ts';
import { graphRequest } from '../../../../src/ui/scenes/network/overlays/features/request.ts';
import { overlayOf, stampedShot } from '../../../../src/ui/scenes/network/overlays/overlays.ts';
import { layoutFrame } from '../../../../src/ui/scenes/network/scene/frame.ts';
import { networkShape, zoneIndex } from '../../../../src/ui/scenes/network/scene/network-shape.ts';
import { project } from '../../../../src/ui/scenes/network/scene/projection.ts';
import { shotLine } from '../../../../src/ui/scenes/network/text/summary.ts';
import { shotTable } from '../../../../src/ui/scenes/network/text/table.ts';
import type { NetworkValues } from '../../../../src/ui/scenes/network/values/network-values.ts';
import { CONFIGS } from './configs.ts';

const shape = networkShape(CONFIGS.small);
const texts = ['The', 'king', 'said'];
const node = (kind: string, layer: number, position: number, rest: object = {}) => ({
  ...{ kind, layer, position, activation: 1, influence: 0.1, direct: 0, total: 0.5 },
  ...rest,
});
const features = Array.from({ length: 9 }, (_, feature) =>
  node('feature', 1, 2, {
    feature,
    influence: 0.01 * (feature + 1),
    strongest: `so ${feature}`,
    promotes: 'he',
  }),
);
const nodes = [
  node('embed', -1, 1, { influence: 0.6 }),
  node('error', 0, 2, { total: -0.2 }),
  ...features,
  node('answer', shape.L, 2, { influence: 1 }),
];
const answer = nodes.length - 1;
const edges = [
  { from: 0, to: 2, effect: 3 },
  { from: 1, to: 2, effect: -1 },
  { from: 2, to: answer, effect: 1.5 },
  { from: 0, to: answer, effect: -0.5 },
];
const graph = {
  ...{ step: 7, isStale: false, value: 4.2, constant: 1, nodes, edges },
  tokens: texts.map((text, id) => ({ id, text })),
  answer: { id: 5, text: 'he' },
  other: { id: 6, text: 'she' },
  scores: { replacement: 0.75, completeness: 0.9 },
  counts: { features: 40, expanded: 40, edges: 1200 },
} as unknown as Graph;
const values = {
  ...{ step: 7, tokens: graph.tokens, activations: {}, lenses: {} },
  ...{ next: [{ id: 5, text: 'he', probability: 0.9, logit: 3 }], found: { features: { graph } } },
} as unknown as NetworkValues;
const words = { shape, values, labels: texts, vocabulary: [] };
const shot: Shot = { ...OVERVIEW, overlay: 'features' };

it('keys step from node to node and along its edges; an edge opens its feature, and says what ablating it changes', () => {
  const picked = (changes: object): Shot => ({ ...shot, picked: changes });
  const press = (key: string, from: Shot) => actionOfKey({ key } as KeyboardEvent, from, words);
  const first = press('ArrowDown', shot);
  expect(first?.announcement).toMatch(/^embedding of “king”: 60\.0\s% of the influence/);
  expect(press('ArrowDown', first?.shot as Shot)?.shot?.picked?.node).toBe('error 0 2');
  // The edge with the largest influence first.
  const edge = press('ArrowRight', picked({ node: 'feature 1 2 0' }));
  expect(edge?.announcement).toMatch(
    /^feature 0 of MLP 2 at “said” → answer: adds \+1\.50, 75\.0\s% of the influence/,
  );
  const last = edge?.shot as Shot;
  expect(press('ArrowRight', last)?.announcement).toMatch(
    /^embedding of “king” → feature 0 of MLP 2 at “said”: adds \+3\.00/,
  );
  expect(last.picked?.edge).toBe(`feature 1 2 0 → answer ${shape.L} 2`);
  expect(last.overlays?.features?.chosen).toEqual({ layer: 1, token: 2, feature: 0 });
  const ablation = { change: { direct: { predicted: -1.5, measured: -1.4 } }, features: [] };
  const found = { features: { graph, ablation, source: 'feature 1 2 0' } };
  expect(shotLine({ ...words, values: { ...values, found } as never }, last)).toMatch(
    /^feature 0 of MLP 2 at “said” → answer: adds \+1\.50, .* its source ablated: −1\.40, predicted −1\.50\. Logit of/,
  );
  expect(press('Enter', picked({ node: 'feature 1 2 3' }))?.shot?.overlays?.features?.chosen?.feature).toBe(
    3,
  );
});

describe.each([
  ['desktop', 1060, 600],
  ['phone', 390, 500],
])('on a %s', (_, width, height) => {
  const frame = layoutFrame(shape, { width, height }, texts.length);
  const view = project(shape, frame, poseOf(OVERVIEW.target, shape, frame));
  const discs = nodeDiscs(view, graph);

  it('features and errors are side by side at their MLP and token, apart from each other', () => {
    const lane = view.laneX(1) - view.laneX(0);
    nodes.forEach(({ kind, layer, position }, n) => {
      if (kind !== 'feature' && kind !== 'error') return;
      expect(Math.abs(discs[n].x - view.laneX(position))).toBeLessThan(lane / 2);
      const zone = zoneIndex(shape, 'mlp', layer);
      expect(discs[n].y).toBeGreaterThan(view.tops[zone - 1]);
      expect(discs[n].y).toBeLessThan(view.tops[zone + 2]);
    });
    const own = discs.slice(2, answer);
    own.forEach((one, i) => {
      own.slice(i + 1).forEach((other) => {
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(4);
      });
    });
    expect(discs[answer - 1].radius).toBeGreaterThan(discs[2].radius);
    expect(discs[0].y).toBeLessThan(Math.min(...own.map(({ y }) => y)));
    expect(discs[answer].y).toBeGreaterThan(discs[2].y);
  });

  it('each can be pointed at', () => {
    const items = overlayOf(shot).items?.(view, texts.length, values, shot) ?? [];
    expect(items).toHaveLength(10);
    for (const { rect } of items) expect(Math.min(rect.width, rect.height)).toBeGreaterThanOrEqual(16);
    expect(overlayOf(shot).items?.(view, texts.length, { ...values, found: {} }, shot)).toEqual([]);
  });
});

it('what reaches a node is divided among its edges by their absolute effects', () => {
  const flows = edgeFlows(graph);
  expect(flows[2] + flows[3]).toBeCloseTo(1, 9);
  expect(flows[2]).toBeCloseTo(0.75, 9);
  expect(flows[0]).toBeCloseTo(0.01 * 0.75, 9);
});

it('asks for the prediction less the next most probable token, until other answers are chosen for the prompt', () => {
  const next = [{ id: 5 }, { id: 6 }];
  expect(graphRequest('one', shot, next)).toMatchObject({ text: 'one', other: 6 });
  const typed = stampedShot(
    { ...shot, overlays: { features: { answer: 'she', other: '', share: 0.5 } } },
    'one',
  );
  const asked = graphRequest('one', typed, next);
  expect(asked).toMatchObject({ answer: 'she', nodeShare: 0.5 });
  expect('other' in asked).toBe(false);
  expect(graphRequest('two', typed, next)).toMatchObject({ other: 6, nodeShare: 0.5 });
  expect('answer' in graphRequest('two', typed, next)).toBe(false);
});

it('a click opens the page of a feature, and closes it', () => {
  const feature = { kind: 'feature', layer: 1, token: 2, feature: 4 } as const;
  const opened = shotAfterClick(shot, feature) as Shot;
  expect(opened).toMatchObject({
    token: 2,
    overlays: { features: { chosen: { layer: 1, token: 2, feature: 4 } } },
  });
  expect(shotAfterClick(opened, feature)?.overlays?.features?.chosen).toBeUndefined();
});

it('the line, the description and the table have the numbers of the graph', () => {
  expect(shotLine(words, shot)).toMatch(
    /^Logit of “he” less “she”: \+4\.2.*12 nodes and 4 edges of 40 active features and 1,200 edges; 75\.0\s% of the influence/,
  );
  const part = { ...graph, counts: { ...graph.counts, expanded: 30 } };
  expect(shotLine({ ...words, values: { ...values, found: { features: { graph: part } } } }, shot)).toContain(
    '40 active features (inputs of 30 computed) and',
  );
  const subject = { kind: 'feature', layer: 1, token: 2, feature: 3 } as const;
  expect(overlayOf(shot).describe?.(subject, values, shot)).toMatch(
    /strongest at “so 3”, raises “he”; 4\.0\s%/,
  );
  const [first] = shotTable(words, shot).rows;
  expect(first.name).toBe('feature 0 of MLP 2 at “said” → answer');
  expect(first.cells[1]).toMatch(/^75\.0\s%$/);
  expect(shotLine({ ...words, values: { ...values, found: {} } }, shot)).toBe(
    'Train transcoders to see the graph.',
  );
});
