// WGSL kernels of the op 'linear-transposed' against the reference.

import { briefKernelCases, testKernels } from '../../support/kernels/kernel-cases.ts';

testKernels(briefKernelCases.filter(({ opCase: { op } }) => op.name === 'linear-transposed'));
