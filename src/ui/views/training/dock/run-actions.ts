// The main run button in each state, and display names of the engine.

import { msg, str } from '@lit/localize';
import type { Engine, RunState } from '../../../../workers/rpc/api/lab-api.ts';

export interface MainAction {
  action: 'create' | 'train' | 'pause' | 'retrain';
  label: string;
  /** Tooltip where the label is ambiguous. */
  hint?: string;
}

export const FRESH_WEIGHTS_HINT = msg('New random weights, same settings');

const MAIN_ACTIONS: Record<RunState, MainAction> = {
  none: { action: 'create', label: msg('Train') },
  ready: { action: 'train', label: msg('Train') },
  training: { action: 'pause', label: msg('Pause') },
  paused: { action: 'train', label: msg('Resume') },
  finished: { action: 'retrain', label: msg('Train again'), hint: FRESH_WEIGHTS_HINT },
  diverged: { action: 'retrain', label: msg('Start over'), hint: FRESH_WEIGHTS_HINT },
};

/** A bundled model was not trained here, so its button is “Train” rather than “Train again”. */
export const mainAction = (runState: RunState, isBundled: boolean): MainAction =>
  runState === 'finished' && isBundled
    ? { action: 'retrain', label: msg('Train'), hint: FRESH_WEIGHTS_HINT }
    : MAIN_ACTIONS[runState];

export const SOFTWARE_ADAPTER_NOTE = msg(
  'This WebGPU adapter emulates a GPU in software. The CPU engine is several times faster on this device.',
);

/** `['WebGPU', 'Apple M4']`: backend and adapter, on a CPU with the number of threads. */
export function engineNames({ backend, adapter, threads = 1 }: Engine): [kind: string, adapter: string] {
  if (backend === 'webgpu') return ['WebGPU', adapter];
  if (backend !== 'wasm') return ['CPU', msg('plain JavaScript')];
  return ['CPU', threads > 1 ? msg(str`${adapter}, ${threads} threads`) : adapter];
}
