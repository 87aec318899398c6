// Diagnostics: machine, and speed on request, with progress, abort, and no leak.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WasmExecutor } from '../../../../src/kernels/backends/wasm/wasm-executor.ts';
import { BENCHMARK_CONFIGS } from '../../../../src/model/training/benchmark-configs.ts';
import type { LensProgress } from '../../../../src/workers/rpc/api/lab-api.ts';
import { Lab } from '../../../../src/workers/session/lab.ts';

let executor: WasmExecutor;
let lab: Lab;
beforeEach(async () => {
  executor = await WasmExecutor.create();
  const engine = { backend: 'wasm', adapter: executor.adapter, reason: 'No adapter.' } as const;
  lab = new Lab(undefined, async () => ({ executor, engine, details: { vendor: 'nobody' } }));
  await lab.start({ backend: 'auto' });
});
afterEach(() => lab.dispose());

it('reports the engine, its reason, and the details of the adapter', async () => {
  expect(await lab.diagnose({ speed: false })).toMatchObject({
    backend: 'wasm',
    adapter: executor.adapter,
    reason: 'No adapter.',
    details: { vendor: 'nobody' },
    speeds: [],
  });
});

it('measures every case with progress and selected kernels, and frees its memory', async () => {
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (clock += 250)); // the fewest steps take long enough
  const updates: LensProgress[] = [];
  const { speeds } = await lab.diagnose({ speed: true }, (progress) => {
    updates.push(progress);
    return true;
  });
  expect(speeds.map(({ name }) => name)).toEqual(Object.keys(BENCHMARK_CONFIGS));
  for (const { name, tokensPerSecond, steps, variants } of speeds) {
    expect(tokensPerSecond).toBeGreaterThan(0);
    expect(steps).toBeGreaterThanOrEqual(5);
    const { L } = BENCHMARK_CONFIGS[name];
    expect(Object.values(variants['softmax.forward'])).toEqual([L]);
  }
  for (const { done, total } of updates) expect(done).toBeLessThanOrEqual(total);
  expect(executor.usage).toEqual({ bytes: 0, buffers: 0, pipelines: 0 });
});

it('stops between two steps when aborted, and frees its memory', async () => {
  const stopped = lab.diagnose({ speed: true }, ({ done }) => done < 2);
  await expect(stopped).rejects.toThrow('stopped before it finished');
  expect(executor.usage.buffers).toBe(0);
});
