// The forward front: a line of light, below which nothing is computed yet.

import { yAtDepth } from '../scene/frame.ts';
import { zoneIndex } from '../scene/network-shape.ts';
import { transparent } from './palette.ts';
import type { Picture } from './picture.ts';

export function paintFront({ brush, view, front, frontToken }: Picture): void {
  const { frame, shape, tops, vectorWidth } = view;
  const end = zoneIndex(shape, 'prediction');
  if (front <= 0.6 || front >= end + 0.2) return;
  const { context, palette } = brush;
  const y = yAtDepth(tops, front);
  const [x, right] =
    frontToken === undefined
      ? [frame.rail + 6, Math.min(frame.width - 8, frame.width - frame.gutter * 0.98)]
      : [view.laneX(frontToken) - vectorWidth, view.gapX(frontToken) + view.gap];
  const glow = context.createLinearGradient(0, y - 46, 0, y + 14);
  glow.addColorStop(0, transparent(palette.positive));
  glow.addColorStop(0.77, palette.positive);
  glow.addColorStop(1, transparent(palette.positive));
  context.globalAlpha = 0.2;
  context.fillStyle = glow;
  context.fillRect(x, y - 46, right - x, 60);
  brush.line(x, y, right, y, palette.text, 1.6, 0.85);
}
