// Selects and places the labels of a scatter plot without overlap.

export interface LabelPoint {
  readonly id: number;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export interface Label extends LabelPoint {
  readonly anchor: 'start' | 'end';
}

/** Size of the plot, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Average width of a letter and height of a line, in pixels. */
const LETTER = 7.6;
const LINE = 15;
const GAP = 7;

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** In the given order: right of the point, else left of it, else no label. */
export function placeLabels(places: readonly LabelPoint[], { width, height }: Size): Label[] {
  const taken: Box[] = [];
  return places.flatMap((place): Label[] => {
    for (const anchor of ['start', 'end'] as const) {
      const box = boxOf(place, anchor);
      const fits = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
      if (!fits || taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      return [{ ...place, x: place.x + (anchor === 'start' ? GAP : -GAP), anchor }];
    }
    return [];
  });
}

function boxOf({ x, y, text }: LabelPoint, anchor: Label['anchor']): Box {
  const length = text.length * LETTER;
  const left = anchor === 'start' ? x + GAP : x - GAP - length;
  return { left, right: left + length, top: y - LINE / 2, bottom: y + LINE / 2 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
