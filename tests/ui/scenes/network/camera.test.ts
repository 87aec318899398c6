// The camera: targets fill the canvas, flights begin and end where they should, panning and zooming keep what they hold.

import { describe, expect, it } from 'vitest';
import { flight } from '../../../../src/ui/scenes/network/camera/flight.ts';
import { type Pose, pan, poseOf, zoomAbout } from '../../../../src/ui/scenes/network/camera/pose.ts';
import { breadcrumb, type Target } from '../../../../src/ui/scenes/network/camera/shot.ts';
import {
  embeddingMatrix,
  embeddingPlace,
  predictionItems,
  unembeddingTable,
} from '../../../../src/ui/scenes/network/scene/ends-scene.ts';
import { depthAtY, layoutFrame, stackTops, yAtDepth } from '../../../../src/ui/scenes/network/scene/frame.ts';
import { networkShape, zoneIndex } from '../../../../src/ui/scenes/network/scene/network-shape.ts';
import { project, vectorRect } from '../../../../src/ui/scenes/network/scene/projection.ts';
import { CONFIGS } from './configs.ts';

const shape = networkShape(CONFIGS.middle);
const frame = layoutFrame(shape, { width: 1200, height: 640 }, 6);
const poseAt = (target: Target) => poseOf(target, shape, frame);
const TARGETS: Target[] = [
  { at: 'network' },
  { at: 'embedding' },
  { at: 'unembedding' },
  { at: 'block', layer: 2 },
  { at: 'head', layer: 2, head: 1 },
  { at: 'mlp', layer: 1, token: 3 },
  { at: 'vector', stage: 4, token: 5 },
];

it('shows all zones in the overview', () => {
  const { tops } = project(shape, frame, poseAt({ at: 'network' }));
  expect(tops[0]).toBeCloseTo(0);
  expect(tops.at(-1)).toBeLessThanOrEqual(frame.height + 1e-6);
});

it('unfolds an attention below the row of tokens', () => {
  const { tops } = project(shape, frame, poseAt({ at: 'head', layer: 2, head: 0 }));
  const zone = zoneIndex(shape, 'attention', 2);
  expect(tops[zone]).toBeCloseTo(frame.header + 8);
  expect(tops[zone + 1]).toBeGreaterThan(0.9 * frame.height);
});

it('dives into the gap of one lane', () => {
  const view = project(shape, frame, poseAt({ at: 'mlp', layer: 1, token: 3 }));
  const vector = vectorRect(view, 3, zoneIndex(shape, 'mlp', 1));
  expect(vector.x).toBeCloseTo(frame.rail);
  expect(view.gapX(3) + view.gap).toBeCloseTo(frame.width);
});

it('shows the whole vector in cells that hold a number', () => {
  const view = project(shape, frame, poseAt({ at: 'vector', stage: 4, token: 5 }));
  const rect = vectorRect(view, 5, shape.stages[4].zone);
  expect(rect.width / 16).toBeGreaterThanOrEqual(40);
  expect(rect.x).toBeGreaterThanOrEqual(frame.rail);
  expect(rect.x + rect.width).toBeLessThanOrEqual(frame.width);
});

it.each([350, 622, 700])('shows a vector from its first number on, on a map %i pixels wide', (width) => {
  const narrow = layoutFrame(shape, { width, height: 520 }, 6);
  const view = project(shape, narrow, poseOf({ at: 'vector', stage: 4, token: 5 }, shape, narrow));
  const rect = vectorRect(view, 5, shape.stages[4].zone);
  expect(rect.x).toBeGreaterThanOrEqual(narrow.rail);
  // Digits are drawn in cells of 30 pixels and more.
  expect(rect.width / 16).toBeGreaterThanOrEqual(30);
  if (width >= 622) expect(rect.x + rect.width).toBeLessThanOrEqual(width);
});

const viewOn = (height: number, target: Target) => {
  const low = layoutFrame(shape, { width: 560, height }, 6);
  return project(shape, low, poseOf(target, shape, low));
};

it.each([160, 218, 300, 640])('shows predictions on a canvas %i pixels high', (height) => {
  const view = viewOn(height, { at: 'unembedding' });
  const table = unembeddingTable(view, 12);
  const bars = predictionItems(view, 6, 5, true).filter(({ subject }) => subject.kind === 'prediction');
  const ends =
    table.alpha > 0
      ? Array.from({ length: table.rows }, (_, row) => table.row(row) + table.rowHeight / 2)
      : bars.filter(({ alpha = 1 }) => alpha > 0.9).map(({ rect }) => rect.y + rect.height);
  expect(ends.filter((end) => end <= height).length).toBeGreaterThanOrEqual(3);
});

it.each([218, 300, 640])('shows the embedding matrix on a canvas %i pixels high', (height) => {
  const view = viewOn(height, { at: 'embedding' });
  const matrix = embeddingMatrix(view);
  expect(matrix.alpha).toBeGreaterThan(0.9);
  expect(matrix.y).toBeGreaterThan(view.frame.header + 16);
  expect(matrix.y + matrix.height).toBeLessThan(embeddingPlace(view, 0).token.y - 16);
});

describe('flight', () => {
  it.each(
    TARGETS.flatMap((from) =>
      TARGETS.map((to) => [JSON.stringify(from), JSON.stringify(to), from, to] as const),
    ),
  )('from %s to %s', (_, __, from, to) => {
    const path = flight(poseAt(from), poseAt(to));
    const start = path.at(0);
    expect(start.x).toBeCloseTo(poseAt(from).x);
    expect(start.depth).toBeCloseTo(poseAt(from).depth);
    expect(start.width).toBeCloseTo(poseAt(from).width);
    expect(path.at(1)).toEqual(poseAt(to));
    expect(path.duration).toBeLessThanOrEqual(1500);
    if (from === to) expect(path.duration).toBe(0);
    const numbersOf = ({ heights, width: _, ...rest }: Pose) => [...Object.values(rest), ...heights];
    for (const t of [0.25, 0.5, 0.75]) {
      const pose = path.at(t);
      // On the way a flight moves out, never closer than at its ends.
      expect(pose.width).toBeGreaterThanOrEqual(Math.min(poseAt(from).width, poseAt(to).width) - 1e-6);
      const ends = [numbersOf(poseAt(from)), numbersOf(poseAt(to))];
      numbersOf(pose).forEach((value, i) => {
        const [low, high] = [ends[0][i], ends[1][i]].sort((a, b) => a - b);
        expect(value).toBeGreaterThanOrEqual(low - 1e-6);
        expect(value).toBeLessThanOrEqual(high + 1e-6);
      });
    }
  });
});

it('keeps the point under the pointer while it zooms', () => {
  const at = { x: 700, y: 250 };
  const worldAt = (pose: Pose) => {
    const k = (frame.width - frame.rail) / pose.width;
    const y = yAtDepth(stackTops(pose.heights), pose.depth) + (at.y - frame.height / 2) / k;
    return [pose.x + (at.x - frame.rail - (frame.width - frame.rail) / 2) / k, y];
  };
  const before = poseAt({ at: 'network' });
  const after = zoomAbout(before, frame, 3, at);
  expect(after.width).toBeCloseTo(before.width / 3);
  for (const i of [0, 1]) expect(worldAt(after)[i]).toBeCloseTo(worldAt(before)[i]);
});

it('pans by pixels, and not out of the world', () => {
  const before = zoomAbout(poseAt({ at: 'network' }), frame, 4, { x: 600, y: 300 });
  const after = pan(before, frame, 40, 0);
  const moved = project(shape, frame, after).laneX(0) - project(shape, frame, before).laneX(0);
  expect(moved).toBeCloseTo(40);
  expect(pan(before, frame, 1e9, 1e9).x).toBe(0);
});

it('finds the depth of a place, and the place of a depth', () => {
  const tops = stackTops([10, 20, 5]);
  expect(tops).toEqual([0, 10, 30, 35]);
  for (const y of [0, 4, 10, 29, 34]) expect(yAtDepth(tops, depthAtY(tops, y))).toBeCloseTo(y);
});

it('names the way to a target', () => {
  const names = (target: Target) => breadcrumb(target, ['Michael', 'Jordan'], shape).map(({ name }) => name);
  expect(names({ at: 'head', layer: 1, head: 2 })).toEqual(['Network', 'Block 2', 'Head 2.3']);
  expect(names({ at: 'mlp', layer: 0, token: 1 })).toEqual(['Network', 'Block 1', 'MLP at “Jordan”']);
  expect(names({ at: 'vector', stage: 3, token: 1 })).toEqual([
    ...['Network', 'Block 2', 'Vector at “Jordan”, after attention 2'],
  ]);
});
