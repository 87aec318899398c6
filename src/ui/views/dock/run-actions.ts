// What the run's main button does in each state, and what the engine is called.

import type { Engine, RunState } from '../../../workers/lab-api.ts';

export interface MainAction {
  action: 'create' | 'train' | 'pause' | 'again';
  label: string;
  /** What it does, where the label alone could be taken for something else. */
  hint?: string;
}

const FRESH = 'Fresh random weights, same settings';

const ACTIONS: Record<RunState, MainAction> = {
  none: { action: 'create', label: 'Train' },
  ready: { action: 'train', label: 'Train' },
  training: { action: 'pause', label: 'Pause' },
  paused: { action: 'train', label: 'Resume' },
  finished: { action: 'again', label: 'Train again', hint: FRESH },
  diverged: { action: 'again', label: 'Start over', hint: FRESH },
};

/** A model that came with the page was not trained here: there is no “again”. */
export const mainAction = (runState: RunState, fromPage: boolean): MainAction =>
  runState === 'finished' && fromPage ? { action: 'again', label: 'Train', hint: FRESH } : ACTIONS[runState];

/** What is to be said of a WebGPU adapter that is no graphics card. */
export const IN_SOFTWARE =
  'This WebGPU adapter is a program that plays a graphics card on the processor. The lab’s own CPU engine is several times faster there.';

/** `['WebGPU', 'Apple M4']`: what it runs on, and whose it is, or how many threads. */
export function engineNames({ backend, adapter, threads = 1 }: Engine): [kind: string, adapter: string] {
  if (backend === 'webgpu') return ['WebGPU', adapter];
  if (backend !== 'wasm') return ['CPU', 'plain JavaScript'];
  return ['CPU', threads > 1 ? `${adapter}, ${threads} threads` : adapter];
}
