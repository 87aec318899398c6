// What "show the kernel" shows: the source file behind an activation, and with what it ran.

import type { Backend } from '../../../kernels/backends/executor.ts';
import type { Step } from '../../../kernels/graph/plan.ts';
import { findVariant } from '../../../kernels/op.ts';
import type { KernelInfo } from '../../rpc/api/lab-api.ts';

/** `variantName` is the one that ran; the first one stands in where the CPU computed the pass. */
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
