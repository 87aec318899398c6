// One head over four tokens, with values that no transposition preserves.
import type { HeadAttention } from '../../../src/ui/views/attention/head-values.ts';

const masked = -1e30;

export const headFixture: HeadAttention = {
  tokens: ['a', 'fluffy', 'blue', 'creature'],
  // biome-ignore format: a matrix reads best as one
  scores: new Float32Array([
    0.5, masked, masked, masked,
    1.0, 1.0, masked, masked,
    3.1, -0.9, -4.0, masked,
    0.2, -9.0, 0.1, 0.7,
  ]),
  // biome-ignore format: a matrix reads best as one
  pattern: new Float32Array([
    1.0, 0.0, 0.0, 0.0,
    0.5, 0.5, 0.0, 0.0,
    0.9, 0.1, 0.0, 0.0,
    0.3, 0.0, 0.2, 0.5,
  ]),
};
