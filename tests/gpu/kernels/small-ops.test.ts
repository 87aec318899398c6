// WGSL kernels against the reference: every op except the matrix products, which have files of their own.

import { briefKernelCases, testKernels } from '../../support/kernels/kernel-cases.ts';

testKernels(briefKernelCases.filter(({ opCase: { op } }) => !op.name.startsWith('linear')));
