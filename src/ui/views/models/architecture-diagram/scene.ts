// The whole drawing: the residual stream as a lane from top to bottom, and the block beside it, which reads it and adds to it.

import type { DiagramModel } from './diagram-model.ts';
import { frameOf, lane, outline } from './frame.ts';
import { halves } from './halves.ts';
import type { Drawing } from './shapes.ts';
import { foot, head, TABLE, tiedLink } from './tables.ts';

export interface Scene extends Drawing {
  readonly width: number;
  readonly height: number;
}

/** `width` in units of text of 12. */
export function scene(model: DiagramModel, width: number): Scene {
  const frame = frameOf(model, width);
  const above = head(model, frame);
  const top = above.bottom + 18;
  const block = halves(model, frame, top + 16);
  const bottom = block.bottom + 12;
  const below = foot(model, frame, bottom + frame.depth + 16);
  const { left, right } = frame;
  return {
    width,
    height: below.bottom,
    shapes: [
      ...outline(frame, { x: left, y: top, width: right - left, height: bottom - top }, model.L),
      ...lane(frame, TABLE.height + 2, below.laneEnd),
      ...tiedLink(model, frame, above.table, below.table),
      ...above.shapes,
      ...block.shapes,
      ...below.shapes,
    ],
    pieces: [
      { piece: 'layers', bounds: { x: right - 84, y: top - 12, width: 80, height: 24 } },
      ...above.pieces,
      ...block.pieces,
      ...below.pieces,
    ],
  };
}
