// The matrices at both ends, where their zones are unfolded: a column of the embedding for each token, a row of the unembedding
// for each prediction.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../../shared/memoize.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { curveUntil } from '../scene/attention-scene.ts';
import { embeddingMatrix, embeddingPlace, unembeddingTable } from '../scene/ends-scene.ts';
import { bottomOfStream } from '../scene/projection.ts';
import { type NetworkValues, predictionOf } from '../values/network-values.ts';
import { type Picture, revealed, tokenCount } from './picture.ts';

/** Height of the matrix from which there is room for a title below it, in CSS pixels. */
const LEAST_TITLED = 40;

export function paintEmbeddingMatrix(picture: Picture): void {
  const { view, brush, values, weightBitmaps: bitmaps, token: chosen } = picture;
  const { alpha, ...rect } = embeddingMatrix(view);
  const { V, C } = view.shape;
  const { palette } = brush;
  if (alpha < 0.02 || view.pose.digits > 0.5) return;
  const table = values.lenses.weights?.tensor;
  if (table) brush.patch(bitmaps.columns(table), 0, rect, { alpha: 0.45 * alpha });
  else brush.emptyPatch(rect, alpha);
  const width = rect.width / V;
  for (let token = 0; token < tokenCount(picture); token++) {
    const x = rect.x + (values.tokens[token].id + 0.5) * width;
    const [lane, { token: embed }] = [view.laneX(token), embeddingPlace(view, token)];
    const isChosen = token === chosen;
    const strength = alpha * (isChosen ? 1 : 0.5);
    const [from, to, end] = [view.frame.header, rect.y + rect.height, embed.y];
    const down = [lane, from, lane, from + 30, x, from + 20, x, rect.y - 2];
    brush.curve(curveUntil(down, 0.5 * revealed(picture, token, 1, 0.3)), palette.query, 1.4, strength);
    const out = [x, to + 2, x, to + 46, lane, end - 46, lane, end - 2];
    brush.curve(curveUntil(out, 0.5 * revealed(picture, token, 1.3, 0.3)), palette.query, 1.4, strength);
    const column = {
      x: x - Math.max(width, 3) / 2,
      y: rect.y,
      width: Math.max(width, 3),
      height: rect.height,
    };
    const sheet = table && bitmaps.columns(table);
    if (sheet) brush.column(sheet, values.tokens[token].id, column, alpha);
    brush.outline(
      { x: column.x - 1, y: column.y - 2, width: column.width + 2, height: column.height + 4 },
      2,
      palette.query,
      strength,
    );
  }
  const title = { alpha, size: 12, hasHalo: true } as const;
  const [right, middle] = [rect.x + rect.width, rect.y + rect.height / 2];
  const lines = [
    msg('embedding Wₑ'),
    msg(str`${formatInteger(V)} tokens across`),
    msg(str`${C} numbers down`),
  ];
  if (view.frame.isNarrow && rect.height > LEAST_TITLED)
    brush.text(lines.join(', '), right, rect.y + rect.height + 14, { ...title, align: 'right' });
  if (!view.frame.isNarrow)
    for (const [i, line] of lines.entries())
      brush.text(line, right + 14, middle + 18 * (i - 1), { ...title, isBold: i === 0 });
}

export function paintUnembeddingTable(picture: Picture): void {
  const { view, brush, values, weightBitmaps: bitmaps } = picture;
  const next = predictionOf(values);
  const table = unembeddingTable(view, next.length);
  const { alpha } = table;
  if (alpha < 0.02 || view.pose.digits > 0.5) return;
  const { palette } = brush;
  const weights = values.lenses.weights?.tensor;
  const last = tokenCount(picture) - 1;
  const [x, from] = [view.laneX(last), bottomOfStream(view)];
  const head = table.row(0) - table.rowHeight / 2 - 14;
  brush.curve(
    [
      x,
      from,
      x,
      head - 14,
      x,
      head - 14,
      x - 12,
      head - 14,
      table.logit,
      head - 14,
      table.logit,
      head - 14,
      table.logit,
      head - 14,
    ],
    palette.highlight,
    1.5,
    0.7 * alpha,
  );
  const title = { alpha, size: 12, hasHalo: true } as const;
  const { isNarrow } = view.frame;
  if (weights && !isNarrow) brush.text(msg('row of Wᵤ'), table.weights.x, head, title);
  const logitTitle = isNarrow ? msg('logit') : msg('row · last vector = logit');
  brush.text(logitTitle, table.logit, head, { ...title, align: 'center' });
  brush.text(shareTitle(isNarrow, values), table.bar, head, title);
  const logits = next.slice(0, table.rows).map(({ logit }) => logit);
  const largest = Math.max(...logits.map(Math.abs), 1e-6);
  for (const [index, { id, text, logit, probability }] of next.slice(0, table.rows).entries()) {
    const y = table.row(index);
    const done = alpha * revealed(picture, last, view.shape.zones.length - 2 + index * 0.05, 0.3);
    const colour = index === 0 ? palette.text : palette.muted;
    brush.text(tokenLabel(text), table.label, y, {
      align: 'right',
      isBold: index === 0,
      colour,
      alpha: done,
      maxWidth: table.label - view.frame.rail - 8,
    });
    const place = { ...table.weights, y: y - table.weights.height / 2 };
    if (weights && !isNarrow)
      brush.patch(bitmaps.patches(weights, view.shape.C, 2 * rootMeanSquare(weights.data)), id, place, {
        alpha: done,
      });
    const width = (table.logitWidth * Math.abs(logit)) / largest;
    const bar = {
      x: logit < 0 ? table.logit - width : table.logit,
      y: y - 6,
      width: Math.max(1, width),
      height: 12,
    };
    brush.line(
      table.logit,
      y - table.rowHeight / 2,
      table.logit,
      y + table.rowHeight / 2,
      palette.lineStrong,
      1,
      done,
    );
    brush.fill(bar, 2, logit < 0 ? palette.negative : palette.positive, 0.75 * done);
    brush.text(formatSigned(logit), logit < 0 ? table.logit + 6 : table.logit - 6, y, {
      align: logit < 0 ? 'left' : 'right',
      alpha: done,
      size: 12,
      colour,
    });
    const share = {
      x: table.bar,
      y: y - 7,
      width: Math.max(2, table.barWidth * probability * picture.growth),
      height: 14,
    };
    brush.fill(share, 3, palette.positive, done);
    brush.text(formatPercent(probability), share.x + share.width + 8, y, { alpha: done, colour });
  }
}

function shareTitle(isNarrow: boolean, { temperature }: NetworkValues): string {
  if (temperature === undefined) return isNarrow ? msg('probability') : msg('softmax: probability');
  const T = formatSignificant(temperature);
  return isNarrow ? msg(str`probability, T = ${T}`) : msg(str`softmax: probability, T = ${T}`);
}

const rootMeanSquare = memoize((numbers: Float32Array) =>
  Math.sqrt(numbers.reduce((sum, value) => sum + value * value, 0) / numbers.length),
);
