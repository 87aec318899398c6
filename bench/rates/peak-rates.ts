// Peak rates of an adapter or CPU thread: multiply-adds and copies, as extra ops on the engine's executor.

import type { Executor } from '../../src/kernels/backends/executor.ts';
import { Graph } from '../../src/kernels/graph/graph.ts';
import { plan } from '../../src/kernels/graph/plan.ts';
import { type Constants, defineOp, type Op, type Tensors, workgroupCount } from '../../src/kernels/op.ts';
import { f32 } from '../../src/kernels/shape.ts';
import copyWgsl from './copy.wgsl?raw';
import multiplyAddWgsl from './multiply-add.wgsl?raw';

export interface PeakRates {
  /** 10⁹ floating point operations a second; a multiply-add counts as two. */
  readonly fmaGflops: number;
  /** 10⁹ bytes a second, read and written. */
  readonly copyGBs: number;
}

const THREADS = 64 * 256;
const WORDS = 1 << 22;
/** Independent chains of vectors in both kernels: a CPU without fused multiply-add needs more of them. */
const CHAINS = { webgpu: 8, wasm: 12, reference: 0 };

const multiplyAdd = defineOp({
  name: 'bench-multiply-add',
  inputs: { x: f32('N') },
  outputs: { result: f32('N') },
  forward: [
    {
      name: 'forward',
      reads: [],
      writes: ['result'],
      variants: [
        { name: 'registers', wgsl: multiplyAddWgsl, workgroups: ({ N }: Constants) => workgroupCount(N, 64) },
      ],
      wasm: { export: 'multiply_adds', args: ['result', 'N', 'ROUNDS'] },
      reference: () => {},
      flops: ({ N, ROUNDS }: Constants) => N * ROUNDS * CHAINS.webgpu * 4 * 2,
    },
  ],
  backward: 'none',
  cases: [{ dims: { N: THREADS } }],
});

const copy = defineOp({
  name: 'bench-copy',
  inputs: { source: f32('N') },
  outputs: { result: f32('N') },
  forward: [
    {
      name: 'forward',
      reads: ['source'],
      writes: ['result'],
      variants: [
        { name: 'vectors', wgsl: copyWgsl, workgroups: ({ N }: Constants) => workgroupCount(N / 4, 64) },
      ],
      wasm: { export: 'copy', args: ['source', 'result', 'N'] },
      reference: ({ source, result }: Tensors) => result.set(source),
      flops: ({ N }: Constants) => N,
    },
  ],
  backward: 'none',
  cases: [{ dims: { N: WORDS } }],
});

/** Takes about a second. */
export async function measurePeakRates(executor: Executor): Promise<PeakRates> {
  // Doubles the rounds until a dispatch outweighs its synchronization, but stays short enough for a responsive screen;
  // the CPU has no synchronization, and short runs are interrupted less often.
  const longEnough = executor.backend === 'webgpu' ? 0.02 : 0.001;
  let rounds = 4;
  let seconds = 0;
  do {
    rounds *= 2;
    seconds = await minSeconds(executor, multiplyAdd, THREADS, { ROUNDS: rounds });
  } while (seconds < longEnough && rounds < 1 << 16);
  return {
    fmaGflops: (THREADS * rounds * CHAINS[executor.backend] * 4 * 2) / seconds / 1e9,
    copyGBs: (2 * 4 * WORDS) / (await minSeconds(executor, copy, WORDS, {})) / 1e9,
  };
}

/** Minimum over a quarter second of short synchronized runs: other load only slows them down. */
async function minSeconds(executor: Executor, op: Op, N: number, attributes: Record<string, number>) {
  const graph = new Graph();
  const role = Object.keys(op.inputs)[0];
  graph.apply(op, { [role]: graph.input(role, [N]) }, { name: 'result', attributes });
  const program = await executor.compile(plan({ graph, layout: { length: 0, offsets: new Map() } }), {});
  program.run();
  await executor.idle();
  let least = Number.POSITIVE_INFINITY;
  const end = performance.now() + 250;
  while (performance.now() < end) {
    const begin = performance.now();
    program.run();
    await executor.idle();
    least = Math.min(least, performance.now() - begin);
  }
  program.dispose();
  return least / 1000;
}
