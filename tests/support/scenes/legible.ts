// What one sees of a scene's marks: text that can be read, nothing cut, nothing over something else.

import type { Rect } from '../../../src/ui/stage/geometry.ts';
import type { Mark } from '../../../src/ui/stage/marks/mark.ts';
import { boundsOf, SMALLEST_TEXT, type Text } from '../../../src/ui/stage/marks/shape.ts';
import type { Viewport } from '../../../src/ui/stage/scene.ts';

/** The picture beside a video, on a laptop and a large screen, and below it on a phone, upright and on its side; then wide and low ones. */
export const VIEWPORTS: readonly Viewport[] = [
  { width: 760, height: 690, textScale: 1 },
  { width: 1000, height: 870, textScale: 1 },
  { width: 390, height: 470, textScale: 1 },
  { width: 500, height: 330, textScale: 1 },
  { width: 1035, height: 540, textScale: 1 },
  { width: 1400, height: 720, textScale: 1 },
  { width: 390, height: 300, textScale: 1 },
  { width: 470, height: 220, textScale: 1 },
];

const MARGIN = 2;

/** Complaints about marks at rest; none for a scene that can be read. */
export function complaints(marks: readonly Mark[], { width, height }: Viewport): string[] {
  const visible = marks.filter(({ shape: { alpha = 1 } }) => alpha > 0.05);
  const texts = visible.filter((mark): mark is Mark & { shape: Text } => mark.shape.kind === 'text');
  const small = texts.filter(({ shape: { size = 14 } }) => size < SMALLEST_TEXT);
  const cut = visible.filter(({ shape }) => {
    const rect = boundsOf(shape);
    return (
      rect.x < -MARGIN ||
      rect.y < -MARGIN ||
      rect.x + rect.width > width + MARGIN ||
      rect.y + rect.height > height + MARGIN
    );
  });
  const over = texts.flatMap((one, i) =>
    texts
      .slice(i + 1)
      .flatMap((other) => (overlap(boundsOf(one.shape), boundsOf(other.shape)) ? [[one, other]] : [])),
  );
  const keys = visible.map(({ key }) => key);
  return [
    ...small.map(({ key }) => `${key} is smaller than ${SMALLEST_TEXT} px`),
    ...cut.map(({ key }) => `${key} is cut`),
    ...over.map(([one, other]) => `${one.key} is over ${other.key}`),
    ...keys.filter((key, i) => keys.indexOf(key) !== i).map((key) => `${key} is there twice`),
  ];
}

/** Share of the picture that a mark covers. */
export function shareOf(
  marks: readonly Mark[],
  isMeant: (mark: Mark) => boolean,
  { width, height }: Viewport,
): number {
  const rects = marks.filter(isMeant).map(({ shape }) => boundsOf(shape));
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
  return ((right - x) * (bottom - y)) / (width * height);
}

const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
