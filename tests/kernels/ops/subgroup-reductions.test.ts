// Every kernel that reduces in a workgroup has one that reduces in subgroups, for devices that have them.

import { expect, test } from 'vitest';
import { OPS } from '../../../src/kernels/ops/registry.ts';

const variants = OPS.flatMap(({ name: op, forward, backward }) =>
  [...forward, ...(backward === 'none' ? [] : backward)].flatMap((pass) =>
    pass.variants.map((variant) => ({ ...variant, title: `${op}.${pass.name} ${variant.name}` })),
  ),
);
const inSubgroups = variants.filter(({ name }) => name.endsWith('-subgroups'));

test.each(inSubgroups)(
  '$title: no reduction is left that halves the threads',
  ({ wgsl, requiredFeatures }) => {
    expect(wgsl).toMatch(/^enable subgroups;/);
    expect(wgsl).toContain('subgroupAdd(value)');
    expect(wgsl).not.toContain('half');
    expect(requiredFeatures).toEqual(['subgroups']);
  },
);

test('there is one for each', () => {
  const reducing = variants.filter(
    ({ name, wgsl }) => /fn workgroup_(sum|max)\(/.test(wgsl) && !name.endsWith('-subgroups'),
  );
  expect(reducing.length).toBeGreaterThan(6);
  expect(inSubgroups.map(({ title }) => title.replace('-subgroups', ''))).toEqual(
    reducing.map(({ title }) => title),
  );
});
