// What the run's main button does in each state, and what the engine is called.

import type { Engine, RunState } from '../../../../workers/rpc/api/lab-api.ts';

export interface MainAction {
  action: 'create' | 'train' | 'pause' | 'retrain';
  label: string;
  /** What it does, where the label alone could be taken for something else. */
  hint?: string;
}

const FRESH_WEIGHTS_HINT = 'Fresh random weights, same settings';

const MAIN_ACTIONS: Record<RunState, MainAction> = {
  none: { action: 'create', label: 'Train' },
  ready: { action: 'train', label: 'Train' },
  training: { action: 'pause', label: 'Pause' },
  paused: { action: 'train', label: 'Resume' },
  finished: { action: 'retrain', label: 'Train again', hint: FRESH_WEIGHTS_HINT },
  diverged: { action: 'retrain', label: 'Start over', hint: FRESH_WEIGHTS_HINT },
};

/** A model that came with the page was not trained here: there is no “again”. */
export const mainAction = (runState: RunState, isBundled: boolean): MainAction =>
  runState === 'finished' && isBundled
    ? { action: 'retrain', label: 'Train', hint: FRESH_WEIGHTS_HINT }
    : MAIN_ACTIONS[runState];

/** What is to be said of a WebGPU adapter that is no graphics card. */
export const SOFTWARE_ADAPTER_NOTE =
  'This WebGPU adapter is a program that plays a graphics card on the processor. The lab’s own CPU engine is several times faster there.';

/** `['WebGPU', 'Apple M4']`: what it runs on, and whose it is, or how many threads. */
export function engineNames({ backend, adapter, threads = 1 }: Engine): [kind: string, adapter: string] {
  if (backend === 'webgpu') return ['WebGPU', adapter];
  if (backend !== 'wasm') return ['CPU', 'plain JavaScript'];
  return ['CPU', threads > 1 ? `${adapter}, ${threads} threads` : adapter];
}
