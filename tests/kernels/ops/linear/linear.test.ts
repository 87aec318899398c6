// Weight layouts, and the default kernel by shape and adapter.

import { expect, test } from 'vitest';
import { firstSupported } from '../../../../src/kernels/backends/webgpu/variant-selection.ts';
import type { AdapterKind, Op } from '../../../../src/kernels/op.ts';
import { linear, linearTransposed } from '../../../../src/kernels/ops/linear/linear.ts';
import { createOpHarness, seededRandom } from '../../../../src/kernels/verification/op-harness.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

test('linearTransposed takes the same weight with one row per output', () => {
  const dims = { R: 1, K: 2, N: 3 };
  const shared = { x: [1, 10], bias: [100, 200, 300], d_y: [1, 2, 3] };
  const byInput = runReference(linear, { dims, values: { ...shared, weight: [1, 2, 3, 4, 5, 6] } });
  const byOutput = runReference(linearTransposed, {
    dims,
    values: { ...shared, weight: [1, 4, 2, 5, 3, 6] },
  });
  expect([...byInput.y]).toEqual([141, 252, 363]);
  expect([...byOutput.y]).toEqual([...byInput.y]);
  expect([...byOutput.d_x]).toEqual([...byInput.d_x]);
  expect([...byInput.d_weight]).toEqual([1, 2, 3, 10, 20, 30]);
  expect([...byOutput.d_weight]).toEqual([1, 10, 2, 20, 3, 30]);
});

/** Names of the default variants by pass. */
function kernelsFor(
  op: Op,
  [R, K, N]: readonly [number, number, number],
  kind: AdapterKind = 'software',
): Record<string, string> {
  const { plan } = createOpHarness(op, { dims: { R, K, N } }, seededRandom(1));
  const adapter = { name: 'any', kind, features: new Set(['subgroups']) };
  return Object.fromEntries(plan.steps.map((step) => [step.pass.name, firstSupported(step, adapter).name]));
}

test('vec4 kernels run only if rows are multiples of four', () => {
  const vec4Kernels = {
    forward: 'tile-16x8-vec4',
    backward_x: 'tile-16x8-vec4',
    backward_weight: 'tile-16x8-vec4',
  };
  expect(kernelsFor(linear, [128, 64, 192])).toMatchObject(vec4Kernels);
  expect(kernelsFor(linearTransposed, [128, 64, 128])).toMatchObject(vec4Kernels);
  // A vocabulary of 123: rows of logits are not aligned to four words.
  expect(kernelsFor(linearTransposed, [128, 64, 123])).toMatchObject({
    forward: 'tile-8x8',
    backward_x: 'tile-8x8',
    backward_weight: 'tile-8x8',
  });
});

test('the few rows of a prompt run the kernel that compiles quickly', () => {
  expect(kernelsFor(linear, [12, 64, 192]).forward).toBe('tile-8x8');
});

test('quad kernels run on adapters with subgroups of four lanes', () => {
  expect(kernelsFor(linear, [128, 64, 192], 'quads').forward).toBe('quad-16x64');
  expect(kernelsFor(linear, [12, 64, 192], 'quads').forward).toBe('quad-16x64');
  expect(kernelsFor(linear, [12, 63, 192], 'quads').forward).toBe('tile-8x8');
});
