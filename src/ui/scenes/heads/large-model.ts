// GPT-3's heads as empty tiles: first over the whole picture, then at its bottom.

import { msg, str } from '@lit/localize';
import { mix, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { arriving, moving } from '../../stage/marks/timeline.ts';
import { type Frame, TIMES } from './frame.ts';

/** Columns of tiles in a place, so that they are as square as they can be. */
function columnsOf({ width, height }: Rect, count: number): number {
  const fitted = Math.round(Math.sqrt((count * width) / height));
  return Math.max(1, Math.ceil(count / Math.ceil(count / Math.max(1, fitted))));
}

const tileOf = (place: Rect, count: number, i: number): Rect => {
  const columns = columnsOf(place, count);
  const rows = Math.ceil(count / columns);
  const [dx, dy] = [place.width / columns, place.height / rows];
  const side = 0.74 * Math.min(dx, dy);
  const [x, y] = [place.x + ((i % columns) + 0.5) * dx, place.y + (Math.floor(i / columns) + 0.5) * dy];
  return { x: x - side / 2, y: y - side / 2, width: side, height: side };
};

export function largeModel(frame: Frame, count: number, t: number): Mark[] {
  const { large, small, em, size } = frame;
  const gone = moving(t, TIMES.room, TIMES.heads + 0.4);
  const tiles = Array.from({ length: count }, (_, i): Mark => {
    const start = TIMES.large + (1.2 * i) / count;
    const [from, to] = [tileOf(large, count, i), tileOf(small, count, i)];
    const side = mix(from.width, to.width, gone);
    const [x, y] = [mix(from.x, to.x, gone), mix(from.y, to.y, gone)];
    return {
      key: `large-${i}`,
      shape: {
        ...{ kind: 'box', x, y, width: side, height: side, radius: side / 8, stroke: 'faint', lineWidth: 1 },
        alpha: 0.7 * arriving(t, start, start + 0.5),
      },
    };
  });
  const text = msg(str`GPT-3: ${count} heads in each block; their patterns are not published`);
  const short = msg(str`GPT-3: ${count} heads, patterns not published`);
  const fits = 0.55 * em * text.length < small.width;
  return [
    ...tiles,
    {
      key: 'large-name',
      shape: {
        ...{ kind: 'text', x: small.x + small.width / 2, y: small.y - 0.8 * em, align: 'center' },
        ...{ text: fits ? text : short, size, fill: 'muted', alpha: arriving(t, TIMES.room, TIMES.heads) },
      },
    },
  ];
}
