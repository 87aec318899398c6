// The sentence under the digit map says what is drawn.
import { expect, test } from 'vitest';
import { shotSummary } from '../../../src/ui/digit-map/text/describe.ts';
import type { DigitMapValues } from '../../../src/ui/digit-map/values.ts';

const numbers = (length: number) => Float32Array.from({ length }, (_, i) => i / length);
const VALUES = { sizes: [784, 16, 10], activations: [784, 16, 10].map(numbers) } as unknown as DigitMapValues;

test('images of weights are named only where they are drawn', () => {
  const summary = (hasImages: boolean) =>
    shotSummary(VALUES, { at: 'network', overlay: 'weights' }, hasImages);
  expect(summary(true)).toMatch(/^Lines are weights: .* The image beside a neuron .* 784 weights\.$/);
  expect(summary(false)).toMatch(/^Lines are weights: /);
  expect(summary(false)).not.toMatch(/image/);
});
