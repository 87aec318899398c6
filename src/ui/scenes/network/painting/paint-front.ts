// The forward front: a line of light, below which nothing is computed yet.

import { transparent } from '../../../stage/palette.ts';
import { yAtDepth } from '../scene/frame.ts';
import { zoneIndex } from '../scene/network-shape.ts';
import type { Picture } from './picture.ts';

export function paintFront({ brush, view, front, back, frontToken }: Picture): void {
  const { frame, shape, tops, vectorWidth } = view;
  const end = zoneIndex(shape, 'prediction');
  const isBackward = Number.isFinite(back);
  const depth = isBackward ? back : front;
  if (depth <= 0.6 || depth >= end + 0.2) return;
  const { context, palette } = brush;
  const y = yAtDepth(tops, depth);
  const colour = isBackward ? palette.gradient : palette.positive;
  const [x, right] =
    frontToken === undefined
      ? [frame.rail + 6, Math.min(frame.width - 8, frame.width - frame.gutter * 0.98)]
      : [view.laneX(frontToken) - vectorWidth, view.gapX(frontToken) + view.gap];
  // The light trails behind the front.
  const [above, below] = isBackward ? [14, 46] : [46, 14];
  const glow = context.createLinearGradient(0, y - above, 0, y + below);
  glow.addColorStop(0, transparent(colour));
  glow.addColorStop(above / 60, colour);
  glow.addColorStop(1, transparent(colour));
  context.globalAlpha = 0.2;
  context.fillStyle = glow;
  context.fillRect(x, y - above, right - x, above + below);
  brush.line(x, y, right, y, isBackward ? colour : palette.text, 1.6, 0.85);
}
