// Ignored targets, scores of any size, and what is said of targets that do not exist.

import { expect, test } from 'vitest';
import { checkTargets, crossEntropy } from '../../../../src/kernels/ops/cross-entropy/cross-entropy.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

const evenScores = [0, 0, 0, 0];

test('any negative target is ignored: the mean is over the others, and no gradient flows', () => {
  const { loss, token_loss, count, d_logits } = runReference(crossEntropy, {
    dims: { R: 4, V: 2 },
    values: { logits: [0, 0, 5, 1, 0, 0, 7, 7], targets: [1, -100, 0, -1] },
  });
  const log2 = expect.closeTo(Math.log(2), 6);
  expect([...loss, ...count]).toEqual([log2, 2]);
  expect([...token_loss]).toEqual([log2, 0, log2, 0]);
  expect([...d_logits]).toEqual([0.25, -0.25, 0, 0, -0.25, 0.25, 0, 0]);
});

test('a batch with no target to learn has loss 0 and no gradient, not NaN', () => {
  const { loss, count, d_logits } = runReference(crossEntropy, {
    dims: { R: 2, V: 2 },
    values: { logits: evenScores, targets: [-1, -1] },
  });
  expect([...loss, ...count]).toEqual([0, 0]);
  expect([...d_logits]).toEqual([0, 0, 0, 0]);
});

test('huge scores overflow nothing: only differences count', () => {
  const { token_loss } = runReference(crossEntropy, {
    dims: { R: 2, V: 2 },
    values: { logits: [1e30, -1e30, 1000, 1000], targets: [0, 1] },
  });
  expect([...token_loss]).toEqual([0, expect.closeTo(Math.log(2), 6)]);
});

test('a target beyond the scores is refused with a sentence', () => {
  expect(() => checkTargets([0, -100, 2], 3)).not.toThrow();
  expect(() => checkTargets([0, 3], 3)).toThrow(
    'cross-entropy: target 3 at position 1 is not one of 0 to 2, nor negative to be ignored',
  );
  expect(() => checkTargets([0.5], 3)).toThrow('target 0.5 at position 0');
});
