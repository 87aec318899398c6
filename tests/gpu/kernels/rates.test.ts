// The kernel that measures reads of memory against its reference.

import { firstSupported } from '../../../src/kernels/backends/webgpu/variant-selection.ts';
import { sumRows } from '../../../src/workers/speed/rates/peak-rates.ts';
import { testKernels } from '../../support/kernels/kernel-cases.ts';

const { name: title, cases } = sumRows;
testKernels([
  { title, opCase: { title, op: sumRows, testCase: cases[0] }, round: 0, choose: firstSupported },
]);
