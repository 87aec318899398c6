// Names in WGSL are the contract: bindings match the pass's roles, and constants are defined by the op.

import { describe, expect, test } from 'vitest';
import { parseWgsl } from '../../../../src/kernels/backends/webgpu/parse-wgsl.ts';
import type { Op, Pass } from '../../../../src/kernels/op.ts';
import { OPS } from '../../../../src/kernels/ops/registry.ts';
import { createOpHarness, seededRandom } from '../../../../src/kernels/verification/op-harness.ts';

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

/** Default limits: https://www.w3.org/TR/webgpu/#limits */
const STORAGE_BUFFERS = 8;
const INVOCATIONS = 256;

/** What a pass reads in WebAssembly only, because the GPU's kernels compute it again. */
const RECOMPUTED: Readonly<Record<string, string>> = { 'gelu.backward': 'y' };

describe.each(kernels)('$title', ({ op, pass, wgsl }) => {
  const roleOf = (variable: string) => pass.bind?.[variable] ?? variable;
  const optional = (variable: string) => wgsl.overrides.some(({ name }) => name === `has_${variable}`);

  test('binds exactly the tensors that the pass reads and writes', () => {
    const bound = (access: string) =>
      wgsl.bindings
        .filter(({ name, access: has }) => has === access && !optional(name) && name !== 'members')
        .map(({ name }) => roleOf(name));
    const declared = pass.reads
      .filter((role) => !pass.writes.includes(role) && !isOptional(op, role))
      .filter((role) => role !== RECOMPUTED[`${op.name}.${pass.name}`]);
    expect([...bound('read'), ...bound('uniform').filter((name) => name !== 'sizes')].sort()).toEqual(
      declared.sort(),
    );
    expect(bound('read_write').sort()).toEqual([...pass.writes].sort());
    for (const role of pass.reads.filter((name) => isOptional(op, name)))
      expect(wgsl.bindings.map(({ name }) => roleOf(name))).toContain(role);
  });

  test('declares uniform fields in the order of the op', () => {
    for (const { name, fields } of wgsl.bindings.filter(({ access }) => access === 'uniform')) {
      if (name === 'sizes') continue;
      expect(fields?.map((field) => field.name)).toEqual(op.inputs[roleOf(name)].fields);
    }
  });

  test('declares an accumulate flag for each gradient it writes', () => {
    const accumulated = wgsl.overrides.map(({ name }) => /^accumulate_(.+)/.exec(name)?.[1]);
    const gradients = wgsl.bindings.filter(
      ({ name, access }) => access === 'read_write' && roleOf(name).startsWith('d_'),
    );
    // A kernel shared with forward passes may declare more flags.
    expect(accumulated).toEqual(expect.arrayContaining(gradients.map(({ name }) => name)));
  });

  test('needs only constants that the op defines in every case', () => {
    for (const k of constantsOfCases(op, pass)) {
      const sizes = wgsl.bindings.find(({ name }) => name === 'sizes')?.fields ?? [];
      const required = wgsl.overrides.filter(
        ({ name, optional }) => !optional && !name.startsWith('accumulate_'),
      );
      const missing = [...required, ...sizes].filter(({ name }) => !(name in k));
      expect(missing).toEqual([]);
    }
  });

  test('stays within the default limits of WebGPU', () => {
    expect(wgsl.bindings.length).toBeLessThanOrEqual(STORAGE_BUFFERS);
    expect(wgsl.bindings.map(({ index }) => index)).toEqual(wgsl.bindings.map((_, i) => i));
    const sizes = wgsl.workgroupSize.map((size) => Number(size)).filter(Number.isFinite);
    expect(sizes.reduce((product, size) => product * size, 1)).toBeLessThanOrEqual(INVOCATIONS);
  });
});

describe('parseWgsl', () => {
  test('parses bindings, constants, fields and the entry point, and skips comments', () => {
    const parsed = parseWgsl(`
      // override no: u32;
      override N: u32; // entries
      override flag: bool = false;
      override shift: i32 = 7;
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
        { name: 'N', type: 'u32', optional: false, isZeroByDefault: false },
        { name: 'flag', type: 'bool', optional: true, isZeroByDefault: true },
        { name: 'shift', type: 'i32', optional: true, isZeroByDefault: false },
      ],
      entryPoint: 'run',
      workgroupSize: ['8', '4'],
    });
  });

  test('rejects WGSL without an entry point', () => {
    expect(() => parseWgsl('fn main() {}')).toThrow('no @compute entry point');
  });
});

function isOptional(op: Op, role: string): boolean {
  return (op.optional?.includes(role) ?? false) || role.startsWith('before_');
}

/** The constants of the pass in each case. */
function constantsOfCases(op: Op, pass: Pass) {
  return op.cases.flatMap((testCase) =>
    createOpHarness(op, testCase, seededRandom(1))
      .plan.steps.filter((step) => step.pass === pass)
      .map(({ k }) => k),
  );
}
