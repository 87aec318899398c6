import { expect, it } from 'vitest';
import { expectedTime } from '../../../../../src/ui/app/pages/train-view/expected-time.ts';

it('says how long a training takes: measured, or before its first steps from a reference', () => {
  const cpu = { backend: 'wasm', adapter: 'WebAssembly, SIMD', threads: 2 } as const;
  expect(expectedTime(12e12, 20e9, cpu)).toBe('Training takes about 10 min here.');
  expect(expectedTime(12e9, 20e9, cpu)).toBe('Training takes less than a minute here.');
  expect(expectedTime(12e12, 0, cpu)).toMatch(
    /^Training takes about 10 min with 2 threads of our reference machine/,
  );
  expect(expectedTime(12e12, 0, { backend: 'webgpu', adapter: 'Apple M4' })).toBeUndefined();
  expect(expectedTime(12e12, 0, undefined)).toBeUndefined();
});
