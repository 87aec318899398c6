// WGSL kernels of the op 'linear' against the reference.

import { briefKernelCases, testKernels } from '../../support/kernels/kernel-cases.ts';

testKernels(briefKernelCases.filter(({ opCase: { op } }) => op.name === 'linear'));
