// Distances to curves on a canvas, in CSS pixels.

const PIECES = 24;

/** From a point to cubic Bézier curves one after the other, x0, y0, then six numbers each: to the nearest chord. */
export function distanceToCurve(
  curve: readonly number[],
  { x, y }: { readonly x: number; readonly y: number },
): number {
  let [nearest, fromX, fromY] = [Number.POSITIVE_INFINITY, curve[0], curve[1]];
  for (let start = 0; start + 7 < curve.length; start += 6) {
    const part = curve.slice(start, start + 8);
    for (let piece = 1; piece <= PIECES; piece++) {
      const [toX, toY] = pointOfCurve(part, piece / PIECES);
      const [dx, dy] = [toX - fromX, toY - fromY];
      const along = ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy || 1);
      const t = Math.min(1, Math.max(0, along));
      nearest = Math.min(nearest, Math.hypot(x - fromX - t * dx, y - fromY - t * dy));
      [fromX, fromY] = [toX, toY];
    }
  }
  return nearest;
}

/** At a share of the curve, 0 to 1. */
export function pointOfCurve(curve: readonly number[], t: number): [x: number, y: number] {
  const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
  const at = (axis: number) => weights.reduce((sum, weight, i) => sum + weight * curve[2 * i + axis], 0);
  return [at(0), at(1)];
}
