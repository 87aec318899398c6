import { describe, expect, it } from 'vitest';
import { detectorInput } from '../../../../src/ui/course/01-neural-network/scene-inputs.ts';
import { barImage, edgeDetector } from '../../../../src/ui/course/digit-stage/edge-detector.ts';
import { DetectorScene, sumOf } from '../../../../src/ui/scenes/detector/detector-scene.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const inputOf = (settings: Parameters<typeof detectorInput>[0]['settings'], choices = {}) =>
  detectorInput({ settings, choices });
const marksOf = (input: ReturnType<typeof inputOf>, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
  new DetectorScene().layout(input, viewport, t) ?? [];
const numberOf = (input: ReturnType<typeof inputOf>, key: string, t?: number) =>
  marksOf(input, WIDE, t).find((mark) => mark.key === key)?.value;

describe('the edge detector', () => {
  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const shows of ['edge', 'sum', 'curve', 'bias'])
      for (const curve of ['σ', 'ReLU'])
        for (const t of [0, 3.5, Number.POSITIVE_INFINITY])
          expect(complaints(marksOf(inputOf({ shows, curve }), viewport, t), viewport)).toEqual([]);
  });

  it('fills the stage with image and curve', () => {
    const share = shareOf(
      marksOf(inputOf({ shows: 'bias' })),
      ({ key }) => /^(image|curve)$/.test(key),
      WIDE,
    );
    expect(share).toBeGreaterThan(0.6);
  });

  it('has the sum of the products of the weights and the pixels of the bar', () => {
    const weights = edgeDetector();
    const { edge, rim } = inputOf({});
    for (const down of [0, 1, 2, 5, -7]) {
      const product = barImage(down).reduce((sum, pixel, i) => sum + pixel * weights[i], 0);
      expect(sumOf({ edge, rim }, { ...edge, y: edge.y + down })).toBe(product);
    }
  });

  it('is lit by a bar on the edge, and with a bias dark for one that is half off', () => {
    expect(numberOf(inputOf({ shows: 'sum' }), 'neuron')).toBe(30);
    expect(numberOf(inputOf({ shows: 'bias' }), 'neuron', 3.5)).toBeCloseTo(1, 5);
    expect(numberOf(inputOf({ shows: 'bias' }), 'point')).toBe(-4);
    expect(numberOf(inputOf({ shows: 'bias' }), 'neuron')).toBeCloseTo(1 / (1 + Math.exp(4)), 10);
    expect(numberOf(inputOf({ shows: 'curve', curve: 'ReLU' }), 'neuron')).toBe(30);
  });

  it('has the bar where the visitor drags it, in whole pixels', () => {
    const scene = new DetectorScene();
    const moves: unknown[] = [];
    const input = {
      ...inputOf({ shows: 'sum' }),
      moveEvent: (right: number, down: number) => new CustomEvent('move', { detail: [right, down] }),
    };
    onDispatch(scene, (event) => moves.push((event as CustomEvent).detail));
    const bar = scene.layout(input, WIDE, 9)?.find(({ key }) => key === 'bar');
    bar?.step?.(1);
    bar?.drag?.({ x: WIDE.width, y: 0 });
    expect(moves).toEqual([
      [1, 0],
      [9, -8],
    ]);
    expect(numberOf(inputOf({ shows: 'sum' }, { right: 6, down: 0 }), 'neuron')).toBe(6);
  });
});
