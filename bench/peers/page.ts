// The contenders in a browser: the command opens this page afresh for each of them.

import { benchCase } from '../case.ts';
import { median, timed } from '../training.ts';
import { jax } from './jax.ts';
import { ours } from './ours.ts';
import { type Contender, type Problem, problemOf } from './problem.ts';
import { tensorflow } from './tensorflow.ts';

const CONTENDERS = {
  'lab, WebGPU': (problem: Problem) => ours('webgpu', problem),
  'lab, WebAssembly': (problem: Problem) => ours('cpu', problem),
  'jax-js, WebGPU': (problem: Problem) => jax('webgpu', problem),
  'jax-js, WebAssembly': (problem: Problem) => jax('wasm', problem),
  'TensorFlow.js, WebGPU': (problem: Problem) => tensorflow('webgpu', problem),
  'TensorFlow.js, CPU': (problem: Problem) => tensorflow('cpu', problem),
} satisfies Record<string, (problem: Problem) => Promise<Contender>>;

export type ContenderName = keyof typeof CONTENDERS;

export interface Contest {
  /** Of the first steps, to be compared with everybody else's. */
  readonly losses: number[];
  readonly tokensPerSecond: number;
  /** Steps the speed is the median of. */
  readonly steps: number;
}

declare global {
  interface Window {
    contend(name: ContenderName, caseName: string, seconds: number): Promise<Contest>;
  }
}

/** Compiling belongs to the first, and some libraries tune in the second. Who is very slow is let off the third. */
const FIRST_STEPS = 3;
const VERY_SLOW = 20_000;

window.contend = async (name, caseName, seconds) => {
  const problem = problemOf(benchCase(caseName));
  const contender = await CONTENDERS[name](problem);
  const losses: number[] = [];
  const begin = performance.now();
  while (losses.length < FIRST_STEPS && (losses.length < 2 || performance.now() - begin < VERY_SLOW)) {
    losses.push(await contender.step());
  }
  const times = await timed(async () => void (await contender.step()), seconds, 1);
  contender.dispose();
  const { B, T } = problem.config;
  return { losses, tokensPerSecond: Math.round((B * T * 1000) / median(times)), steps: times.length };
};
