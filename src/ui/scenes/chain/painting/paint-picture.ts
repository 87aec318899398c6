// One frame, from back to front.

import { paintCost } from './paint-cost.ts';
import { paintCurves } from './paint-curves.ts';
import { paintEdges } from './paint-edges.ts';
import { paintGradient } from './paint-gradient.ts';
import { paintLayers } from './paint-layers.ts';
import { paintNames, paintNodes } from './paint-vertices.ts';
import type { ChainPicture } from './picture.ts';

export function paintPicture(picture: ChainPicture): void {
  const { brush, view, shot } = picture;
  brush.context.globalAlpha = 1;
  brush.context.fillStyle = brush.palette.background;
  brush.context.fillRect(0, 0, view.width, view.height);
  if (shot.at !== 'examples') {
    paintEdges(picture);
    paintNodes(picture);
    paintCurves(picture);
    paintCost(picture);
    paintNames(picture);
    paintLayers(picture);
  }
  paintGradient(picture);
}
