// How long a whole training takes on this engine.

import type { Engine } from '../../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../../format/numbers.ts';

/** A thread of the two-core machine of docs/performance.md, in a training of the preset `world`. */
const REFERENCE_FLOPS_PER_THREAD = 1e10;

/**
 * A sentence; undefined where nothing is known: on WebGPU before the first steps.
 *
 * @param flops - of the whole training
 * @param speed - measured on this engine, in FLOPs per second; 0 before the first steps
 */
export function expectedTime(flops: number, speed: number, engine: Engine | undefined): string | undefined {
  if (speed > 0) return `Training takes ${duration(flops / speed)} here.`;
  if (engine?.backend !== 'wasm') return undefined;
  const { threads = 1 } = engine;
  const time = duration(flops / (threads * REFERENCE_FLOPS_PER_THREAD));
  return `Training takes ${time} with ${threads === 1 ? 'one thread' : `${threads} threads`} of our reference machine; of this one, the first steps tell.`;
}

function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 1 ? 'less than a minute' : `about ${formatInteger(minutes)} min`;
}
