// The self-test runs every kernel that an adapter selects for any case of an op, the large ones too.

import { describe, expect, test } from 'vitest';
import { firstSupported } from '../../../src/kernels/backends/webgpu/variant-selection.ts';
import type { AdapterKind } from '../../../src/kernels/op.ts';
import { OPS } from '../../../src/kernels/ops/registry.ts';
import { createOpHarness, harnessModes, seededRandom } from '../../../src/kernels/verification/op-harness.ts';
import { selectCoveringHarnesses, selectedKernels } from '../../../src/kernels/verification/self-test.ts';

const kinds: readonly AdapterKind[] = ['hardware', 'software', 'quads'];

describe.each(kinds)('on adapters of the kind %s', (kind) => {
  const adapter = { name: 'any', kind, features: new Set(['subgroups']) };
  const executor = {
    variantFor: (step: Parameters<typeof firstSupported>[0]) => firstSupported(step, adapter),
  };

  test.each(OPS.map((op) => ({ name: op.name, op })))('$name', ({ op }) => {
    const modes = harnessModes(op).filter(({ accumulate }) => !accumulate);
    const all = op.cases.flatMap((opCase) =>
      modes.map((mode) => createOpHarness(op, opCase, seededRandom(1), mode)),
    );
    const kernelsOf = (harnesses: typeof all) =>
      [...new Set(harnesses.flatMap((harness) => [...selectedKernels(harness, executor)]))].sort();
    expect(kernelsOf(selectCoveringHarnesses(op, executor))).toEqual(kernelsOf(all));
  });
});
