// The two models that every benchmark trains.

import type { ModelConfig } from '../architecture/config.ts';

export interface BenchmarkConfig extends ModelConfig {
  /** Batch size. */
  readonly B: number;
}

const common = { activation: 'gelu', tied: true, initStd: 0.02 } as const;

export const BENCHMARK_CONFIGS: Readonly<Record<string, BenchmarkConfig>> = {
  small: { ...common, L: 2, H: 2, C: 64, T: 32, B: 16, V: 128, mlpWidth: 256 },
  middle: { ...common, L: 4, H: 4, C: 128, T: 64, B: 16, V: 256, mlpWidth: 512 },
};
