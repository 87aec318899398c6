// By which a dictionary knows the weights that it was trained on.

import type { FrozenModel } from '../run.ts';

/** A hash of all weights (FNV-1a over their bits): edits change it, as steps do. */
export async function fingerprintOf(
  weights: Pick<FrozenModel['weights'], 'parameters' | 'get'>,
): Promise<number> {
  let hash = 0x811c9dc5;
  for (const { name } of weights.parameters) {
    const numbers = (await weights.get([name])).get(name) as Float32Array<ArrayBuffer>;
    for (const bits of new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length))
      hash = Math.imul(hash ^ bits, 0x01000193);
  }
  return hash >>> 0;
}
