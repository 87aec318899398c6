// The lab on a real adapter: reproducibility, the self-test at start-up, and recovery of a lost device.

import { afterEach, expect, it } from 'vitest';
import { readCheckpoint } from '../../src/model/files/checkpoint.ts';
import { Run } from '../../src/model/training/run.ts';
import { planRun } from '../../src/model/training/run-plan.ts';
import { trainingMemory } from '../../src/model/training/training-memory.ts';
import type { StartedEngine } from '../../src/workers/session/engine/start-engine.ts';
import { startEngine } from '../../src/workers/session/engine/start-engine.ts';
import { Lab } from '../../src/workers/session/lab.ts';
import { requestTestAdapter } from '../support/kernels/gpu-device.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';
import { tinyRun } from '../support/model/tiny-model.ts';
import { type RecordedEvent, recordEvents } from '../support/workers/lab-fixtures.ts';

const disposables: { dispose(): unknown }[] = [];
afterEach(async () => {
  for (const one of disposables.splice(0)) await one.dispose();
});

/** A GPU that calls `onDevice` with each new device. */
async function gpuWithDevice(onDevice: (device: GPUDevice) => void): Promise<GPU> {
  const adapter = await requestTestAdapter();
  const request = adapter.requestDevice.bind(adapter);
  adapter.requestDevice = async (descriptor) => {
    const device = await request(descriptor);
    onDevice(device);
    return device;
  };
  return { requestAdapter: async () => adapter } as unknown as GPU;
}

/** Simulates a driver whose softmax omits the subtraction of the maximum: correct for small scores only. */
function breakSoftmax(device: GPUDevice): void {
  const create = device.createShaderModule.bind(device);
  device.createShaderModule = (descriptor) =>
    create({
      ...descriptor,
      code: descriptor.code.replace(/let e = exp\((.*) - highest\)/, 'let e = exp($1 - 0.0 * highest)'),
    });
}

async function trackEngine(startup: Promise<StartedEngine>): Promise<StartedEngine> {
  const engine = await startup;
  disposables.push(engine.executor);
  return engine;
}

it('an adapter that passes the self-test is used; a software adapter is reported as such', async () => {
  const { engine } = await trackEngine(startEngine(await gpuWithDevice(() => {}), { backend: 'auto' }));
  const { isFallbackAdapter } = (await requestTestAdapter()).info;
  expect(engine).toEqual({
    backend: 'webgpu',
    adapter: expect.any(String),
    inSoftware: isFallbackAdapter || undefined,
  });
});

it('an adapter with a wrong kernel is rejected: the CPU computes, and the reason names the kernel', async () => {
  const { engine } = await trackEngine(startEngine(await gpuWithDevice(breakSoftmax), { backend: 'auto' }));
  expect(engine.backend).toBe('wasm');
  expect(engine.reason).toContain('softmax');
  await expect(startEngine(await gpuWithDevice(breakSoftmax), { backend: 'webgpu' })).rejects.toThrow(
    'softmax',
  );
});

it('the same seed gives bitwise equal losses', async () => {
  const losses = async () => {
    const executor = await createTestGpuExecutor();
    disposables.push(executor);
    const run = await Run.create(executor, planRun(tinyRun()));
    const results: number[] = [];
    for (let step = 0; step < 5; step++) results.push((await run.train()).loss);
    run.dispose();
    return results;
  };
  expect(await losses()).toEqual(await losses());
});

it('a hundred models leave no resources', async () => {
  const executor = await createTestGpuExecutor();
  disposables.push(executor);
  const empty = executor.usage.bytes;
  const plan = planRun(tinyRun());
  // The first run stays alive, so that the pipelines are compiled once.
  const first = await Run.create(executor, plan);
  // Beside the estimated memory: at most one uniform slot or table of a batch per dispatch.
  const { total } = trainingMemory(plan.config, plan.training, executor);
  const uniformBytes = executor.usage.bytes - empty - total;
  expect(uniformBytes % 256).toBe(0);
  expect(uniformBytes / 256).toBeGreaterThanOrEqual(0);
  expect(uniformBytes / 256).toBeLessThanOrEqual(Object.keys(first.variants).length);
  await first.train();
  const before = { ...executor.usage };
  for (let i = 0; i < 100; i++) {
    const run = await Run.create(executor, planRun(tinyRun({ seed: i })));
    await run.train();
    run.dispose();
  }
  expect(executor.usage).toEqual(before);
  first.dispose();
  expect(executor.usage.pipelines).toBe(0);
});

it('a device destroyed during training is requested again, and training resumes bit for bit', async () => {
  const devices: GPUDevice[] = [];
  const gpu = {
    requestAdapter: async () => (await gpuWithDevice((made) => devices.push(made))).requestAdapter(),
  } as unknown as GPU;
  const lab = new Lab(gpu);
  disposables.push(lab);
  const events: RecordedEvent[] = [];
  await lab.start({ backend: 'webgpu' });
  await lab.transformer.create(tinyRun());
  await lab.transformer.train();
  const uninterrupted = readCheckpoint(await lab.transformer.save({ optimizer: true }));

  await lab.transformer.create(tinyRun());
  await lab.transformer.step();
  await lab.runs.flush();
  await recordEvents(lab, events);
  const training = lab.transformer.train();
  devices[0].destroy();
  await training;
  await expect
    .poll(() => events.at(-1), { timeout: 60_000 })
    .toMatchObject({ type: 'state', state: 'finished' });
  expect(devices).toHaveLength(2);
  expect(events).toContainEqual({
    type: 'notice',
    message: expect.stringContaining('It was restarted.'),
  });
  expect(events.findLast((event) => event.type === 'engine')).toMatchObject({
    engine: { backend: 'webgpu' },
  });
  const recovered = readCheckpoint(await lab.transformer.save({ optimizer: true }));
  expect(recovered.weights).toEqual(uninterrupted.weights);
  expect(recovered.moments).toEqual(uninterrupted.moments);
});

it('after the loss of the only device the CPU continues with the same model and reports it', async () => {
  let device: GPUDevice | undefined;
  const lab = new Lab(await gpuWithDevice((made) => (device = made)));
  disposables.push(lab);
  const events: RecordedEvent[] = [];
  await lab.start({ backend: 'webgpu' });
  await lab.transformer.create(tinyRun());
  await lab.transformer.step();
  await lab.runs.flush();
  await recordEvents(lab, events);

  device?.destroy();
  await expect
    .poll(() => events.at(-1), { timeout: 20_000 })
    .toMatchObject({
      type: 'state',
      state: 'paused',
      message: expect.stringContaining('The CPU is used instead. Training continues from step 1.'),
    });
  const engine = events.findLast((event) => event.type === 'engine');
  expect(engine).toMatchObject({ engine: { backend: 'wasm', reason: expect.stringContaining('CPU') } });
  await lab.transformer.step();
  expect((await lab.transformer.inspect({ text: 'a', names: [] })).step).toBe(2);
});
