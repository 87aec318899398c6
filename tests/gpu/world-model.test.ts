// The bundled model of the world on WebGPU: the measures that the CPU computes, which are those of the manifest
// (tests/model/files/shipped-models.test.ts). On a part of the probes, because a software adapter takes a minute for all,
// which tests/long/world.test.ts has.

import { expect, it } from 'vitest';
import { WasmExecutor } from '../../src/kernels/backends/wasm/wasm-executor.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';
import { worldMeasuresOn } from '../support/model/world-measures.ts';

/** Every eighth probe. */
const STRIDE = 8;

it('has the measures that the CPU computes', async () => {
  const onGpu = await worldMeasuresOn(await createTestGpuExecutor(), STRIDE);
  const onCpu = await worldMeasuresOn(await WasmExecutor.create(), STRIDE);
  expect(onGpu.length).toBeGreaterThan(4);
  expect(onGpu.map(({ name, count }) => [name, count])).toEqual(
    onCpu.map(({ name, count }) => [name, count]),
  );
  for (const [i, { name, value, heldOut, heads }] of onGpu.entries()) {
    expect(value, name).toBeCloseTo(onCpu[i].value, 3);
    expect(heldOut ?? 0, name).toBeCloseTo(onCpu[i].heldOut ?? 0, 3);
    for (const [at, score] of heads?.flat().entries() ?? [])
      expect(score, name).toBeCloseTo(onCpu[i].heads?.flat()[at] ?? Number.NaN, 3);
  }
});
