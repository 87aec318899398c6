// Places up to three points in the plane with given distances.

export type Point = readonly [x: number, y: number];

/** Corners with the given pairwise distances, centred; fewer corners for fewer points. */
export function triangleCorners(distances: readonly (readonly number[])[]): Point[] {
  const count = distances.length;
  if (count === 1) return [[0, 0]];
  const ab = distances[0][1];
  const corners: Point[] = [
    [0, 0],
    [ab, 0],
  ];
  if (count > 2) {
    const [ac, bc] = [distances[0][2], distances[1][2]];
    const x = ab > 0 ? (ab ** 2 + ac ** 2 - bc ** 2) / (2 * ab) : ac;
    corners.push([x, Math.sqrt(Math.max(0, ac ** 2 - x ** 2))]);
  }
  const middle = (axis: 0 | 1) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length;
  const [mx, my] = [middle(0), middle(1)];
  return corners.map(([x, y]) => [x - mx, y - my]);
}
