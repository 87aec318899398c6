// Twenty training steps with Muon and AdamW on every CPU backend.

import { test } from 'vitest';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { expectMuonTraining } from '../../../support/kernels/muon-training.ts';
import { wasmExecutors } from '../../../support/kernels/wasm-executors.ts';

test.each([['reference', new ReferenceExecutor()] as const, ...wasmExecutors])(
  '%s: losses, norms and weights equal PyTorch',
  (_, executor) => expectMuonTraining(executor),
);
