// How long a whole training takes on this engine.

import { msg, str } from '@lit/localize';
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
  if (speed > 0) return msg(str`Training takes ${duration(flops / speed)} here.`);
  if (engine?.backend !== 'wasm') return undefined;
  const { threads = 1 } = engine;
  const time = duration(flops / (threads * REFERENCE_FLOPS_PER_THREAD));
  return msg(
    str`Training takes ${time} with ${threads === 1 ? msg('one thread') : msg(str`${threads} threads`)} of our reference machine; of this one, the first steps tell.`,
  );
}

function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 1 ? msg('less than a minute') : msg(str`about ${formatInteger(minutes)} min`);
}
