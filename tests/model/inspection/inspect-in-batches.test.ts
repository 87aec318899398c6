// Logits after prompts, without those of their other tokens.

import { expect, test } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import {
  type InterventionFactory,
  inspectInBatches,
  lastLogitsInBatches,
  lastTokenVector,
} from '../../../src/model/inspection/inspect-in-batches.ts';
import { TINY_CONFIG, tinyModel } from '../../support/model/tiny-model.ts';

const { C, V, T } = TINY_CONFIG;
const { inspector } = tinyModel(new ReferenceExecutor());

/** Halves the stream between the layers. */
const halved: InterventionFactory = (rows, length) => {
  const size = rows * length * C;
  return new Map([
    [
      'blocks.0.hook_resid_post',
      { factor: new Float32Array(size).fill(0.5), offset: new Float32Array(size) },
    ],
  ]);
};

test.each([
  ['without', undefined],
  ['with', halved],
])(
  '%s an intervention they are those of a whole run, in the order of the prompts',
  async (_, interventionsFor) => {
    // More than a batch; one is longer than the context.
    const prompts = Array.from({ length: 150 }, (_, i) =>
      Array.from({ length: i === 70 ? T + 2 : 1 + (i % T) }, (_, t) => (3 * i + t) % V),
    );
    const whole: Float32Array[] = [];
    for await (const batch of inspectInBatches(inspector, TINY_CONFIG, prompts, ['logits'], interventionsFor))
      for (const row of batch) whole.push(lastTokenVector(row, 'logits', V).slice());
    const last: Float32Array[] = [];
    for await (const batch of lastLogitsInBatches(inspector, TINY_CONFIG, prompts, interventionsFor))
      last.push(...batch);
    expect(last).toEqual(whole);
  },
);
