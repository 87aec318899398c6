// Peak rates of an adapter or of the CPU's threads: multiply-adds, copies and dispatches, as extra ops on the engine's executor.

import type { Executor } from '../../../kernels/backends/executor.ts';
import { Graph } from '../../../kernels/graph/graph.ts';
import { plan } from '../../../kernels/graph/plan.ts';
import {
  type Constants,
  defineOp,
  type Op,
  splitElements,
  type Tensors,
  workgroupCount,
} from '../../../kernels/op.ts';
import { f32 } from '../../../kernels/shape.ts';
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
      wasm: {
        export: 'multiply_adds',
        args: ['result', 'ROUNDS'],
        split: { items: ({ N }: Constants) => N },
      },
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
      wasm: { export: 'copy', args: ['source', 'result'], split: splitElements },
      reference: ({ source, result }: Tensors) => result.set(source),
      flops: ({ N }: Constants) => N,
    },
  ],
  backward: 'none',
  cases: [{ dims: { N: WORDS } }],
});

/** Dispatches in a chain, each of which reads what the one before has written, as in a training step. */
const CHAIN = 256;

/** Microseconds that a further dispatch with next to nothing to compute takes. */
export async function measureDispatchCost(executor: Executor): Promise<number> {
  const chain = (length: number) => {
    const graph = new Graph();
    let source = graph.input('source', [64]);
    for (let i = 0; i < length; i++)
      source = graph.apply(copy, { source }, { name: `copy ${i}`, attributes: {} }).result;
    return minSeconds(executor, graph);
  };
  return (1e6 * Math.max(0, (await chain(CHAIN + 1)) - (await chain(1)))) / CHAIN;
}

/** Takes about half a second. */
export async function measurePeakRates(executor: Executor): Promise<PeakRates> {
  // Doubles the rounds until a dispatch outweighs its synchronization, but stays short enough for a responsive screen;
  // the CPU has no synchronization, and short runs are interrupted less often.
  const longEnough = executor.backend === 'webgpu' ? 0.02 : 0.001;
  let rounds = 4;
  let graph: Graph;
  do {
    rounds *= 2;
    graph = singleOp(multiplyAdd, THREADS, { ROUNDS: rounds });
  } while ((await minSeconds(executor, graph, 0)) < longEnough && rounds < 1 << 16);
  const seconds = await minSeconds(executor, graph);
  return {
    fmaGflops: (THREADS * rounds * CHAINS[executor.backend] * 4 * 2) / seconds / 1e9,
    copyGBs: (2 * 4 * WORDS) / (await minSeconds(executor, singleOp(copy, WORDS, {}))) / 1e9,
  };
}

function singleOp(op: Op, N: number, attributes: Record<string, number>): Graph {
  const graph = new Graph();
  const role = Object.keys(op.inputs)[0];
  graph.apply(op, { [role]: graph.input(role, [N]) }, { name: 'result', attributes });
  return graph;
}

/** Minimum over `duration` milliseconds of short synchronized runs: other load only slows them down. */
async function minSeconds(executor: Executor, graph: Graph, duration = 250): Promise<number> {
  const program = await executor.compile(plan({ graph, layout: { length: 0, offsets: new Map() } }), {});
  program.run();
  await executor.idle();
  let least = Number.POSITIVE_INFINITY;
  const end = performance.now() + duration;
  do {
    const begin = performance.now();
    program.run();
    await executor.idle();
    least = Math.min(least, performance.now() - begin);
  } while (performance.now() < end);
  program.dispose();
  return least / 1000;
}
