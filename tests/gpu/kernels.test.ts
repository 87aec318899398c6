// Holds every WGSL kernel against the reference: all ops and all their cases; further variants in one case each.

import { briefKernelCases, testKernels } from '../support/kernels/kernel-cases.ts';

testKernels(briefKernelCases);
