// What a shot leaves dim: the stretches of depth that it does not speak of.

import type { Rect } from '../../../stage/geometry.ts';
import type { Spotlight } from '../camera/shot.ts';
import { zoneIndex } from './network-shape.ts';
import type { Projection } from './projection.ts';

/** Margins of a block's band. */
export const [BAND_TOP, BAND_BOTTOM] = [6, 10];

/** Over the whole width, but beside the MLPs over the grids of the heads alone. */
export function veils({ shape, frame, tops }: Projection, spotlight: Spotlight): Rect[] {
  const layers = Array.from({ length: shape.L }, (_, layer) => layer);
  const topOf = (kind: 'attention' | 'mlp' | 'unembedding', layer?: number) =>
    tops[zoneIndex(shape, kind, layer)];
  const between = (top: number, bottom: number, x = frame.rail): Rect => ({
    ...{ x, y: top, width: frame.width - x, height: Math.max(0, bottom - top) },
  });
  const [first, last] = [topOf('attention', 0) - BAND_TOP, topOf('unembedding') - BAND_BOTTOM];
  if (spotlight === 'ends') return [between(first, last)];
  if (spotlight !== 'mlps' || shape.M === 0) return [];
  const grids = frame.width - frame.gutter;
  return [
    between(frame.header, first),
    ...layers.flatMap((layer) => {
      const [top, mlp] = [topOf('attention', layer) - BAND_TOP, topOf('mlp', layer)];
      const next = layer + 1 < shape.L ? topOf('attention', layer + 1) - BAND_TOP : last;
      return [between(top, mlp), between(mlp, next, grids)];
    }),
    between(last, tops[tops.length - 1]),
  ];
}
