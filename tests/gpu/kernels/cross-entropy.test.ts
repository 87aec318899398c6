// Cross-entropy of long rows and large logits, by each of its kernels.

import { afterAll, expect, test } from 'vitest';
import { firstSupported } from '../../../src/kernels/backends/webgpu/variant-selection.ts';
import { crossEntropyErrors, LARGE_LOGITS } from '../../support/kernels/cross-entropy-precision.ts';
import { createTestGpuExecutor } from '../../support/kernels/gpu-executor.ts';

const VARIANTS = ['row-per-thread', 'row-per-workgroup'];
let variant = '';
const executor = await createTestGpuExecutor(
  (step, adapter) => step.pass.variants.find(({ name }) => name === variant) ?? firstSupported(step, adapter),
);

afterAll(() => executor.dispose());

test.each(VARIANTS.flatMap((name) => LARGE_LOGITS.map((logits) => ({ name, logits }))))(
  '$name: $logits.V logits about $logits.centre are as precise as small ones',
  async ({ name, logits }) => {
    variant = name;
    const { loss, gradient } = await crossEntropyErrors(executor, logits);
    expect(loss).toBeLessThan(1e-6);
    expect(gradient).toBeLessThan(4e-6);
  },
);
