// Browser page of the comparison: the command opens a new page for each library.

import { median, sampleTimes } from '../../src/workers/speed/training-speed.ts';
import { parseBenchCase } from '../bench-case.ts';
import { jax } from './jax.ts';
import { lab } from './lab.ts';
import { type Contender, createProblem, type Problem } from './problem.ts';
import { tensorflow } from './tensorflow.ts';

const CONTENDERS = {
  'lab, WebGPU': (problem: Problem) => lab('webgpu', problem),
  'lab, WebAssembly': (problem: Problem) => lab('cpu', problem),
  'jax-js, WebGPU': (problem: Problem) => jax('webgpu', problem),
  'jax-js, WebAssembly': (problem: Problem) => jax('wasm', problem),
  'TensorFlow.js, WebGPU': (problem: Problem) => tensorflow('webgpu', problem),
  'TensorFlow.js, CPU': (problem: Problem) => tensorflow('cpu', problem),
} satisfies Record<string, (problem: Problem) => Promise<Contender>>;

export type ContenderName = keyof typeof CONTENDERS;

export interface ContenderResult {
  /** Losses of the first steps, compared between libraries. */
  readonly losses: number[];
  readonly tokensPerSecond: number;
  /** Number of timed steps. */
  readonly steps: number;
}

declare global {
  interface Window {
    runContender(name: ContenderName, caseName: string, seconds: number): Promise<ContenderResult>;
  }
}

/** Warm-up steps: the first compiles, in the second some libraries tune. Very slow libraries skip the third. */
const WARM_UP_STEPS = 3;
const SLOW_WARM_UP_MS = 20_000;

window.runContender = async (name, caseName, seconds) => {
  const problem = createProblem(parseBenchCase(caseName));
  const contender = await CONTENDERS[name](problem);
  const losses: number[] = [];
  const begin = performance.now();
  while (
    losses.length < WARM_UP_STEPS &&
    (losses.length < 2 || performance.now() - begin < SLOW_WARM_UP_MS)
  ) {
    losses.push(await contender.step());
  }
  const times = await sampleTimes(async () => void (await contender.step()), seconds, 1);
  contender.dispose();
  const { B, T } = problem.config;
  return { losses, tokensPerSecond: Math.round((B * T * 1000) / median(times)), steps: times.length };
};
