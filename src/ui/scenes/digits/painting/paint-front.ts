// The line of light that runs through the network: forwards, or in the colour of gradients backwards.

import { transparent } from '../../../stage/palette.ts';
import { depthX, type Picture } from './picture.ts';

const GLOW = 60;

export function paintFront(picture: Picture): void {
  const { motion, brush, view, values } = picture;
  const end = values.sizes.length - 1;
  const isBack = Number.isFinite(motion.back);
  const depth = isBack ? motion.back : motion.front;
  if (!Number.isFinite(depth) || depth <= 0.02 || depth > end + 0.4 || view.pose.opened > 0.5) return;
  const { context, palette } = brush;
  const x = depthX(picture, depth);
  const colour = isBack ? palette.gradient : palette.positive;
  const glow = context.createLinearGradient(x - GLOW, 0, x + GLOW, 0);
  glow.addColorStop(0, transparent(colour));
  glow.addColorStop(0.5, colour);
  glow.addColorStop(1, transparent(colour));
  context.globalAlpha = 0.16;
  context.fillStyle = glow;
  context.fillRect(x - GLOW, 0, 2 * GLOW, view.layout.height);
  brush.line(x, 0, x, view.layout.height, colour, 1.5, 0.7);
}
