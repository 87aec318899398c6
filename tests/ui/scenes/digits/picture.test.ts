// The digit map painted in Node: nothing has a number before light has come to it, and three ways are marked.
import { expect, test } from 'vitest';
import { DigitMotion } from '../../../../src/ui/scenes/digits/motion.ts';
import { paintNeurons } from '../../../../src/ui/scenes/digits/painting/paint-neurons.ts';
import { paintHeadings, paintOutputs } from '../../../../src/ui/scenes/digits/painting/paint-outputs.ts';
import type { Picture } from '../../../../src/ui/scenes/digits/painting/picture.ts';
import { sceneItems } from '../../../../src/ui/scenes/digits/scene/items.ts';
import { layoutDigits } from '../../../../src/ui/scenes/digits/scene/layout.ts';
import { poseOf, viewOf } from '../../../../src/ui/scenes/digits/scene/pose.ts';
import type { DigitShot } from '../../../../src/ui/scenes/digits/shot.ts';
import type { DigitMapValues } from '../../../../src/ui/scenes/digits/values.ts';
import { Brush } from '../../../../src/ui/stage/brush.ts';
import type { Palette } from '../../../../src/ui/stage/palette.ts';
import { recordedCanvas } from '../../../support/course/recorded-canvas.ts';

const SIZES = [784, 16, 16, 10];
const PALETTE = new Proxy(
  {},
  { get: (_, name) => (name === 'neuron' ? (value: number) => `neuron ${value.toFixed(2)}` : String(name)) },
) as Palette;

const numbers = (length: number, at: (i: number) => number) => Float32Array.from({ length }, (_, i) => at(i));
const layers = SIZES.slice(1).map((size, at) => ({
  weights: { data: numbers(size * SIZES[at], (i) => ((i % 7) - 3) / 10) },
  biases: { data: numbers(size, () => 0.1) },
}));
const VALUES = {
  ...{ step: 0, kind: 'sigmoid', sizes: SIZES, weights: layers },
  activations: SIZES.map((size) => numbers(size, (i) => (i % 10) / 20)),
  weightedSums: SIZES.slice(1).map((size) => numbers(size, () => 0.5)),
  cost: {
    label: 2,
    targets: numbers(10, (i) => (i === 2 ? 1 : 0)),
    terms: numbers(10, () => 0.25),
    total: 2.5,
  },
  gradient: {
    ...{ examples: 1, layers },
    d_z: SIZES.slice(1).map((size) => numbers(size, (i) => (i === 2 ? -0.2 : 0.1))),
    d_a: SIZES.slice(1).map((size) => numbers(size, (i) => (i === 2 ? -0.4 : 0.2))),
  },
} as unknown as DigitMapValues;

/** @param front depth of the forward front */
function paint(shot: DigitShot, values: DigitMapValues = VALUES, front = Number.POSITIVE_INFINITY) {
  const layout = layoutDigits(SIZES, { width: 1036, height: 566, textScale: 1 });
  const view = viewOf(layout, poseOf(shot, layout));
  const { marks, context } = recordedCanvas();
  const motion = new DigitMotion({ draw: () => undefined, change: () => undefined, isCalm: () => true });
  motion.front = front;
  const items = sceneItems(view, shot, SIZES, values.cost !== undefined);
  const picture = {
    ...{ brush: new Brush(context, PALETTE, 'sans-serif', 1), view, values, items, shot, motion },
    ...{ samples: [], caption: '' },
  } as unknown as Picture;
  paintNeurons(picture);
  paintOutputs(picture);
  paintHeadings(picture);
  return { marks, items, texts: marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : [])) };
}

test('terms of the cost have their number once light has come to the outputs', () => {
  const shot = { at: 'network', overlay: 'cost' } as const;
  // Ten terms, and one output that is as large.
  expect(paint(shot).texts.filter((text) => text === '0.25')).toHaveLength(10 + 1);
  const before = paint(shot, VALUES, 1.5).texts;
  expect(before.filter((text) => text === '0')).toEqual(['0']); // the digit
  expect(before).not.toContain('0.25');
});

test('neurons that light has not come to are hollow, and so are targets of 0', () => {
  const { marks, items } = paint({ at: 'network', overlay: 'cost' }, VALUES, 1.5);
  const coloursOf = (kind: string, layer?: number) =>
    items.flatMap(({ subject, rect }) => {
      if (subject.kind !== kind || (subject.kind === 'neuron' && subject.layer !== layer)) return [];
      const at = [rect.x + rect.width / 2, rect.y + rect.height / 2];
      const near = (x: number, y: number) => Math.hypot(x - at[0], y - at[1]) < 1e-6;
      const last = marks.findLast((mark) => mark.kind === 'disc' && near(...mark.at));
      return [last?.kind === 'disc' ? last.colour : 'hollow'];
    });
  expect(new Set(coloursOf('neuron', 3))).toEqual(new Set(['background']));
  expect(coloursOf('neuron', 1).slice(0, 2)).toEqual(['neuron 0.00', 'neuron 0.05']);
  expect(coloursOf('target')).toEqual(
    Array.from({ length: 10 }, (_, i) => (i === 2 ? 'highlight' : 'hollow')),
  );
});

test('nudges of a mean say so above the outputs', () => {
  const { cost: _, gradient, ...rest } = VALUES;
  const values = { ...rest, gradient: { examples: 100, layers: gradient?.layers } } as DigitMapValues;
  const { texts } = paint({ at: 'network', overlay: 'nudges' }, values);
  expect(texts).toEqual(expect.arrayContaining(['mean of', '100 images']));
  expect(texts).not.toContain('target');
  expect(paint({ at: 'network', overlay: 'nudges' }).texts).not.toContain('mean of');
});

test('of three ways to change an output, its bias and what it asks of the layer before are marked, nothing else', () => {
  const shot = { at: 'outputs', overlay: 'nudges', neuron: { layer: 3, neuron: 2 } } as const;
  const columns = (way?: 'all') => {
    const { marks, items } = paint({ ...shot, way });
    return [1, 2, 3].map((layer) => {
      const { rect } =
        items.find(({ subject }) => subject.kind === 'neuron' && subject.layer === layer) ?? {};
      const x = rect ? rect.x + rect.width : 0;
      return marks.filter(
        (mark) =>
          mark.kind === 'line' && mark.ends[0] === mark.ends[2] && mark.ends[0] > x && mark.ends[0] < x + 20,
      ).length;
    });
  };
  expect(columns()).toEqual([16, 16, 10]);
  const [first, before, outputs] = columns('all');
  expect([first, outputs]).toEqual([0, 1]);
  expect(before).toBeGreaterThan(10);
  expect(paint({ ...shot, way: 'all' }).texts).toContain('bias ↑');
});
