// The WebGPU executor: order of operations, memory management, and errors.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Program } from '../../src/kernels/backends/executor.ts';
import { GpuExecutor } from '../../src/kernels/backends/webgpu/gpu-executor.ts';
import { Graph, type Tensor } from '../../src/kernels/graph/graph.ts';
import { type Plan, plan } from '../../src/kernels/graph/plan.ts';
import type { Constants, Op } from '../../src/kernels/op.ts';
import { relu } from '../../src/kernels/ops/relu/relu.ts';
import { sgd } from '../../src/kernels/ops/sgd/sgd.ts';
import { softmax } from '../../src/kernels/ops/softmax/softmax.ts';
import { requestTestDevice } from '../support/kernels/gpu-device.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';

const NO_PARAMETERS = { length: 0, offsets: new Map<string, number>() };
const WORDS = 1000;

let executor: GpuExecutor;
beforeAll(async () => {
  executor = await createTestGpuExecutor();
});
afterAll(() => executor.dispose());

describe('order of operations', () => {
  const { order, x, y } = createReluPlan(WORDS);
  let program: Program;
  beforeAll(async () => {
    program = await executor.compile(order, {});
  });
  afterAll(() => program.dispose());

  test('writes, runs and reads take effect in the order of the calls', async () => {
    const rounds = Array.from({ length: 40 }, (_, n) => n + 1);
    const reads = rounds.map((n) => {
      program.write(x, new Float32Array(WORDS).fill(n));
      program.run();
      return program.read(y);
    });
    const read = await Promise.all(reads);
    expect(read.map((values) => [values[0], values[WORDS - 1]])).toEqual(rounds.map((n) => [n, n]));
  });

  test('reads reuse staging buffers', async () => {
    await program.read(y);
    const before = { ...executor.usage };
    for (let n = 0; n < 20; n++) await program.read(y);
    expect(executor.usage).toEqual(before);
  });

  test('runs only the requested phases', async () => {
    program.write(x, new Float32Array(WORDS).fill(7));
    program.run(['forward']);
    program.write(x, new Float32Array(WORDS).fill(8));
    program.run(['backward', 'optimizer']);
    expect((await program.read(y))[0]).toBe(7);
  });

  test('rejects a write of the wrong length', () => {
    expect(() => program.write(x, new Float32Array(3))).toThrow('x: expected 1000 elements, got 3');
  });

  test('rejects a write of another type', () => {
    expect(() => program.write(x, new Int32Array(WORDS))).toThrow(
      'x: expected a Float32Array, got Int32Array',
    );
  });
});

test('a grid larger than one dimension allows uses two', async () => {
  const length = 65_535 * 64 + 65;
  const { order, x, y } = createReluPlan(length);
  const program = await executor.compile(order, {});
  const numbers = Float32Array.from({ length }, (_, i) => (i % 2 === 0 ? i : -i));
  program.write(x, numbers);
  program.run();
  const read = await program.read(y);
  program.dispose();
  expect(read.findIndex((value, i) => value !== Math.max(0, numbers[i]))).toBe(-1);
});

describe('memory', () => {
  test('a hundred programs leave no resources', async () => {
    const { order, x, y } = createReluPlan(WORDS);
    const before = { ...executor.usage };
    for (let n = 0; n < 100; n++) {
      const program = await executor.compile(order, {});
      program.write(x, new Float32Array(WORDS));
      program.run();
      if (n % 10 === 0) await program.read(y);
      program.dispose();
      program.dispose(); // the second call has no effect
    }
    await executor.idle();
    expect(executor.usage).toEqual(before);
  });

  test('programs share pipelines until the last is disposed', async () => {
    const { order } = createReluPlan(WORDS + 1);
    const before = executor.usage.pipelines;
    const programs = await Promise.all([executor.compile(order, {}), executor.compile(order, {})]);
    expect(executor.usage.pipelines).toBe(before + 1);
    programs[0].dispose();
    expect(executor.usage.pipelines).toBe(before + 1);
    programs[1].dispose();
    expect(executor.usage.pipelines).toBe(before);
  });

  test('counts live buffers and destroys disposed ones', async () => {
    const device = await requestTestDevice();
    const alive = new Set<GPUBuffer>();
    const create = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => {
      const buffer = create(descriptor);
      const destroy = buffer.destroy.bind(buffer);
      buffer.destroy = () => {
        alive.delete(buffer);
        return destroy();
      };
      alive.add(buffer);
      return buffer;
    };
    const counting = new GpuExecutor(device, 'counting');
    const { order, x, y } = createReluPlan(WORDS);
    const storage = counting.allocate('parameters', 256);
    const program = await counting.compile(order, {});
    program.write(x, new Float32Array(WORDS));
    program.run();
    await program.read(y);
    const inUse = alive.size;
    expect(inUse).toBe(counting.usage.buffers);
    storage.dispose();
    program.dispose();
    expect(alive.size).toBe(counting.usage.buffers);
    expect(alive.size).toBeLessThan(inUse);
    counting.dispose();
  });

  test('storages outlive programs and free their memory', async () => {
    const before = { ...executor.usage };
    const storage = executor.allocate('parameters', 256);
    expect(executor.usage).toEqual({ ...before, bytes: before.bytes + 1024, buffers: before.buffers + 1 });
    storage.write(64, Float32Array.of(1, 2, 3));
    expect(await storage.read(63, 5)).toEqual(Float32Array.of(0, 1, 2, 3, 0));
    await expect(storage.read(250, 7)).rejects.toThrow(
      'parameters: words 250 to 257 are out of range (length 256)',
    );
    storage.dispose();
    expect(executor.usage.buffers).toBe(before.buffers);
  });
});

describe('kernels', () => {
  test('a recorded variant runs again, also under a former name; an unknown one falls back to the default', async () => {
    const { order } = createSoftmaxPlan();
    const label = order.steps[0].label;
    for (const [recorded, expected] of [
      ['row-per-workgroup', 'row-per-workgroup'],
      ['row-a-workgroup', 'row-per-workgroup'],
      ['removed-variant', 'row-per-thread'],
    ]) {
      const program = await executor.compile(order, {}, { [label]: recorded });
      expect(program.variants).toEqual({ [label]: expected });
      program.dispose();
    }
  });
});

describe('override constants', () => {
  const wgsl = (declaration: string) => `${declaration}
    override N: u32;
    @group(0) @binding(0) var<storage, read> x: array<f32>;
    @group(0) @binding(1) var<storage, read_write> y: array<f32>;
    @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
      if (id.x < N) { y[id.x] = x[id.x] + f32(value); }
    }`;

  test.each([
    ['override value: u32 = 7;', {}, 7],
    ['override value: u32 = 7;', { value: 0 }, 0],
    ['override value: bool = true;', { value: 0 }, 0],
    ['override value: bool = false;', { value: 1 }, 1],
    ['override value: f32 = 0.5 + 0.5;', { value: 0 }, 0],
  ])('`%s` with %j of the step is %d', async (declaration, constants, expected) => {
    const op = withForwardWgsl(wgsl(declaration), constants);
    const { order, x, y } = createReluPlan(64, op);
    const program = await executor.compile(order, {});
    program.write(x, new Float32Array(64).fill(2));
    program.run();
    expect((await program.read(y))[63]).toBe(2 + expected);
    program.dispose();
  });
});

describe('errors', () => {
  const disposables: GpuExecutor[] = [];
  afterEach(() => {
    for (const one of disposables.splice(0)) one.dispose();
  });
  /** An executor with the default limits, on a device that a test may break. */
  async function smallExecutor(): Promise<{ device: GPUDevice; small: GpuExecutor }> {
    const device = await requestTestDevice();
    const small = new GpuExecutor(device, 'test');
    disposables.push(small);
    return { device, small };
  }

  test.each([
    ['syntax', '@compute @workgroup_size(64) fn main( {}', 'invalid WGSL'],
    ['an unknown constant', 'override M: u32; @compute @workgroup_size(64) fn main() {}', "constant 'M'"],
    [
      'an unknown variable',
      '@group(0) @binding(0) var<storage, read> z: array<f32>; @compute @workgroup_size(64) fn main() { _ = z[0]; }',
      "'z' is not a role of the pass",
    ],
    ['a workgroup too large', '@compute @workgroup_size(64, 64) fn main() {}', 'pipeline creation failed'],
  ])('in WGSL (%s) reject with the step label and release all resources', async (_, wgsl, message) => {
    const before = { ...executor.usage };
    const broken = createReluPlan(WORDS, withForwardWgsl(wgsl));
    const compiling = executor.compile(broken.order, {});
    await expect(compiling).rejects.toThrow(/^relu\.forward \/ y: /);
    await expect(compiling).rejects.toThrow(message);
    expect(executor.usage).toEqual(before);
    await executor.idle();
  });

  test('rejects a tensor beyond the limits, with sizes', async () => {
    const { small } = await smallExecutor();
    const before = { ...small.usage };
    await expect(small.compile(createReluPlan(40e6).order, {})).rejects.toThrow(
      "x: 153 MiB exceed this adapter's binding limit of 128 MiB",
    );
    expect(() => small.allocate('parameters', 80e6)).toThrow(
      "parameters: 305 MiB exceed this adapter's buffer limit of 256 MiB",
    );
    expect(small.usage).toEqual(before);
  });

  test('a validation error of a dispatch rejects the next read', async () => {
    const { small } = await smallExecutor();
    const graph = new Graph();
    const both = graph.shared('parameters', 64);
    const factor = graph.input('factor', [1]);
    const step = graph.scalars('step', ['learning_rate', 'momentum']);
    const velocity = graph.input('velocity', [64]);
    // WebGPU forbids reading and writing the same buffer in one dispatch.
    graph.apply(sgd, { parameters: both, gradients: both, velocity, factor, step }, { name: 'sgd' });
    const parameters = small.allocate('parameters', 64);
    const program = await small.compile(plan({ graph, layout: NO_PARAMETERS }), { parameters });
    program.run();
    await expect(program.read(velocity)).rejects.toThrow(/WebGPU error: .*writable usage.*sgd\.update/s);
  });

  test('a lost device resolves `lost` and rejects pending and later calls', async () => {
    const { device, small } = await smallExecutor();
    const { order, y } = createReluPlan(WORDS);
    const program = await small.compile(order, {});
    program.run();
    const reading = program.read(y);
    device.destroy();
    await expect(reading).rejects.toThrow();
    expect(await small.lost).toMatch(/^The GPU device was lost: /);
    await expect(program.read(y)).rejects.toThrow('The GPU device was lost');
    await expect(small.compile(order, {})).rejects.toThrow('The GPU device was lost');
    await expect(small.idle()).rejects.toThrow('The GPU device was lost');
  });

  test('disposing of an executor does not resolve `lost`', async () => {
    const { device, small } = await smallExecutor();
    disposables.pop();
    const { order, y } = createReluPlan(WORDS);
    const program = await small.compile(order, {});
    let lost = false;
    small.lost.then(() => {
      lost = true;
    });
    small.dispose();
    await device.lost;
    await expect(program.read(y)).rejects.toThrow('has been disposed');
    expect(lost).toBe(false);
  });

  test('rejects a missing shared storage', async () => {
    const { small } = await smallExecutor();
    const graph = new Graph();
    const x = graph.shared('parameters', 64);
    graph.apply(relu, { x }, { name: 'y' });
    await expect(small.compile(plan({ graph, layout: NO_PARAMETERS }), {})).rejects.toThrow(
      "the shared storage 'parameters' is missing",
    );
  });
});

function createReluPlan(length: number, op: Op = relu): { order: Plan; x: Tensor; y: Tensor } {
  const graph = new Graph();
  const x = graph.input('x', [length]);
  const { y } = graph.apply(op, { x }, { name: 'y' });
  return { order: plan({ graph, layout: NO_PARAMETERS }), x, y };
}

function createSoftmaxPlan(): { order: Plan } {
  const graph = new Graph();
  graph.apply(softmax, { x: graph.input('x', [3, 5]) }, { name: 'p' });
  return { order: plan({ graph, layout: NO_PARAMETERS }) };
}

/** relu with other WGSL, and more constants. */
function withForwardWgsl(wgsl: string, constants: Constants = {}): Op {
  const [forward] = relu.forward;
  const variants = [{ ...forward.variants[0], name: 'other', wgsl }] as const;
  return { ...relu, forward: [{ ...forward, variants, constants: () => constants }] };
}
