import { describe, expect, it } from 'vitest';
import { type CurveInput, CurveScene, RANGE } from '../../../../src/ui/scenes/curve/curve-scene.ts';
import { ACTIVATION_CURVES } from '../../../../src/ui/views/charts/activation-curves.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const PRE = Float32Array.from({ length: 512 }, (_, i) => -3.2 + (5.6 * i) / 511);
const event = (detail: number) => new CustomEvent('choice', { detail });
const INPUT: CurveInput = {
  relu: { name: 'ReLU', of: ACTIVATION_CURVES.relu },
  smooth: { name: 'GELU', of: ACTIVATION_CURVES.gelu },
  ...{
    isRelu: false,
    isAlone: false,
    isOwn: true,
    layer: 3,
    token: 'of',
    x: -0.75,
    xEvent: event,
    neuronEvent: event,
  },
  neurons: { pre: PRE, post: PRE.map(ACTIVATION_CURVES.gelu), isGated: false },
};
/** Products of the gate's curve with a second sum, which has either sign. */
const GATED: Partial<CurveInput> = {
  smooth: { name: 'SiLU', of: ACTIVATION_CURVES.silu },
  neurons: {
    pre: PRE,
    post: PRE.map((x, i) => ACTIVATION_CURVES.silu(x) * (i % 2 ? 1 : -0.5)),
    isGated: true,
  },
};
const scene = new CurveScene();
const marksOf = (input: Partial<CurveInput> = {}, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
  scene.layout({ ...INPUT, ...input }, viewport, t) ?? [];
const shapeOf = (key: string, input: Partial<CurveInput> = {}, t?: number) =>
  marksOf(input, WIDE, t).find((mark) => mark.key === key)?.shape;

/** Canvas coordinates of a line, in pairs. */
const pairs = (points: readonly number[]) =>
  Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i], points[2 * i + 1]]);

describe('the scene of ReLU and a smooth curve', () => {
  it('names both curves at x', () => {
    const values = (x: number) =>
      ['relu-x', 'smooth-x'].map((key) => marksOf({ x }).find((mark) => mark.key === key)?.value);
    expect(values(1)).toEqual([1, expect.closeTo(0.8412, 4)]);
    expect(values(-0.75)).toEqual([0, expect.closeTo(-0.17, 2)]);
  });

  it('shows ReLU alone where that is what is spoken of', () => {
    const keys = marksOf({ isRelu: true, isAlone: true, isOwn: false }).map(({ key }) => key);
    expect(keys).toContain('relu-curve');
    expect(keys.filter((key) => key.startsWith('smooth') || key === 'gap')).toEqual([]);
  });

  it('shows GELU’s dip: 20 pixels below ReLU on a large screen', () => {
    const [relu, smooth] = ['relu-curve', 'smooth-curve'].map((key) => {
      const shape = shapeOf(key);
      return shape?.kind === 'line' ? pairs(shape.points) : [];
    });
    expect(Math.max(...smooth.map(([, y], i) => y - relu[i][1]))).toBeGreaterThan(20);
  });

  it.each(VIEWPORTS)(
    'has every neuron at its sum, and risen to its activation, on $width × $height',
    (viewport) => {
      const dots = marksOf({}, viewport).filter(({ key }) => key.startsWith('neuron'));
      expect(dots.map(({ value }) => value)).toEqual([...INPUT.neurons.post]);
      const below = shapeOf('neuron-400', {}, 3);
      const above = shapeOf('neuron-400');
      expect(below?.kind === 'dot' && above?.kind === 'dot' && below.y - above.y).toBeGreaterThan(50);
      const relu = marksOf({ isRelu: true, isOwn: false }).filter(({ key }) => key.startsWith('neuron'));
      expect(relu.map(({ value }) => value)).toEqual([...PRE.map((x) => Math.max(0, x))]);
    },
  );

  it('counts those that have no room', () => {
    const pre = PRE.map((x) => 2 * x);
    const dots = marksOf({ neurons: { pre, post: pre.map(ACTIVATION_CURVES.gelu), isGated: false } }).filter(
      ({ key }) => key.startsWith('neuron'),
    );
    const inside = pre.filter((x) => x >= RANGE.from && x <= RANGE.to).length;
    expect(dots).toHaveLength(inside);
    const text = shapeOf('beyond', {
      neurons: { pre, post: pre.map(ACTIVATION_CURVES.gelu), isGated: false },
    });
    expect(text?.kind === 'text' && text.text).toBe(`${512 - inside} beyond the picture`);
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const input of [
      {},
      { isRelu: true, isAlone: true, isOwn: false },
      { x: RANGE.to },
      { x: RANGE.from },
      GATED,
    ])
      expect(complaints(marksOf(input, viewport), viewport)).toEqual([]);
  });

  it('fills the stage', () => {
    expect(shareOf(marksOf(), ({ key }) => key === 'smooth-curve', WIDE)).toBeGreaterThan(0.5);
  });

  it('says that a gate multiplies', () => {
    expect(scene.summary({ ...INPUT, ...GATED })).toMatch(
      /each is SiLU of its gate’s sum times a second sum/,
    );
  });

  it('reads x where it is dragged, and opens a neuron that is pressed', () => {
    const sent: number[] = [];
    onDispatch(scene, (sender) => sent.push((sender as CustomEvent<number>).detail));
    const marks = marksOf();
    const knob = marks.find(({ key }) => key === 'knob');
    const axis = marks.find(({ key }) => key === 'y-axis')?.shape;
    knob?.drag?.({ x: axis?.kind === 'line' ? axis.points[0] : Number.NaN, y: 0 });
    knob?.step?.(1);
    marks.find(({ key }) => key === 'neuron-7')?.press?.();
    expect(sent).toEqual([expect.closeTo(0, 9), -0.7, 7]);
  });
});
