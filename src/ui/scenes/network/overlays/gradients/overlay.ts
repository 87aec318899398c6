// Gradients: what backpropagation brings to every vector of the stream, from the loss at the bottom up to the embeddings.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../../../shared/memoize.ts';
import type { StreamGradientsResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import type { Rect } from '../../../../stage/geometry.ts';
import type { TableData } from '../../../../types/table.ts';
import type { Picture } from '../../painting/picture.ts';
import { leavingName } from '../../scene/network-shape.ts';
import type { Words } from '../../text/describe.ts';
import { streamTable } from '../../text/stream-table.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import type { Overlay } from '../overlay.ts';
import { streamCells } from '../stream.ts';

declare module '../overlay-types.ts' {
  interface OverlayTypes {
    gradients: object;
  }
}

export const gradientsOverlay: Overlay<'gradients'> = {
  label: msg('Gradients'),
  explanation: msg(
    'How the loss of the prompt’s next tokens depends on every number of the stream: bright is steep.',
  ),
  valuesAlpha: 0.25,
  legend: [{ sign: 'gradient', text: msg('size of the gradient: bright and wide is steep') }],
  isBackward: true,
  lenses: (prompt) => ({ 'stream-gradients': { text: prompt } }),
  paint: paintGradients,
  table: gradientsTable,
  describe(subject, values) {
    if (subject.kind !== 'vector') return undefined;
    const length = lengthsOf(values)?.get(leavingName(subject.name))?.[subject.token];
    return length === undefined ? undefined : msg(str`length of the gradient ${formatSignificant(length)}`);
  },
};

function gradientsTable(words: Words): TableData | undefined {
  const lengths = lengthsOf(words.values);
  if (!lengths) return undefined;
  return streamTable(words, msg('Length of the gradient at every point of the stream'), (name, token) =>
    formatSignificant(lengths.get(leavingName(name))?.[token] ?? 0),
  );
}

/** Widest stroke of a lane, in CSS pixels. */
const WIDEST = 11;

/** Of the gradient at every point of the stream, by name and token. */
const lengthsOfRows = memoize(
  (rows: StreamGradientsResult['rows']) =>
    new Map<string, readonly number[]>(
      rows.map(({ name, gradients: { shape, data } }) => [
        name,
        Array.from({ length: shape[0] }, (_, t) =>
          Math.hypot(...data.subarray(t * shape[1], (t + 1) * shape[1])),
        ),
      ]),
    ),
);

function lengthsOf({ lenses }: NetworkValues) {
  const rows = lenses['stream-gradients']?.rows;
  return rows && lengthsOfRows(rows);
}

function paintGradients(picture: Picture): void {
  const { view, values, brush, bitmaps } = picture;
  const rows = values.lenses['stream-gradients']?.rows;
  const lengths = lengthsOf(values);
  if (!rows || !lengths) return;
  const { stages } = view.shape;
  const steepest = Math.max(...[...lengths.values()].flat(), 1e-12);
  for (const { name, stage, token, rect, done } of streamCells(picture, 1)) {
    if (done <= 0) continue;
    const { gradients } = rows[stage];
    const share = Math.sqrt((lengths.get(leavingName(name))?.[token] ?? 0) / steepest);
    if (stage + 1 < stages.length)
      paintLane(picture, token, rect, view.tops[stages[stage + 1].zone], share, done);
    const range = 3 * (steepest / Math.sqrt(gradients.data.length / values.tokens.length));
    brush.patch(bitmaps.magnitudes(gradients, view.shape.C, range), token, rect, { alpha: done });
  }
}

/** From a vector down to the next one. */
function paintLane(
  { view, brush }: Picture,
  token: number,
  { y, height }: Rect,
  bottom: number,
  share: number,
  done: number,
) {
  const { context, palette } = brush;
  const x = view.laneX(token);
  context.lineCap = 'round';
  // Keys and values of a head that is drawn apart lie there.
  const alpha = 0.55 * done * (1 - view.pose.head);
  brush.line(x, y + height + 3, x, bottom - 3, palette.gradient, 1 + WIDEST * share, alpha);
  context.lineCap = 'butt';
}
