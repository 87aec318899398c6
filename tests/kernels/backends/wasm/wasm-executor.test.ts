// What the WebAssembly executor promises beside right numbers: memory that stays flat, and bits that stay the same.

import { describe, expect, it } from 'vitest';
import { WasmExecutor } from '../../../../src/kernels/backends/wasm/wasm-executor.ts';
import type { Case, Op } from '../../../../src/kernels/op.ts';
import { createOpHarness, runOpHarness, seededRandom } from '../../../../src/kernels/op-harness.ts';
import { attentionMix } from '../../../../src/kernels/ops/attention-mix/attention-mix.ts';
import { attentionScores } from '../../../../src/kernels/ops/attention-scores/attention-scores.ts';
import { linear } from '../../../../src/kernels/ops/linear/linear.ts';
import { compareWithReference } from '../../../support/kernels/op-cases.ts';
import { wasmExecutors } from '../../../support/kernels/wasm-executors.ts';

describe('WasmExecutor', () => {
  it('takes the relaxed module where the engine does, and says which it is', async () => {
    const { adapter } = await WasmExecutor.create();
    expect(['WebAssembly, SIMD', 'WebAssembly, relaxed SIMD']).toContain(adapter);
  });

  it('makes and drops a hundred programs in the same memory', async () => {
    const executor = await WasmExecutor.create('simd');
    const { plan } = createOpHarness(linear, { dims: { R: 65, K: 300, N: 400 } }, seededRandom(1));
    (await executor.compile(plan, {})).dispose();
    const before = executor.memoryBytes;
    for (let i = 0; i < 100; i++) (await executor.compile(plan, {})).dispose();
    expect(executor.memoryBytes).toBe(before);
    expect(executor.usage).toEqual({ bytes: 0, buffers: 0, pipelines: 0 });
  });

  it('goes on with programs made before the memory grew', async () => {
    const executor = await WasmExecutor.create('simd');
    const { plan, inputData, results } = createOpHarness(
      linear,
      { dims: { R: 3, K: 5, N: 7 } },
      seededRandom(1),
    );
    const program = await executor.compile(plan, {});
    for (const [tensor, numbers] of inputData) program.write(tensor, numbers);
    program.run();
    const early = await program.read(results[0]);
    const before = executor.memoryBytes;
    executor.allocate('something large', 2 ** 22);
    expect(executor.memoryBytes).toBeGreaterThan(before);
    program.run();
    expect(await program.read(results[0])).toEqual(early);
  });

  it('frees a storage once, however often it is disposed of, and refuses it afterwards', async () => {
    const executor = await WasmExecutor.create('simd');
    const storage = executor.allocate('weights', 100);
    storage.dispose();
    storage.dispose();
    expect(executor.usage.buffers).toBe(0);
    expect(() => storage.write(0, new Float32Array(1))).toThrow('weights: it has been disposed of');
  });

  it('refuses words outside a storage', async () => {
    const executor = await WasmExecutor.create('simd');
    const storage = executor.allocate('weights', 100);
    expect(() => storage.write(99, new Float32Array(2))).toThrow('words 99 to 101 are outside its 100');
  });

  it('names the export that a pass asks for in vain', async () => {
    const executor = await WasmExecutor.create('simd');
    const [pass] = linear.forward;
    const odd = { ...linear, forward: [{ ...pass, wasm: { ...pass.wasm, export: 'linear_sideways' } }] };
    const { plan } = createOpHarness(odd as unknown as typeof linear, linear.cases[0], seededRandom(1));
    await expect(executor.compile(plan, {})).rejects.toThrow("no 'linear_sideways'");
    expect(executor.usage.buffers).toBe(0);
  });
});

/** Every product gets more than one block of 512 inner positions or of 128 columns, and a multiple of a tile in none. */
const multiBlockCases: [Op, Case][] = [
  [linear, { dims: { R: 517, K: 131, N: 5 } }],
  [linear, { dims: { R: 5, K: 517, N: 131 } }],
  [linear, { dims: { R: 5, K: 131, N: 517 } }],
  [attentionScores, { dims: { B: 1, T: 517, H: 1, D: 5 }, attributes: { scale: 0.5, causal: true } }],
  [attentionMix, { dims: { B: 1, T: 517, H: 1, D: 5 }, attributes: { causal: true } }],
];

describe.each(wasmExecutors)('%s', (_, executor) => {
  it.each(multiBlockCases.map(([op, at]) => ({ op, at, sizes: JSON.stringify(at.dims) })))(
    'computes $op.name $sizes in several blocks',
    async ({ op, at: testCase }) => {
      const wrong = await compareWithReference(executor, { title: op.name, op, testCase, accumulate: true });
      expect(wrong).toBeUndefined();
    },
  );

  it('computes the same bits every time', async () => {
    const bits = async () => {
      const results = await runOpHarness(
        executor,
        createOpHarness(linear, { dims: { R: 63, K: 64, N: 65 } }, seededRandom(1)),
      );
      return [...results.values()].map((numbers) => Buffer.from(numbers.buffer).toString('hex'));
    };
    expect(await bits()).toEqual(await bits());
  });
});
