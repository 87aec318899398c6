// Reproducible images of noise.

const PIXELS = 784;

/** (count × 784) uniform numbers in [0, 1) from mulberry32, so that a URL reproduces its noise. */
export function noise(seed: number, count: number): Float32Array<ArrayBuffer> {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return Float32Array.from({ length: count * PIXELS }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  });
}

/** One image of noise. */
export const noiseImage = (seed: number): Float32Array<ArrayBuffer> => noise(seed, 1);
