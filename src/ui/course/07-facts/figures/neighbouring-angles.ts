// Angles between neighbouring directions in a plane.

/** For vectors (n, 2): the angle in degrees from each to the next one counter-clockwise. The angles add up to 360. */
export function neighbouringAngles(vectors: Float32Array): number[] {
  const count = vectors.length / 2;
  const around = Array.from({ length: count }, (_, n) => Math.atan2(vectors[2 * n + 1], vectors[2 * n]));
  const order = [...around.keys()].sort((a, b) => around[a] - around[b]);
  const gaps = new Array<number>(count);
  order.forEach((n, place) => {
    const next = around[order[(place + 1) % count]];
    const gap = next - around[n] + (place + 1 === count ? 2 * Math.PI : 0);
    gaps[n] = (gap * 180) / Math.PI;
  });
  return gaps;
}
