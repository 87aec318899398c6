// Reads of memory are measured by sums of rows: they compute what the reference does.

import { expect, test } from 'vitest';
import { sumRows } from '../../../src/workers/speed/rates/peak-rates.ts';
import { compareWithReference } from '../../support/kernels/op-cases.ts';
import { wasmExecutors } from '../../support/kernels/wasm-executors.ts';

test.each(wasmExecutors)('sums of rows: %s', async (_, executor) => {
  const opCase = { title: sumRows.name, op: sumRows, testCase: sumRows.cases[0] };
  expect(await compareWithReference(executor, opCase)).toBeUndefined();
});
