// What overlays share that draw something at every vector of the stream.

import type { ActivationName } from '../../../../workers/rpc/api/lab-api.ts';
import { clamp, type Rect } from '../../../stage/geometry.ts';
import { type Picture, revealed, summed } from '../painting/picture.ts';
import { isVisible, vectorRect } from '../scene/projection.ts';

/** A vector of the stream on the canvas. */
export interface StreamCell {
  readonly name: ActivationName;
  /** Index among the stages of the network. */
  readonly stage: number;
  readonly zone: number;
  readonly token: number;
  readonly rect: Rect;
  /** How far it is drawn, 0 to 1: the fronts of the passes, and the camera that is near its numbers. */
  readonly done: number;
}

/** @param span zones that the forward front takes to draw one */
export function streamCells(picture: Picture, span: number): StreamCell[] {
  const { view, values, back } = picture;
  const alpha = 1 - view.pose.digits;
  if (alpha < 0.02) return [];
  return view.shape.stages.flatMap(({ name, zone }, stage) => {
    const share = alpha * summed(picture, zone) * clamp((zone - back) / BACKWARD_SPAN);
    return values.tokens.map((_, token) => ({
      ...{ name, stage, zone, token, rect: vectorRect(view, token, zone) },
      done: share * revealed(picture, token, zone, span),
    }));
  });
}

const BACKWARD_SPAN = 0.4;

interface Chip {
  readonly text: string;
  readonly colour: string;
  /** Opacities. */
  readonly fill: number;
  readonly line: number;
  readonly lineColour: string;
  readonly textColour: string;
  readonly isBold: boolean;
  readonly isChosen?: boolean;
}

/** A word or number on a plate, over its vector. @param least narrowest plate with room for the text */
export function paintChip(
  { brush, view }: Picture,
  { token, rect, done }: StreamCell,
  { width, least, padding }: { readonly width: number; readonly least: number; readonly padding: number },
  chipOf: () => Chip,
): void {
  const height = Math.min(22, Math.max(rect.height, 15));
  const middle = rect.y + rect.height / 2;
  const plate = { x: view.laneX(token) - width / 2, y: middle - height / 2, width, height };
  if (done <= 0 || !isVisible(view, plate)) return;
  const { text, colour, fill, line, lineColour, textColour, isBold, isChosen } = chipOf();
  const { palette } = brush;
  brush.fill(plate, 5, palette.background, done);
  brush.fill(plate, 5, colour, done * fill);
  brush.outline(plate, 5, lineColour, done * line, 1);
  if (isChosen) brush.outline(widened(plate, 3), 7, palette.highlight, done, 2);
  if (width >= least)
    brush.text(text, plate.x + width / 2, middle, {
      ...{ size: 12, align: 'center', maxWidth: width - padding, alpha: done, isBold, colour: textColour },
    });
}

export const discRect = (x: number, y: number, radius: number): Rect => ({
  ...{ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius },
});

/** By so many CSS pixels on every side. */
export const widened = ({ x, y, width, height }: Rect, by: number): Rect => ({
  ...{ x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by },
});
