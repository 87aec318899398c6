// Cost of a token as the model grows: doubles one size at a time.

import { BENCHMARK_CONFIGS, type BenchmarkConfig } from '../src/model/training/benchmark-configs.ts';
import type { StartedEngine } from '../src/workers/session/engine/start-engine.ts';
import { requireThreads, useAllThreads } from '../src/workers/speed/measured-threads.ts';
import { timeSteps } from '../src/workers/speed/training-speed.ts';
import { engineLabel } from './bench-case.ts';

export interface ScalingPoint {
  readonly letter: Dimension;
  readonly value: number;
  readonly microsecondsPerToken: number;
  /** Thousands of floating point operations, as declared by the kernels of a step. */
  readonly kiloOperationsPerToken: number;
}

export interface ScalingResult {
  readonly adapter: string;
  readonly host: 'node' | 'browser';
  /** Of the CPU engine. */
  readonly threads?: number;
  readonly points: readonly ScalingPoint[];
}

export const DIMENSIONS = ['C', 'L', 'T', 'B', 'V'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Half the batch of the small case, so that it can be doubled. */
const BASE: BenchmarkConfig = { ...BENCHMARK_CONFIGS.small, B: 8 };

const VALUES: Readonly<Record<Dimension, readonly number[]>> = {
  C: [32, 64, 128, 256, 512],
  L: [1, 2, 4, 8],
  T: [16, 32, 64, 128, 256],
  B: [1, 2, 4, 8, 16, 32],
  V: [64, 128, 256, 512, 1024],
};

/** Measures each size for about `seconds`, without compilation; two heads, MLP width 4C. */
export async function measureScaling(
  started: StartedEngine,
  {
    letters: dimensions,
    seconds,
    host,
  }: { letters: readonly Dimension[]; seconds: number; host: ScalingResult['host'] },
): Promise<ScalingResult> {
  const { executor, engine } = started;
  const { adapter, threads = 1 } = engine;
  await useAllThreads(started);
  const points: ScalingPoint[] = [];
  for (const dimension of dimensions) {
    for (const value of VALUES[dimension]) {
      const sizes = { ...BASE, [dimension]: value };
      const config = { ...sizes, mlpWidth: 4 * sizes.C };
      const { milliseconds, operations } = await timeSteps(executor, config, seconds);
      const tokens = config.B * config.T;
      points.push({
        letter: dimension,
        value,
        microsecondsPerToken: (1000 * milliseconds) / tokens,
        kiloOperationsPerToken: operations / 1000 / tokens,
      });
    }
  }
  await requireThreads(started, threads);
  return { adapter, host, ...(executor.backend !== 'webgpu' && { threads }), points };
}

/** A Markdown table; a “bend” is a size at which time and operations per token grow by different factors. */
export function formatScalingTable({ adapter, host, threads, points }: ScalingResult): string {
  const { L, H, C, T, B, V } = BASE;
  const lines = points.map((point, i) => {
    const { letter, value, microsecondsPerToken, kiloOperationsPerToken } = point;
    const before = points[i - 1]?.letter === letter ? points[i - 1] : undefined;
    const factor = (of: (each: ScalingPoint) => number) =>
      before ? `× ${(of(point) / of(before)).toFixed(2)}` : '';
    const gigaflops = kiloOperationsPerToken / microsecondsPerToken;
    const columns = [
      `${letter} ${value}`,
      microsecondsPerToken.toFixed(1),
      factor((each) => each.microsecondsPerToken),
      factor((each) => each.kiloOperationsPerToken),
      gigaflops.toFixed(1),
    ];
    return `| ${columns.join(' | ')} |`;
  });
  return `
${engineLabel({ adapter, threads })}, ${host}, beside L${L} H${H} C${C} T${T} B${B} V${V}

| size | µs a token | doubling | its operations | GFLOP/s |
|---|---|---|---|---|
${lines.join('\n')}
`;
}
