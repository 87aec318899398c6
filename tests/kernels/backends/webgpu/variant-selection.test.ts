// Variants recorded by name, among them names of earlier releases.

import { describe, expect, test } from 'vitest';
import {
  type AdapterProfile,
  firstSupported,
  preferRecorded,
} from '../../../../src/kernels/backends/webgpu/variant-selection.ts';
import { findVariant, type Pass } from '../../../../src/kernels/op.ts';
import { OPS } from '../../../../src/kernels/ops/registry.ts';
import { softmax } from '../../../../src/kernels/ops/softmax/softmax.ts';
import { createOpHarness, seededRandom } from '../../../../src/kernels/verification/op-harness.ts';

const SOFTWARE: AdapterProfile = { name: 'some adapter', kind: 'software', features: new Set() };
const [step] = createOpHarness(softmax, { dims: { R: 3, N: 5 } }, seededRandom(1)).plan.steps;

describe('preferRecorded', () => {
  test.each([
    ['row-per-workgroup', 'row-per-workgroup'],
    ['row-a-workgroup', 'row-per-workgroup'],
    ['row-a-thread', 'row-per-thread'],
  ])('a snapshot with %s runs %s', (recorded, expected) => {
    const select = preferRecorded({ [step.label]: recorded });
    expect(select(step, SOFTWARE).name).toBe(expected);
  });

  test.each([['removed-variant'], ['row-a-thread-in-fours']])(
    'an unknown or unsupported variant (%s) falls back to the default',
    (recorded) => {
      const select = preferRecorded({ [step.label]: recorded });
      expect(select(step, SOFTWARE)).toBe(firstSupported(step, SOFTWARE));
    },
  );
});

describe('findVariant', () => {
  const passes = OPS.flatMap((op): [string, Pass][] =>
    [...op.forward, ...(op.backward === 'none' ? [] : op.backward)].map((pass) => [
      `${op.name}.${pass.name}`,
      pass,
    ]),
  );

  test.each(passes)('every name of %s, former ones included, belongs to one variant', (_, pass) => {
    const names = pass.variants.flatMap(({ name, formerNames = [] }) => [name, ...formerNames]);
    expect(new Set(names).size).toBe(names.length);
    for (const variant of pass.variants)
      for (const name of [variant.name, ...(variant.formerNames ?? [])])
        expect(findVariant(pass, name)).toBe(variant);
  });

  /** Names of release 0.1.0, as its checkpoints and caches record them. */
  test.each([
    ['add.forward', 'fours', 'vec4'],
    ['add.backward_b', 'element-a-thread', 'element-per-thread'],
    ['cross-entropy.rows', 'row-a-workgroup', 'row-per-workgroup'],
    ['layer-norm.forward', 'row-a-thread-in-fours', 'row-per-thread-vec4'],
    ['layer-norm.backward_parts', 'four-columns-of-a-part-a-thread', 'part-column-per-thread-vec4'],
    ['layer-norm.backward_parts', 'column-of-a-part-a-thread', 'part-column-per-thread'],
    ['linear.backward_bias', 'four-columns-a-thread', 'column-per-thread-vec4'],
    ['linear.backward_bias', 'column-a-thread', 'column-per-thread'],
    ['linear-transposed.backward_bias', 'rows-by-workgroup', 'columns-per-workgroup'],
    ['softmax.backward', 'row-a-thread', 'row-per-thread'],
    ['split.forward', 'rows-in-fours', 'four-threads-per-row-vec4'],
    ['split.backward', 'place-a-thread', 'element-per-thread'],
  ])('in %s, %s is now %s', (label, former, name) => {
    const pass = passes.find(([title]) => title === label)?.[1] as Pass;
    expect(findVariant(pass, former)?.name).toBe(name);
  });
});
