// Words of a head drawn apart: the names of its keys, of its rows, and what the selected query asks.

import { clamp } from '../../../stage/geometry.ts';
import type { HeadPainting } from './paint-head.ts';
import { isTight } from './paint-head-grid.ts';
import { inTurn } from './picture.ts';

export function paintHeadWords(painting: HeadPainting): void {
  paintRowNames(painting);
  paintKeyNames(painting);
  paintQuestion(painting);
  paintMatrix(painting);
}

/** Left of the first column, where there is room. */
function paintRowNames({ picture, scene, steps, alpha }: HeadPainting): void {
  const { brush, view } = picture;
  const { palette } = brush;
  const x = scene.column(0) - scene.patch.width / 2 - 8;
  const name = (text: string, y: number, colour: string, shown: number) => {
    if (x - brush.width(text, 14) > view.frame.rail + 4)
      brush.text(text, x, y, { size: 14, colour, align: 'right', alpha: alpha * shown, hasHalo: true });
  };
  name('Σ w · v', scene.zY + scene.patch.height / 2, palette.value, steps.output);
  name(
    'ΔE',
    scene.outputY + scene.outputSize.height / 2,
    palette.head(scene.head, view.shape.H),
    steps.output,
  );
}

/** Above each key, on the diagonal. */
function paintKeyNames(painting: HeadPainting): void {
  const { picture, scene, steps, alpha, pattern } = painting;
  const { brush, view, labels, token } = picture;
  const size = isTight(painting) ? 12 : 15;
  const above = scene.split + scene.patch.height / 2 + size / 2 + 4;
  if (scene.rowHeight < above + size / 2) return;
  labels.forEach((name, key) => {
    const isRead = key <= token && pattern[token * labels.length + key] > 0.2 && steps.pattern > 0.5;
    brush.text(name, view.laneX(key), scene.row(key) - above, {
      ...{ size, isBold: isRead, colour: brush.palette.key, align: 'center', hasHalo: true },
      alpha: alpha * inTurn(steps.keys, key, labels.length),
      maxWidth: Math.min(1.4 * scene.pitch, 2 * (view.laneX(key) - view.frame.rail)),
    });
  });
}

/** A bubble at the selected query. */
function paintQuestion(painting: HeadPainting): void {
  const { picture, scene, steps, alpha } = painting;
  const { brush, view, shot, token } = picture;
  const { context, palette } = brush;
  const shown = alpha * clamp(2 * steps.queries - 1);
  if (!shot.question || shown < 0.02) return;
  const size = isTight(painting) ? 14 : 17;
  const [width, height] = [brush.width(shot.question, size) + 28, 2 * size];
  const column = scene.column(token);
  const x = clamp(column + 0.2 * scene.pitch, view.frame.rail + 4, view.frame.width - width - 8);
  const y = scene.queryY + scene.query.height + 14;
  context.globalAlpha = shown;
  context.lineWidth = 1.5;
  context.strokeStyle = palette.query;
  context.fillStyle = palette.raised;
  brush.box({ x, y, width, height }, 12);
  context.fill();
  context.stroke();
  // Its tail, open where it meets the bubble.
  const tail = clamp(column, x + 14, x + width - 30);
  context.beginPath();
  context.moveTo(tail, y + 1);
  context.lineTo(column + 0.1 * scene.pitch, y - 10);
  context.lineTo(tail + 16, y + 1);
  context.fill();
  context.stroke();
  context.globalAlpha = 1;
  brush.text(shot.question, x + width / 2, y + height / 2, {
    size,
    isItalic: true,
    colour: palette.query,
    align: 'center',
    alpha: shown,
  });
}

/** Beside the way from the selected vector to its query, as long as that is all there is. */
function paintMatrix({ picture, scene, steps, alpha }: HeadPainting): void {
  const { brush, token, shot } = picture;
  const shown = alpha * steps.queries * (1 - steps.keys);
  if (shot.question || shown < 0.02) return;
  const [x, y] = [scene.column(token) + 10, scene.queryY - 30];
  const style = { isItalic: true, colour: brush.palette.query, alpha: shown, hasHalo: true };
  brush.text('W', x, y, { ...style, size: 22 });
  brush.text('Q', x + brush.width('W', 22), y + 8, { ...style, size: 15 });
}
