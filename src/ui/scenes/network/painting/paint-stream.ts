// The backbone: blocks as bands, and in every lane the residual stream as strands of its values.

import { transparent } from '../../../stage/palette.ts';
import { zoneIndex } from '../scene/network-shape.ts';
import { bottomOfStream } from '../scene/projection.ts';
import { BAND_BOTTOM, BAND_TOP, veils } from '../scene/veils.ts';
import { STRANDS } from './bitmaps.ts';
import { type Picture, revealed, tokenCount } from './picture.ts';

/** A head that is drawn apart needs none. */
export function paintBands({ view, brush }: Picture): void {
  const { frame, shape, tops, toX, pose } = view;
  const { context, palette } = brush;
  const x = Math.max(frame.rail + 4, toX(4));
  // A large prediction stands outside the blocks.
  const outside = frame.isPlain ? frame.gutter : frame.rail;
  const right = Math.min(frame.width - 4, toX(frame.width - outside - 4));
  for (let layer = 0; layer < shape.L; layer++) {
    const first = zoneIndex(shape, 'attention', layer);
    const last = zoneIndex(shape, shape.M > 0 ? 'mlp' : 'attention', layer);
    const [y, bottom] = [tops[first] - BAND_TOP, tops[last + 1] - BAND_BOTTOM];
    if (bottom < 0 || y > frame.height) continue;
    brush.box({ x, y, width: right - x, height: bottom - y }, 12);
    context.globalAlpha = (palette.isDark ? 0.55 : 0.85) * (1 - pose.head);
    context.fillStyle = palette.surface;
    context.fill();
    context.globalAlpha = 0.6 * (1 - pose.head);
    context.strokeStyle = palette.line;
    context.lineWidth = 1;
    context.stroke();
    context.globalAlpha = 1;
  }
}

/** A glow behind the lane of the selected token. */
export function paintSelectedLane({ view, brush, token }: Picture): void {
  const { vectorWidth, tops, dive, pose } = view;
  if (dive > 0.5 || pose.head > 0.5) return;
  const { context, palette } = brush;
  const [x, width] = [view.laneX(token) - vectorWidth / 2 - 9, vectorWidth + 18];
  const top = tops[1];
  const bottom = bottomOfStream(view);
  const glow = context.createLinearGradient(x, 0, x + width, 0);
  glow.addColorStop(0, transparent(palette.highlight));
  glow.addColorStop(0.5, palette.highlight);
  glow.addColorStop(1, transparent(palette.highlight));
  context.globalAlpha = palette.isDark ? 0.1 : 0.12;
  context.fillStyle = glow;
  context.fillRect(x, top, width, bottom - top);
  context.globalAlpha = 1;
}

export function paintStreams(picture: Picture): void {
  const { view, bitmaps, brush, values, ranges, head } = picture;
  const { shape, frame, vectorWidth, tops, pose } = view;
  const { context, palette } = brush;
  const { image, columns } = bitmaps.streams(values, shape, ranges);
  const last = shape.stages.length - 1;
  const strength =
    (palette.isDark ? 0.5 : 0.42) * (1 - 0.4 * pose.digits) * (picture.valuesAlpha < 1 ? 0.6 : 1);
  context.imageSmoothingEnabled = true;
  for (let token = 0; token < tokenCount(picture); token++) {
    const width = (vectorWidth * columns) / STRANDS;
    const x = view.laneX(token) - width / 2;
    if (x > frame.width || x + width < frame.rail) continue;
    shape.stages.forEach(({ zone }, stage) => {
      const end = stage === last ? bottomOfStream(view) + 2 : tops[shape.stages[stage + 1].zone];
      const top = tops[zone];
      if (end < 0 || top > frame.height) return;
      const done = revealed(picture, token, zone + 0.05, 0.95);
      const bottom = top + (end - top) * done;
      if (done < 1) {
        context.globalAlpha = 0.5;
        context.fillStyle = palette.line;
        context.fillRect(view.laneX(token) - 0.75, bottom, 1.5, end - bottom);
      }
      const isBehindHead = head && zone === zoneIndex(shape, 'attention', head.layer);
      context.globalAlpha = strength * (isBehindHead ? 1 - pose.head : 1) * (stage === last ? 0.5 : 1);
      const [from, rows] = stage === last ? [stage, 1] : [stage + 0.5, Math.max(0.02, done)];
      if (done > 0.01)
        context.drawImage(image, token * columns, from, columns, rows, x, top, width, bottom - top);
    });
  }
  context.globalAlpha = 1;
}

/** How much of what lies under a veil is hidden. */
const VEIL = 0.7;

/** Dims what the moment does not speak of; close by, nothing. */
export function paintVeils({ view, brush, veil }: Picture): void {
  if (!veil) return;
  const { dive, pose, open } = view;
  const alpha = VEIL * veil.drawn * (1 - dive) * (1 - pose.digits) * (1 - Math.max(...open));
  if (alpha < 0.02) return;
  for (const rect of veils(view, veil.spotlight)) brush.fill(rect, 0, brush.palette.background, alpha);
}
