// The bench in a browser: the command line opens this page and asks it for one case after another.

import { startEngine } from '../src/workers/engine.ts';
import { type BenchResult, runCase } from './case.ts';

declare global {
  interface Window {
    bench(backend: 'webgpu' | 'cpu', name: string, seconds: number): Promise<BenchResult>;
  }
}

window.bench = async (backend, name, seconds) => {
  const started = await startEngine(navigator.gpu, { backend });
  try {
    return await runCase(started, name, { seconds, host: 'browser' });
  } finally {
    started.executor.dispose();
  }
};
