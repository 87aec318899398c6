// The picture of the digit network as pure functions: places, camera, hits, lines and motion.

import { expect, test } from 'vitest';
import { DigitMotion } from '../../../../src/ui/scenes/digits/motion.ts';
import { sceneItems } from '../../../../src/ui/scenes/digits/scene/items.ts';
import { layoutDigits, neuronY } from '../../../../src/ui/scenes/digits/scene/layout.ts';
import { FORMULA, poseOf, SCALES, viewOf } from '../../../../src/ui/scenes/digits/scene/pose.ts';
import { type DigitShot, fittingShot } from '../../../../src/ui/scenes/digits/shot.ts';
import {
  type DigitMapValues,
  desiredChange,
  edgesOf,
  edgeValue,
} from '../../../../src/ui/scenes/digits/values.ts';
import { flight, zoomAbout } from '../../../../src/ui/stage/camera.ts';
import { hitTest } from '../../../../src/ui/stage/node.ts';

const SIZES = [784, 16, 16, 10];
const SCREENS = [
  { width: 1000, height: 620, textScale: 1 },
  { width: 1450, height: 860, textScale: 1 },
  { width: 390, height: 520, textScale: 1 },
  { width: 560, height: 300, textScale: 1 },
];

test.each(SCREENS)('the whole network fits $width × $height without overlap', (screen) => {
  const layout = layoutDigits(SIZES, screen);
  const view = viewOf(layout, poseOf({ at: 'network' }, layout));
  const items = sceneItems(view, { at: 'network' }, SIZES, true);
  for (const { rect } of items.filter(({ subject }) => subject.kind !== 'sample')) {
    expect(rect.x).toBeGreaterThanOrEqual(0);
    expect(rect.y).toBeGreaterThanOrEqual(0);
    expect(rect.x + rect.width).toBeLessThanOrEqual(screen.width);
    expect(rect.y + rect.height).toBeLessThanOrEqual(screen.height);
  }
  const neurons = items.filter(({ subject }) => subject.kind === 'neuron');
  expect(neurons).toHaveLength(42);
  for (const [i, { rect: a }] of items.entries())
    for (const { rect: b } of items.slice(i + 1)) {
      const apart =
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect(apart).toBe(true);
    }
});

test.each(SCREENS)('the outputs of $width × $height come much nearer, or nothing is cut off', (screen) => {
  const layout = layoutDigits(SIZES, screen);
  const { pad, outputs, isNarrow } = layout;
  for (const overlay of ['activations', 'cost'] as const) {
    const pose = poseOf({ at: 'outputs', overlay }, layout);
    const view = viewOf(layout, pose);
    const end = overlay === 'cost' ? outputs.term + (isNarrow ? 0 : FORMULA) : outputs.label;
    expect(view.toX(end)).toBeLessThan(screen.width);
    if (pose.scale < 1.3) expect(view.toX(pad.x)).toBeGreaterThanOrEqual(0);
  }
});

test('a point finds what is drawn there, and layers that are not introduced are not found', () => {
  const layout = layoutDigits(SIZES, SCREENS[0]);
  const view = viewOf(layout, poseOf({ at: 'network' }, layout));
  const at = [view.toX(layout.columns[1].x), view.toY(neuronY(layout, 2, 5))] as const;
  expect(hitTest(sceneItems(view, { at: 'network' }, SIZES, false), ...at)?.subject).toEqual({
    ...{ kind: 'neuron', layer: 2, neuron: 5 },
  });
  const first: DigitShot = { at: 'network', layers: ['pixels'] };
  expect(hitTest(sceneItems(view, first, SIZES, false), ...at)).toBeUndefined();
});

test('a flight ends at its target, and zooming keeps the point under the pointer', () => {
  const layout = layoutDigits(SIZES, SCREENS[0]);
  const [from, to] = [poseOf({ at: 'network' }, layout), poseOf({ at: 'pixels' }, layout)];
  const path = flight(from, to, layout);
  expect(path.duration).toBeGreaterThan(0);
  expect(path.at(1)).toEqual(to);
  expect(path.at(0).scale).toBeCloseTo(from.scale, 6);
  expect(flight(to, to, layout).duration).toBe(0);
  const point = { x: 321, y: 123 };
  const world = (pose: typeof from) => [
    pose.x + (point.x - layout.width / 2) / pose.scale,
    pose.y + (point.y - layout.height / 2) / pose.scale,
  ];
  const zoomed = zoomAbout(from, layout, 2.5, point, SCALES);
  expect(zoomed.scale).toBe(2.5);
  world(zoomed).forEach((value, i) => {
    expect(value).toBeCloseTo(world(from)[i], 9);
  });
});

test('a shot is limited to the layers of the network', () => {
  const shot = fittingShot({ at: 'neuron', neuron: { layer: 3, neuron: 9 } }, [784, 4, 10]);
  expect(shot.neuron).toEqual({ layer: 2, neuron: 9 });
  expect(fittingShot({ at: 'neuron', neuron: { layer: 1, neuron: 9 } }, [784, 4, 10]).neuron?.neuron).toBe(3);
});

/** 3 pixels, 2 neurons, 2 outputs. */
const VALUES: DigitMapValues = {
  step: 0,
  kind: 'sigmoid',
  sizes: [3, 2, 2],
  activations: [
    [1, 0, 0.5],
    [0.25, 1],
    [0.5, 0.75],
  ].map((layer) => Float32Array.from(layer)),
  weightedSums: [Float32Array.of(0, 0), Float32Array.of(0, 0)],
  weights: [layerOf([2, 3], [1, 2, -4, 0, 5, 1]), layerOf([2, 2], [3, -1, 2, 4])],
  gradient: {
    examples: 1,
    layers: [layerOf([2, 3], [0, 0, 1, 0, 0, -3]), layerOf([2, 2], [1, 0, 0, -2])],
    d_z: [Float32Array.of(0.5, -1), Float32Array.of(2, -0.5)],
    d_a: [Float32Array.of(5, -4), Float32Array.of(8, -2)],
  },
};

function layerOf(shape: [number, number], weights: number[]) {
  return {
    weights: { shape, data: Float32Array.from(weights) },
    biases: { shape: [shape[0]], data: new Float32Array(shape[0]) },
  };
}

test('lines are products, weights, nudges or requests, and the strongest come last', () => {
  expect(edgeValue(VALUES, 'activations', 0, 2, 0)).toBe(-2);
  expect(edgeValue(VALUES, 'weights', 0, 1, 1)).toBe(5);
  expect(edgeValue(VALUES, 'nudges', 0, 2, 1)).toBe(3);
  expect(edgeValue(VALUES, 'requests', 1, 1, 0)).toBe(2);
  const lines = edgesOf(VALUES, 'activations', 0);
  // The dark pixel sends nothing.
  expect(lines.some(({ from }) => from === 1)).toBe(false);
  expect(lines.at(-1)).toMatchObject({ from: 2, to: 0, value: -2, strength: 1 });
  const sum = [0, 1].reduce((total, to) => total + (edgeValue(VALUES, 'requests', 1, 0, to) ?? 0), 0);
  expect(sum).toBe(desiredChange(VALUES, 1, 0));
});

test('a pass runs from end to end, comes to rest, and is cut where nothing may move', () => {
  let now = 0;
  let frame: (() => void) | undefined;
  const clock = {
    now: () => now,
    requestFrame: (callback: () => void) => {
      frame = callback;
      return 1;
    },
    cancelFrame: () => {
      frame = undefined;
    },
  };
  const run = (ms: number) => {
    now += ms;
    const due = frame;
    frame = undefined;
    due?.();
  };
  let isCalm = false;
  const motion = new DigitMotion(
    { draw: () => undefined, change: () => undefined, isCalm: () => isCalm },
    clock,
  );
  motion.play('backward', SIZES);
  run(1);
  expect(motion.back).toBeGreaterThan(3);
  run(2000);
  expect(motion.back).toBeLessThan(2.5);
  run(9000);
  expect(motion.isPlaying).toBe(false);
  expect(motion.back).toBe(Number.NEGATIVE_INFINITY);
  run(16);
  expect(frame).toBeUndefined();
  isCalm = true;
  motion.play('requests', SIZES);
  expect(motion.isPlaying).toBe(false);
  expect(motion.requests).toBe(Number.POSITIVE_INFINITY);
});
