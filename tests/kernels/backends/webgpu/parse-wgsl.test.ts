// The variable name is the contract: every kernel binds what its pass reads and writes, and asks for constants it gets.

import { describe, expect, test } from 'vitest';
import { parseWgsl } from '../../../../src/kernels/backends/webgpu/parse-wgsl.ts';
import type { Op, Pass } from '../../../../src/kernels/op.ts';
import { createOpHarness, seededRandom } from '../../../../src/kernels/op-harness.ts';
import { OPS } from '../../../../src/kernels/ops/registry.ts';

const kernels = OPS.flatMap((op) =>
  [...op.forward, ...(op.backward === 'none' ? [] : op.backward)].flatMap((pass) =>
    pass.variants.map((variant) => ({
      title: `${op.name}.${pass.name} as ${variant.name}`,
      op,
      pass,
      wgsl: parseWgsl(variant.wgsl),
    })),
  ),
);

/** Every adapter has at least these: https://www.w3.org/TR/webgpu/#limits */
const STORAGE_BUFFERS = 8;
const INVOCATIONS = 256;

describe.each(kernels)('$title', ({ op, pass, wgsl }) => {
  const roleOf = (variable: string) => pass.bind?.[variable] ?? variable;
  const optional = (variable: string) => wgsl.overrides.some(({ name }) => name === `has_${variable}`);

  test('binds what the pass reads and writes, and nothing else', () => {
    const bound = (access: string) =>
      wgsl.bindings
        .filter((one) => one.access === access && !optional(one.name))
        .map(({ name }) => roleOf(name));
    const declared = [...pass.reads].filter((role) => !pass.writes.includes(role) && !isOptional(op, role));
    expect([...bound('read'), ...bound('uniform').filter((name) => name !== 'sizes')].sort()).toEqual(
      declared.sort(),
    );
    expect(bound('read_write').sort()).toEqual([...pass.writes].sort());
    for (const role of pass.reads.filter((one) => isOptional(op, one)))
      expect(wgsl.bindings.map(({ name }) => roleOf(name))).toContain(role);
  });

  test('declares the fields of its settings as the op does', () => {
    for (const { name, fields } of wgsl.bindings.filter(({ access }) => access === 'uniform')) {
      if (name === 'sizes') continue;
      expect(fields?.map((field) => field.name)).toEqual(op.inputs[roleOf(name)].fields);
    }
  });

  test('adds to gradients on request, and to nothing else', () => {
    const asked = wgsl.overrides.map(({ name }) => /^accumulate_(.+)/.exec(name)?.[1]).filter(Boolean);
    const gradients = wgsl.bindings.filter(
      ({ name, access }) => access === 'read_write' && roleOf(name).startsWith('d_'),
    );
    // A kernel shared with forward passes may offer more than this pass uses.
    expect(asked).toEqual(expect.arrayContaining(gradients.map(({ name }) => name)));
  });

  test('asks for constants that every case has', () => {
    for (const k of constantsOfCases(op, pass)) {
      const sizes = wgsl.bindings.find(({ name }) => name === 'sizes')?.fields ?? [];
      const asked = wgsl.overrides.filter(
        ({ name, optional }) => !optional && !name.startsWith('accumulate_'),
      );
      const missing = [...asked, ...sizes].filter(({ name }) => !(name in k));
      expect(missing).toEqual([]);
    }
  });

  test('runs within the limits every adapter has', () => {
    expect(wgsl.bindings.length).toBeLessThanOrEqual(STORAGE_BUFFERS);
    expect(wgsl.bindings.map(({ index }) => index)).toEqual(wgsl.bindings.map((_, i) => i));
    const sizes = wgsl.workgroupSize.map((size) => Number(size)).filter(Number.isFinite);
    expect(sizes.reduce((product, size) => product * size, 1)).toBeLessThanOrEqual(INVOCATIONS);
  });
});

describe('parseWgsl', () => {
  test('reads bindings, constants, fields and the entry point, and no comments', () => {
    const parsed = parseWgsl(`
      // override no: u32;
      override N: u32; // entries
      override flag: bool = false;
      struct Step { /* rate */ learning_rate: f32, momentum: f32, }
      @group(0) @binding(0) var<storage, read> x: array<f32>; // var<storage> not: this
      @group(0) @binding(1) var<storage,read_write> y: array<f32>;
      @group(0) @binding(2) var<uniform> step: Step;
      @compute @workgroup_size(8, 4)
      fn run() {}`);
    expect(parsed).toEqual({
      bindings: [
        { index: 0, name: 'x', access: 'read', fields: undefined },
        { index: 1, name: 'y', access: 'read_write', fields: undefined },
        {
          index: 2,
          name: 'step',
          access: 'uniform',
          fields: [
            { name: 'learning_rate', type: 'f32' },
            { name: 'momentum', type: 'f32' },
          ],
        },
      ],
      overrides: [
        { name: 'N', type: 'u32', optional: false },
        { name: 'flag', type: 'bool', optional: true },
      ],
      entryPoint: 'run',
      workgroupSize: ['8', '4'],
    });
  });

  test('says what is missing', () => {
    expect(() => parseWgsl('fn main() {}')).toThrow('no @compute entry point');
  });
});

function isOptional(op: Op, role: string): boolean {
  return op.optional?.includes(role) ?? false;
}

/** What the executor fills constants in from, for each case in which this pass runs. */
function constantsOfCases(op: Op, pass: Pass) {
  return op.cases.flatMap((at) =>
    createOpHarness(op, at, seededRandom(1))
      .plan.steps.filter((step) => step.pass === pass)
      .map(({ k }) => k),
  );
}
