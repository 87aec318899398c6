// The sentence under the digit map says what is drawn.
import { expect, test } from 'vitest';
import { shotLine, shotSummary } from '../../../../src/ui/scenes/digits/text/describe.ts';
import type { DigitMapValues } from '../../../../src/ui/scenes/digits/values.ts';

const numbers = (length: number) => Float32Array.from({ length }, (_, i) => i / length);
/** One neuron with this bias and weighted sum. */
const withSum = (bias: number, z: number) =>
  ({
    ...VALUES,
    weightedSums: [[z], []],
    weights: [{ biases: { data: [bias] } }],
  }) as unknown as DigitMapValues;
const VALUES = { sizes: [784, 16, 10], activations: [784, 16, 10].map(numbers) } as unknown as DigitMapValues;

test('images of weights are named only where they are drawn', () => {
  const summary = (hasImages: boolean) =>
    shotSummary(VALUES, { at: 'network', overlay: 'weights' }, hasImages);
  expect(summary(true)).toMatch(/^Lines are weights: .* The image beside a neuron .* 784 weights\.$/);
  expect(summary(false)).toMatch(/^Lines are weights: /);
  expect(summary(false)).not.toMatch(/image/);
});

test('the sum of an opened neuron adds up as it is written', () => {
  const shot = { at: 'neuron', neuron: { layer: 1, neuron: 0 } } as const;
  expect(shotSummary(withSum(0.8012, 2.0058), shot, false)).toContain(
    'add up to +1.205; with the bias +0.801 that is z = +2.006,',
  );
  expect(shotSummary(withSum(0.8, 2), shot, false)).toContain(
    'add up to +1.20; with the bias +0.80 that is z = +2.00,',
  );
});

test('nudges without lines are arrows', () => {
  const summary = shotSummary(VALUES, { at: 'outputs', overlay: 'nudges', hasNoLines: true }, false);
  expect(summary).toMatch(/^Arrows show how each activation should change/);
  expect(summary).not.toMatch(/weight|wider/);
});

test('three ways to change a neuron are named with what is drawn of each', () => {
  const shot = { at: 'outputs', overlay: 'nudges', neuron: { layer: 2, neuron: 2 }, way: 'all' } as const;
  expect(shotSummary(VALUES, shot, false)).toMatch(
    /^Three ways to change output 2: its bias, the weights into it \(lines\) and the activations before it \(arrows\)\./,
  );
});

test.each([
  { at: 'network' },
  { at: 'network', overlay: 'weights' },
  { at: 'network', overlay: 'nudges' },
  { at: 'outputs', overlay: 'nudges', hasNoLines: true },
  { at: 'outputs', overlay: 'requests' },
] as const)('the line under the picture of $overlay at $at has at most 16 words', (shot) => {
  const line = shotLine(VALUES, shot);
  expect(line).not.toBe('');
  expect(line.split(' ').length).toBeLessThanOrEqual(16);
});
