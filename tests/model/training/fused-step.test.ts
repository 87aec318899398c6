// The fused plans of GPUs, computed by the references of the ops.

import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { testFusedSteps } from '../../support/model/fused-step.ts';

const executor = Object.assign(new ReferenceExecutor(), { adapterKind: 'hardware' as const });

testFusedSteps(() => executor);
