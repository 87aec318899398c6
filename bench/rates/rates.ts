// What an adapter can do at most: multiply-adds and copies, measured by ops of the bench's own on the engine's executor.

import type { Executor } from '../../src/kernels/executor.ts';
import { Graph } from '../../src/kernels/graph/graph.ts';
import { plan } from '../../src/kernels/graph/plan.ts';
import { type Constants, defineOp, type Op, spread, type Tensors } from '../../src/kernels/op.ts';
import { f32 } from '../../src/kernels/shape.ts';
import copyWgsl from './copy.wgsl?raw';
import multiplyAddWgsl from './multiply-add.wgsl?raw';

export interface Rates {
  /** 10⁹ floating point operations a second; a multiply-add counts as two. */
  readonly fmaGflops: number;
  /** 10⁹ bytes a second, read and written. */
  readonly copyGBs: number;
}

const THREADS = 64 * 256;
const WORDS = 1 << 22;
const OPERATIONS_A_ROUND = 8 * 4 * 2;

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
        { name: 'registers', wgsl: multiplyAddWgsl, workgroups: ({ N }: Constants) => spread(N, 64) },
      ],
      wasm: { export: '', args: [] },
      reference: () => {},
      flops: ({ N, ROUNDS }: Constants) => N * ROUNDS * OPERATIONS_A_ROUND,
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
      variants: [{ name: 'vectors', wgsl: copyWgsl, workgroups: ({ N }: Constants) => spread(N / 4, 64) }],
      wasm: { export: '', args: [] },
      reference: ({ source, result }: Tensors) => result.set(source),
      flops: ({ N }: Constants) => N,
    },
  ],
  backward: 'none',
  cases: [{ dims: { N: WORDS } }],
});

/** On a WebGPU executor; takes about a second. */
export async function measureRates(executor: Executor): Promise<Rates> {
  // Rounds are doubled until one dispatch takes long enough for a clock, and no longer than a screen can wait.
  let rounds = 64;
  let seconds = 0;
  do {
    rounds *= 2;
    seconds = await leastSeconds(executor, multiplyAdd, THREADS, { ROUNDS: rounds });
  } while (seconds < 0.02 && rounds < 1 << 16);
  return {
    fmaGflops: (THREADS * rounds * OPERATIONS_A_ROUND) / seconds / 1e9,
    copyGBs: (2 * 4 * WORDS) / (await leastSeconds(executor, copy, WORDS, {})) / 1e9,
  };
}

/** The least of a few runs, each waited for. */
async function leastSeconds(executor: Executor, op: Op, N: number, attributes: Record<string, number>) {
  const graph = new Graph();
  const role = Object.keys(op.inputs)[0];
  graph.apply(op, { [role]: graph.input(role, [N]) }, { name: 'result', attributes });
  const program = await executor.compile(plan({ graph, layout: { length: 0, offsets: new Map() } }), {});
  program.run();
  await executor.idle();
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    const begin = performance.now();
    program.run();
    await executor.idle();
    least = Math.min(least, performance.now() - begin);
  }
  program.dispose();
  return least / 1000;
}
