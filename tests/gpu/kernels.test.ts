// Holds every WGSL kernel against the reference: all ops and all their cases; further variants in one case each.

import { kernelCasesInBrief, testKernels } from '../support/kernel-cases.ts';

testKernels(kernelCasesInBrief);
