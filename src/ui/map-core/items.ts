// What can be pointed at: each thing of the picture with its place. Painters draw the same items that hit tests search.

import type { Rect } from './geometry.ts';

export interface MapItem<TSubject = object> {
  readonly subject: TSubject;
  readonly rect: Rect;
  /** Opacity, 0 to 1; 1 by default. */
  readonly alpha?: number;
}

/** Less opaque items are not found. */
const FOUND = 0.35;
/** Distance at which the pointer still finds a small item, in CSS pixels. */
const REACH = 4;

/** The topmost item at a point: the last in the list. */
export function hitTest<TItem extends MapItem>(
  items: readonly TItem[],
  x: number,
  y: number,
): TItem | undefined {
  const isAt = (reach: number) => (item: TItem) => {
    const { rect, alpha = 1 } = item;
    const slack = Math.min(rect.width, rect.height) < 3 * REACH ? reach : 0;
    return (
      alpha >= FOUND &&
      x >= rect.x - slack &&
      x <= rect.x + rect.width + slack &&
      y >= rect.y - slack &&
      y <= rect.y + rect.height + slack
    );
  };
  return items.findLast(isAt(0)) ?? items.findLast(isAt(REACH));
}
