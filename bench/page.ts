// Browser page of the bench: the command line opens it and runs one case after another.

import { type StartedEngine, startEngine } from '../src/workers/session/engine/start-engine.ts';
import { type BenchResult, runCase } from './bench-case.ts';
import { type Dimension, measureScaling, type ScalingResult } from './scaling.ts';

declare global {
  interface Window {
    runBenchCase(backend: 'webgpu' | 'cpu', name: string, seconds: number): Promise<BenchResult>;
    measureScaling(
      letters: readonly Dimension[],
      backend: 'webgpu' | 'cpu',
      seconds: number,
    ): Promise<ScalingResult>;
  }
}

window.runBenchCase = (backend, name, seconds) =>
  withEngine(backend, (started) => runCase(started, name, { seconds, host: 'browser' }));

window.measureScaling = (letters, backend, seconds) =>
  withEngine(backend, (started) => measureScaling(started, { letters, seconds, host: 'browser' }));

async function withEngine<Result>(
  backend: 'webgpu' | 'cpu',
  use: (started: StartedEngine) => Promise<Result>,
): Promise<Result> {
  const started = await startEngine(navigator.gpu, { backend });
  try {
    return await use(started);
  } finally {
    started.executor.dispose();
  }
}
