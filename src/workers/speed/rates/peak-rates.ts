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
import { minTime } from '../passes.ts';
import copyWgsl from './copy.wgsl?raw';
import multiplyAddWgsl from './multiply-add.wgsl?raw';
import sumsWgsl from './sums-of-64.wgsl?raw';

export interface PeakRates {
  /** 10⁹ floating point operations a second; a multiply-add counts as two. */
  readonly fmaGflops: number;
  /** 10⁹ bytes a second, read and written. */
  readonly copyGBs: number;
}

/** Of rates measured before and after the kernels: other load only slows one down. */
export const higherRates = (before: PeakRates, after: PeakRates): PeakRates => ({
  fmaGflops: Math.max(before.fmaGflops, after.fmaGflops),
  copyGBs: Math.max(before.copyGBs, after.copyGBs),
});

/** Threads and rounds of multiply-adds: first the rounds grow, then the threads, until a dispatch takes long enough. */
const THREADS = { least: { webgpu: 1 << 14, wasm: 1 << 8, reference: 1 << 8 }, most: 1 << 21 };
const ROUNDS = { least: 16, most: 1 << 12 };
/** Copied; of a hardware GPU more than its caches hold. */
const WORDS = { hardware: 1 << 25, other: 1 << 22 };
/** Milliseconds of work between two synchronizations, which take up to a millisecond on a GPU. Short runs are interrupted less often. */
const LONG_ENOUGH = { webgpu: 20, wasm: 1, reference: 1 };
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
  cases: [{ dims: { N: THREADS.least.webgpu } }],
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
  cases: [{ dims: { N: WORDS.other } }],
});

/** Numbers of a row. */
const ROW = 64;
/** Rows that are read: 256 MiB, several times what the caches of a processor hold. */
const ROWS = 1 << 20;

function sumsOfRows({ source, result }: Tensors, { K }: Constants): void {
  for (let row = 0; row < result.length; row++) {
    let sum = 0;
    for (let i = row * K; i < (row + 1) * K; i++) sum += source[i];
    result[row] = sum;
  }
}

export const sumRows = defineOp({
  name: 'bench-read',
  inputs: { source: f32('N', 'K') },
  outputs: { result: f32('N') },
  forward: [
    {
      name: 'forward',
      reads: ['source'],
      writes: ['result'],
      variants: [{ name: 'rows', wgsl: sumsWgsl, workgroups: ({ N }: Constants) => workgroupCount(N, 64) }],
      wasm: {
        export: 'sums_of_64',
        args: ['source', 'result'],
        split: { items: ({ N }: Constants) => N },
      },
      reference: sumsOfRows,
      flops: ({ N, K }: Constants) => N * K,
    },
  ],
  backward: 'none',
  cases: [{ dims: { N: 65, K: ROW } }],
});

/** 10⁹ bytes a second that the engine reads from memory. */
export async function measureReadRate(executor: Executor): Promise<number> {
  const graph = new Graph();
  graph.apply(sumRows, { source: graph.input('source', [ROWS, ROW]) }, { name: 'result' });
  return (4 * ROWS * ROW) / (await timeGraph(executor, graph, 1)) / 1e6;
}

/** Dispatches in a chain, each of which reads what the one before has written, as in a training step. */
const CHAIN = 256;

/** Microseconds that a further dispatch with next to nothing to compute takes. */
export async function measureDispatchCost(executor: Executor): Promise<number> {
  const chain = (length: number) => {
    const graph = new Graph();
    let source = graph.input('source', [64]);
    for (let i = 0; i < length; i++)
      source = graph.apply(copy, { source }, { name: `copy ${i}`, attributes: {} }).result;
    return timeGraph(executor, graph);
  };
  return (1e3 * Math.max(0, (await chain(CHAIN + 1)) - (await chain(1)))) / CHAIN;
}

/** Takes about half a second, on a fast GPU a second. */
export async function measurePeakRates(executor: Executor): Promise<PeakRates> {
  const { backend, adapterKind, capacity } = executor;
  let threads = THREADS.least[backend];
  let rounds = ROUNDS.least;
  const multiplyAdds = () => singleOp(multiplyAdd, threads, { ROUNDS: rounds });
  while ((await timeGraph(executor, multiplyAdds(), 0, 0)) < LONG_ENOUGH[backend]) {
    if (rounds < ROUNDS.most) rounds *= 4;
    else if (threads < THREADS.most) threads *= 2;
    else break;
  }
  const operations = threads * rounds * CHAINS[backend] * 4 * 2;
  const isLarge = adapterKind === 'hardware' && capacity.maxBufferBytes >= 4 * WORDS.hardware;
  const words = isLarge ? WORDS.hardware : WORDS.other;
  return {
    fmaGflops: operations / (await timeGraph(executor, multiplyAdds())) / 1e6,
    copyGBs: (2 * 4 * words) / (await timeGraph(executor, singleOp(copy, words, {}))) / 1e6,
  };
}

function singleOp(op: Op, N: number, attributes: Record<string, number>): Graph {
  const graph = new Graph();
  const role = Object.keys(op.inputs)[0];
  graph.apply(op, { [role]: graph.input(role, [N]) }, { name: 'result', attributes });
  return graph;
}

/** Milliseconds of a run, minimum over `seconds`. */
async function timeGraph(
  executor: Executor,
  graph: Graph,
  seconds = 0.1,
  longEnough = LONG_ENOUGH[executor.backend],
): Promise<number> {
  const program = await executor.compile(plan({ graph, layout: { length: 0, offsets: new Map() } }), {});
  try {
    return await minTime(executor, () => program.run(), seconds, longEnough);
  } finally {
    program.dispose();
  }
}
