// Gradients: what backpropagation brings to every vector of the stream, from the loss at the bottom up to the embeddings.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../../shared/memoize.ts';
import type { StreamGradientsResult } from '../../../../workers/rpc/api/lab-api.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { clamp } from '../../../map-core/geometry.ts';
import type { TableData } from '../../../types/table.ts';
import { type Picture, summed } from '../../painting/picture.ts';
import { leavingName } from '../../scene/network-shape.ts';
import { vectorRect } from '../../scene/projection.ts';
import type { Words } from '../../text/describe.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import type { Overlay } from '../overlay.ts';

export const gradientsOverlay: Overlay = {
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
    const name = leavingName(subject.name);
    const found = lengthsOf(values)?.find((each) => each.name === name);
    return found && msg(str`length of the gradient ${formatSignificant(found.lengths[subject.token])}`);
  },
};

function gradientsTable({ shape, values, labels }: Words): TableData | undefined {
  const lengths = lengthsOf(values);
  return (
    lengths && {
      caption: msg('Length of the gradient at every point of the stream'),
      columns: [msg('stream'), ...labels],
      rows: shape.stages.map(({ meaning }, stage) => ({
        name: meaning,
        cells: labels.map((_, token) => formatSignificant(lengths[stage].lengths[token])),
      })),
    }
  );
}

/** Widest stroke of a lane, in CSS pixels. */
const WIDEST = 11;

interface GradientLengths {
  readonly name: string;
  readonly lengths: readonly number[];
}

/** Of the gradient at every point of the stream, by token. */
const lengthsOfRows = memoize((rows: StreamGradientsResult['rows']): readonly GradientLengths[] =>
  rows.map(({ name, gradients: { shape, data } }) => ({
    name,
    lengths: Array.from({ length: shape[0] }, (_, t) =>
      Math.hypot(...data.subarray(t * shape[1], (t + 1) * shape[1])),
    ),
  })),
);

function lengthsOf({ lenses }: NetworkValues): readonly GradientLengths[] | undefined {
  const rows = lenses['stream-gradients']?.rows;
  return rows && lengthsOfRows(rows);
}

function paintGradients(picture: Picture): void {
  const { view, values, brush, bitmaps, back } = picture;
  const rows = values.lenses['stream-gradients']?.rows;
  const lengths = lengthsOf(values);
  const alpha = 1 - view.pose.digits;
  if (!rows || !lengths || alpha < 0.02) return;
  const { palette, context } = brush;
  const steepest = Math.max(...lengths.flatMap((row) => row.lengths), 1e-12);
  const share = (stage: number, token: number) => Math.sqrt(lengths[stage].lengths[token] / steepest);
  view.shape.stages.forEach(({ zone }, stage) => {
    const next = view.shape.stages[stage + 1];
    const done = clamp((zone - back) / 0.4) * alpha * summed(picture, zone);
    if (done <= 0) return;
    for (let token = 0; token < values.tokens.length; token++) {
      const rect = vectorRect(view, token, zone);
      const x = view.laneX(token);
      if (next) {
        const [top, bottom] = [rect.y + rect.height, view.tops[next.zone]];
        context.lineCap = 'round';
        brush.line(
          x,
          top + 3,
          x,
          bottom - 3,
          palette.gradient,
          1 + WIDEST * share(stage, token),
          0.55 * done * (1 - view.pose.head), // keys and values lie there
        );
        context.lineCap = 'butt';
      }
      const { data } = rows[stage].gradients;
      const range = 3 * (steepest / Math.sqrt(data.length / values.tokens.length));
      brush.patch(bitmaps.magnitudes(rows[stage].gradients, view.shape.C, range), token, rect, {
        alpha: done,
      });
    }
  });
}
