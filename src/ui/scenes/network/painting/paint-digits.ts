// One vector, number by number.

import { msg, str } from '@lit/localize';
import { formatSigned } from '../../../format/numbers.ts';
import { smoothstep } from '../../../stage/geometry.ts';
import { patchGrid } from '../scene/network-shape.ts';
import { vectorRect } from '../scene/projection.ts';
import { vectorOf, vectorRange } from '../values/network-values.ts';
import type { Picture } from './picture.ts';

export function paintDigits(picture: Picture): void {
  const { view, brush, values, ranges, shot, labels, hover } = picture;
  const { target } = shot;
  const alpha = smoothstep(0.6, 1, view.pose.digits);
  if (target.at !== 'vector' || alpha < 0.02) return;
  const { name, zone, meaning } = view.shape.stages[target.stage];
  const vector = vectorOf(values, name, target.token);
  if (!vector) return;
  const rect = vectorRect(view, target.token, zone);
  const { columns, rows } = patchGrid(view.shape.C);
  const [width, height] = [rect.width / columns, rect.height / rows];
  const { palette } = brush;
  const title = msg(str`${labels[target.token]}: ${meaning}, ${vector.length} numbers`);
  brush.text(title, Math.max(rect.x, view.frame.rail + 14), rect.y - 18, {
    isBold: true,
    colour: palette.text,
    alpha,
    hasHalo: true,
  });
  if (width < 30) return;
  const range = vectorRange(values, ranges, name);
  vector.forEach((value, i) => {
    const x = rect.x + ((i % columns) + 0.5) * width;
    const y = rect.y + (Math.floor(i / columns) + 0.5) * height;
    if (x < view.frame.rail || x > view.frame.width || y < 0 || y > view.frame.height) return;
    const isStrong = Math.abs(value) / range > 0.5;
    const isNear = hover?.kind === 'vector' && hover.token === target.token;
    brush.text(shortNumber(value), x, y, {
      size: 12,
      align: 'center',
      alpha: alpha * (isNear ? 1 : 0.95),
      colour: isStrong ? palette.background : palette.text,
    });
  });
}

/** Fits a cell: two digits after the point, fewer for large numbers. */
const shortNumber = (value: number): string =>
  Math.abs(value) >= 10 ? String(Math.round(value)).replace('-', '−') : formatSigned(value).replace('+', '');
