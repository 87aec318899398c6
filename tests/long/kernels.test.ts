// Compares every WGSL kernel with the reference: all ops, variants and cases, with assigned and accumulated gradients.

import { kernelCases, testKernels } from '../support/kernels/kernel-cases.ts';

testKernels(kernelCases);
