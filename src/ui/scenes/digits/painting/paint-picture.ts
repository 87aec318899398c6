// One frame, from back to front.

import { paintFront } from './paint-front.ts';
import { paintLines, paintSparks } from './paint-lines.ts';
import { paintNeurons } from './paint-neurons.ts';
import { paintOpened } from './paint-opened.ts';
import { paintHeadings, paintOutputs } from './paint-outputs.ts';
import { paintPixels } from './paint-pixels.ts';
import type { Picture } from './picture.ts';

export function paintPicture(picture: Picture): void {
  const { brush, view } = picture;
  const { width, height } = view.layout;
  brush.context.globalAlpha = 1;
  brush.context.fillStyle = brush.palette.background;
  brush.context.fillRect(0, 0, width, height);
  paintLines(picture);
  paintFront(picture);
  paintSparks(picture);
  paintPixels(picture);
  paintNeurons(picture);
  paintOutputs(picture);
  paintOpened(picture);
  paintHeadings(picture);
}
