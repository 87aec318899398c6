// Compares every WGSL kernel with the reference: default variants in all cases of all ops, other variants in one case each.

import { briefKernelCases, testKernels } from '../support/kernels/kernel-cases.ts';

testKernels(briefKernelCases);
