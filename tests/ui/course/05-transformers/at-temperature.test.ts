// The map's predictions at the panels' temperature: of all tokens, not of the listed ones alone.
import { expect, test } from 'vitest';
import { atTemperature } from '../../../../src/ui/course/05-transformers/at-temperature.ts';
import { distribution } from '../../../../src/ui/course/05-transformers/distribution.ts';
import type { NetworkValues } from '../../../../src/ui/scenes/network/values/network-values.ts';

const LOGITS = Float32Array.of(3, 1, 0, -2);
const ABLATED = Float32Array.of(0, 2, 1, 1);

const listed = (logits: Float32Array, ids: readonly number[]) => {
  const p = distribution(logits, 1);
  return ids.map((id) => ({ id, text: `${id}`, probability: p[id], logit: logits[id] }));
};

const VALUES = {
  next: listed(LOGITS, [0, 1]),
  activations: { logits: { shape: [2, 4], data: Float32Array.of(9, 9, 9, 9, ...LOGITS) } },
} as unknown as NetworkValues;

test('a prediction has the probabilities of its logits at the temperature', () => {
  const { next, temperature } = atTemperature(VALUES, 5);
  const p = distribution(LOGITS, 5);
  expect(temperature).toBe(5);
  expect(next.map(({ probability }) => probability)).toEqual([p[0], p[1]]);
  expect(atTemperature(VALUES, 0).next.map(({ probability }) => probability)).toEqual([1, 0]);
  expect(atTemperature(VALUES, 5)).toBe(atTemperature(VALUES, 5));
});

test('so has the prediction with something switched off; without its logits both stay at 1', () => {
  const ablated = { ...VALUES, ablated: listed(ABLATED, [1, 2]) };
  const both = atTemperature({ ...ablated, ablatedLogits: ABLATED }, 2);
  expect(both.ablated?.[0].probability).toBe(distribution(ABLATED, 2)[1]);
  expect(atTemperature(ablated, 2)).toMatchObject({ temperature: 1, next: ablated.next });
});
