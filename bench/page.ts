// The bench in a browser: the command line opens this page and asks it for one case after another.

import { type StartedEngine, startEngine } from '../src/workers/engine.ts';
import { type BenchResult, runCase } from './case.ts';
import { type Growth, type Letter, measureGrowth } from './growth.ts';

declare global {
  interface Window {
    bench(backend: 'webgpu' | 'cpu', name: string, seconds: number): Promise<BenchResult>;
    grow(letters: readonly Letter[], backend: 'webgpu' | 'cpu', seconds: number): Promise<Growth>;
  }
}

window.bench = (backend, name, seconds) =>
  withEngine(backend, (started) => runCase(started, name, { seconds, host: 'browser' }));

window.grow = (letters, backend, seconds) =>
  withEngine(backend, (started) => measureGrowth(started, { letters, seconds, host: 'browser' }));

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
