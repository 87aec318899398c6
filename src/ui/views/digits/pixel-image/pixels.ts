// The grid of an image: where keys lead on it, and what a pixel is called.

/** Pixels a side. */
export const SIDE = 28;

const MOVES: Readonly<Record<string, readonly [columns: number, rows: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where a key leads from a pixel (from none: the middle); undefined for a key that leads nowhere. The edge holds. */
export function movePixel(pixel: number | undefined, key: string): number | undefined {
  const move = MOVES[key];
  if (!move) return undefined;
  if (pixel === undefined) return (SIDE / 2) * SIDE + SIDE / 2;
  const clamp = (place: number) => Math.min(SIDE - 1, Math.max(0, place));
  return clamp(Math.floor(pixel / SIDE) + move[1]) * SIDE + clamp((pixel % SIDE) + move[0]);
}

/** `row 14, column 3`, counted from 1 */
export const pixelName = (pixel: number): string =>
  `row ${Math.floor(pixel / SIDE) + 1}, column ${(pixel % SIDE) + 1}`;
