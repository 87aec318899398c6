// Describes the kernel of an activation: its source and constants.

import type { Backend } from '../../../kernels/backends/executor.ts';
import type { Step } from '../../../kernels/graph/step.ts';
import { findVariant } from '../../../kernels/op.ts';
import type { KernelInfo } from '../../rpc/api/lab-api.ts';

/** `variantName` is the variant that ran; where the CPU computed the pass, the first variant stands for it. */
export function toKernelInfo(
  { opName, pass, k }: Step,
  variantName: string | undefined,
  backend: Backend,
): KernelInfo {
  const variant = findVariant(pass, variantName) ?? pass.variants[0];
  return {
    opName,
    passName: pass.name,
    variant: variant.name,
    wgsl: variant.wgsl,
    constants: { ...k },
    workgroups: [...variant.workgroups(k)],
    ran: backend === 'webgpu',
  };
}
