// Ignored targets, large logits, long rows, and invalid targets.

import { expect, test } from 'vitest';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { checkTargets, crossEntropy } from '../../../../src/kernels/ops/cross-entropy/cross-entropy.ts';
import { crossEntropyErrors, LARGE_LOGITS } from '../../../support/kernels/cross-entropy-precision.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';
import { wasmExecutors } from '../../../support/kernels/wasm-executors.ts';

const equalLogits = [0, 0, 0, 0];

test('rows with a negative target are excluded from the mean and get no gradient', () => {
  const { loss, token_loss, count, d_logits } = runReference(crossEntropy, {
    dims: { R: 4, V: 2 },
    values: { logits: [0, 0, 5, 1, 0, 0, 7, 7], targets: [1, -100, 0, -1] },
  });
  const log2 = expect.closeTo(Math.log(2), 6);
  expect([...loss, ...count]).toEqual([log2, 2]);
  expect([...token_loss]).toEqual([log2, 0, log2, 0]);
  expect([...d_logits]).toEqual([0.25, -0.25, 0, 0, -0.25, 0.25, 0, 0]);
});

test('a batch without targets has loss 0 and gradient 0, not NaN', () => {
  const { loss, count, d_logits } = runReference(crossEntropy, {
    dims: { R: 2, V: 2 },
    values: { logits: equalLogits, targets: [-1, -1] },
  });
  expect([...loss, ...count]).toEqual([0, 0]);
  expect([...d_logits]).toEqual([0, 0, 0, 0]);
});

test('huge logits do not overflow', () => {
  const { token_loss } = runReference(crossEntropy, {
    dims: { R: 2, V: 2 },
    values: { logits: [1e30, -1e30, 1000, 1000], targets: [0, 1] },
  });
  expect([...token_loss]).toEqual([0, expect.closeTo(Math.log(2), 6)]);
});

test.each(
  [...wasmExecutors, ['reference', new ReferenceExecutor()] as const].flatMap(([name, executor]) =>
    LARGE_LOGITS.map((logits) => ({ name, executor, ...logits })),
  ),
)('$name: $V logits about $centre are as precise as small ones', async ({ executor, ...logits }) => {
  const { loss, gradient } = await crossEntropyErrors(executor, logits as (typeof LARGE_LOGITS)[number]);
  expect(loss).toBeLessThan(1e-6);
  expect(gradient).toBeLessThan(4e-6);
});

test('rejects a target outside the vocabulary', () => {
  expect(() => checkTargets([0, -100, 2], 3)).not.toThrow();
  expect(() => checkTargets([0, 3], 3)).toThrow(
    'cross-entropy: target 3 at position 1 is out of range; expected 0 to 2, or a negative number to ignore it',
  );
  expect(() => checkTargets([0.5], 3)).toThrow('target 0.5 at position 0');
});
