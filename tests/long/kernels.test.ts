// Holds every WGSL kernel against the reference: all ops, all variants, all cases, assigning and adding.

import { kernelCases, testKernels } from '../support/kernels/kernel-cases.ts';

testKernels(kernelCases);
