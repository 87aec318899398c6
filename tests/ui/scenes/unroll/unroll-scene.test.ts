import { describe, expect, it } from 'vitest';
import { type UnrollInput, UnrollScene } from '../../../../src/ui/scenes/unroll/unroll-scene.ts';
import { boundsOf } from '../../../../src/ui/stage/marks/shape.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const INPUT: UnrollInput = {
  pixels: Float32Array.from({ length: 784 }, (_, i) => (Math.floor(i / 28) === 14 ? 1 : 0)),
  pixel: undefined,
  pixelEvent: (pixel) => new CustomEvent('pixel', { detail: pixel }),
};
const marksOf = (input: Partial<UnrollInput> = {}, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
  new UnrollScene().layout({ ...INPUT, ...input }, viewport, t) ?? [];

describe('pixels that unroll', () => {
  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const pixel of [undefined, 0, 400, 783])
      expect(complaints(marksOf({ pixel }, viewport), viewport)).toEqual([]);
  });

  it('fills the stage from the image to the column', () => {
    expect(shareOf(marksOf(), ({ key }) => /^(image|neuron)/.test(key), WIDE)).toBeGreaterThan(0.5);
  });

  it('turns row after row, and ends with none on its way', () => {
    const rows = (t: number) =>
      new Set(
        marksOf({}, WIDE, t).flatMap(({ key }) => (key.startsWith('turning') ? [key.split('-')[1]] : [])),
      ).size;
    expect([rows(0), rows(2) > 5, rows(6)]).toEqual([0, true, 0]);
  });

  it('has neurons with the pixels’ numbers, first and last among them', () => {
    const neurons = marksOf({ pixel: 400 }).flatMap(({ key, name, value }) =>
      key.startsWith('neuron') ? [[name, value]] : [],
    );
    expect(neurons).toHaveLength(15);
    expect(neurons[0]).toEqual(['neuron 0', 0]);
    expect(neurons).toContainEqual(['neuron 400', 1]);
    expect(neurons.at(-1)).toEqual(['neuron 783', 0]);
  });

  it('has the way of the pixel under the pointer', () => {
    const scene = new UnrollScene();
    const pixels: unknown[] = [];
    onDispatch(scene, (event) => pixels.push((event as CustomEvent).detail));
    const image = scene.layout(INPUT, WIDE, 9)?.find(({ key }) => key === 'image');
    if (!image) throw new Error('No image.');
    const { x, y, width, height } = boundsOf(image.shape);
    image.drag?.({ x: x + (width * 3.5) / 28, y: y + (height * 2.5) / 28 });
    image.drag?.({ x: x + 2 * width, y: y + 2 * height });
    expect(pixels).toEqual([2 * 28 + 3, 783]);
  });
});
