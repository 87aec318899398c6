// The WebAssembly executor: memory management, errors, and reproducible bits.

import { describe, expect, it } from 'vitest';
import type { TensorData } from '../../../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { WasmExecutor } from '../../../../src/kernels/backends/wasm/wasm-executor.ts';
import type { Tensor } from '../../../../src/kernels/graph/graph.ts';
import type { Case, Op } from '../../../../src/kernels/op.ts';
import { attentionMix } from '../../../../src/kernels/ops/attention-mix/attention-mix.ts';
import { attentionScores } from '../../../../src/kernels/ops/attention-scores/attention-scores.ts';
import { embedding } from '../../../../src/kernels/ops/embedding/embedding.ts';
import { linear, linearTransposed } from '../../../../src/kernels/ops/linear/linear.ts';
import {
  createOpHarness,
  runOpHarness,
  seededRandom,
} from '../../../../src/kernels/verification/op-harness.ts';
import { compareWithReference } from '../../../support/kernels/op-cases.ts';
import { tileExecutors, wasmExecutors } from '../../../support/kernels/wasm-executors.ts';

describe('WasmExecutor', () => {
  it('names the loaded module in its adapter name', async () => {
    const { adapter } = await WasmExecutor.create();
    expect(['WebAssembly, SIMD', 'WebAssembly, relaxed SIMD']).toContain(adapter);
  });

  it('reuses memory for a hundred programs', async () => {
    const executor = await WasmExecutor.create('simd');
    const { plan } = createOpHarness(linear, { dims: { R: 65, K: 300, N: 400 } }, seededRandom(1));
    (await executor.compile(plan, {})).dispose();
    const before = executor.memoryBytes;
    for (let i = 0; i < 100; i++) (await executor.compile(plan, {})).dispose();
    expect(executor.memoryBytes).toBe(before);
    expect(executor.usage).toEqual({ bytes: 0, buffers: 0, pipelines: 0 });
  });

  it('runs programs compiled before the memory grew', async () => {
    const executor = await WasmExecutor.create('simd');
    const { plan, inputData, results } = createOpHarness(
      linear,
      { dims: { R: 3, K: 5, N: 7 } },
      seededRandom(1),
    );
    const program = await executor.compile(plan, {});
    for (const [tensor, data] of inputData) program.write(tensor, data);
    program.run();
    const expected = await program.read(results[0]);
    const before = executor.memoryBytes;
    executor.allocate('large storage', 2 ** 22);
    expect(executor.memoryBytes).toBeGreaterThan(before);
    program.run();
    expect(await program.read(results[0])).toEqual(expected);
  });

  it('calls `onKernel` after each kernel of a program', async () => {
    let calls = 0;
    const executor = await WasmExecutor.create('simd', { onKernel: () => calls++ });
    const { plan } = createOpHarness(linear, { dims: { R: 3, K: 5, N: 7 } }, seededRandom(1));
    const program = await executor.compile(plan, {});
    program.run(['forward']);
    expect(calls).toBe(plan.steps.filter(({ phase }) => phase === 'forward').length);
    program.run();
    expect(calls).toBeGreaterThanOrEqual(plan.steps.length);
  });

  it('frees a storage once and rejects its use afterwards', async () => {
    const executor = await WasmExecutor.create('simd');
    const storage = executor.allocate('weights', 100);
    storage.dispose();
    storage.dispose();
    expect(executor.usage.buffers).toBe(0);
    expect(() => storage.write(0, new Float32Array(1))).toThrow('weights: the storage has been disposed');
  });

  it('rejects a write outside a storage', async () => {
    const executor = await WasmExecutor.create('simd');
    const storage = executor.allocate('weights', 100);
    expect(() => storage.write(99, new Float32Array(2))).toThrow(
      'words 99 to 101 are out of range (length 100)',
    );
  });

  it.each([
    ['WebAssembly', () => WasmExecutor.create('simd')],
    ['reference', async () => new ReferenceExecutor()],
  ] as const)('rejects elements of another type than the tensor’s, on %s', async (_, createExecutor) => {
    const executor = await createExecutor();
    const { plan, inputData } = createOpHarness(
      embedding,
      { dims: { R: 3, V: 5, V_plus_1: 6, C: 4 } },
      seededRandom(1),
    );
    const program = await executor.compile(plan, {});
    const tensors = [...inputData.keys()];
    const ids = tensors.find(({ name }) => name === 'ids') as Tensor;
    const table = tensors.find(({ name }) => name === 'table') as Tensor;
    const list = [1, 2, 3] as unknown as TensorData;
    expect(() => program.write(ids, list)).toThrow('ids: expected an Int32Array, got Array');
    expect(() => program.write(ids, new Float32Array(3))).toThrow(
      'ids: expected an Int32Array, got Float32Array',
    );
    expect(() => program.write(table, new Int32Array(20))).toThrow(
      'table: expected a Float32Array, got Int32Array',
    );
    program.dispose();
  });

  it('names a missing export', async () => {
    const executor = await WasmExecutor.create('simd');
    const [pass] = linear.forward;
    const broken = { ...linear, forward: [{ ...pass, wasm: { ...pass.wasm, export: 'linear_sideways' } }] };
    const { plan } = createOpHarness(broken as unknown as typeof linear, linear.cases[0], seededRandom(1));
    await expect(executor.compile(plan, {})).rejects.toThrow("no export 'linear_sideways'");
    expect(executor.usage.buffers).toBe(0);
  });
});

/** Products with several blocks of 512 inner positions or of 128 columns; no size is a multiple of a tile. */
const multiBlockCases: [Op, Case][] = [
  [linear, { dims: { R: 517, K: 131, N: 5 } }],
  [linear, { dims: { R: 5, K: 517, N: 131 } }],
  [linear, { dims: { R: 5, K: 131, N: 517 } }],
  [attentionScores, { dims: { B: 1, T: 517, H: 1, D: 5 }, attributes: { scale: 0.5, causal: true } }],
  [attentionMix, { dims: { B: 1, T: 517, H: 1, D: 5 }, attributes: { causal: true } }],
];

describe.each(wasmExecutors)('%s', (_, executor) => {
  it.each(multiBlockCases.map(([op, testCase]) => ({ op, testCase, sizes: JSON.stringify(testCase.dims) })))(
    'computes $op.name $sizes in several blocks',
    async ({ op, testCase }) => {
      const opCase = { title: op.name, op, testCase, accumulate: true };
      expect(await compareWithReference(executor, opCase)).toBeUndefined();
    },
  );

  it('computes the same bits every time', async () => {
    const testCase = { dims: { R: 63, K: 64, N: 65 } };
    expect(await bits(executor, linear, testCase)).toEqual(await bits(executor, linear, testCase));
  });
});

/** Of all results, as text. */
async function bits(executor: WasmExecutor, op: Op, testCase: Case): Promise<string[]> {
  const results = await runOpHarness(executor, createOpHarness(op, testCase, seededRandom(1)));
  return [...results.values()].map((numbers) => Buffer.from(numbers.buffer).toString('hex'));
}

/** Whole and partial wide tiles, in one block and several, of both layouts of the weight. */
const wideTileCases: [Op, Case][] = [
  ...multiBlockCases,
  [linear, { dims: { R: 64, K: 300, N: 72 } }],
  [linear, { dims: { R: 35, K: 16, N: 31 } }],
  [linearTransposed, { dims: { R: 33, K: 130, N: 150 } }],
];

it.each(wideTileCases.map(([op, testCase]) => ({ op, testCase, sizes: JSON.stringify(testCase.dims) })))(
  'wide tiles compute the bits of narrow ones: $op.name $sizes',
  async ({ op, testCase }) => {
    const { narrow, wide } = tileExecutors;
    expect(await bits(wide, op, testCase)).toEqual(await bits(narrow, op, testCase));
  },
);
