// Edit: where a fact was written. W += u δᵀ: neurons that match the key u add δ to the stream, at the tokens where they are active.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../../../shared/memoize.ts';
import type { TokenProbability } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { clamp, smoothstep } from '../../../../stage/geometry.ts';
import type { TableData } from '../../../../types/table.ts';
import { type Picture, revealed } from '../../painting/picture.ts';
import { type MlpZone, mlpZone, neuronField, neuronGrid } from '../../scene/mlp-scene.ts';
import type { Words } from '../../text/describe.ts';
import type { MapEdit } from '../../values/map-edit.ts';
import { type NetworkValues, predictionBars } from '../../values/network-values.ts';
import type { Overlay } from '../overlay.ts';

declare module '../overlay-types.ts' {
  interface OverlayTypes {
    edit: object;
  }
}

export const editOverlay: Overlay<'edit'> = {
  label: msg('Edit'),
  explanation: msg(
    'Where the last edit of a fact acts: neurons that match its key add its value. Dashed outlines are the prediction before.',
  ),
  valuesAlpha: 0.3,
  lenses(prompt, _, edit) {
    if (!edit) return undefined;
    const { layer, u, delta } = edit;
    return { 'edit-effect': { text: prompt, layer, u: [...u], delta: [...delta] } };
  },
  compared({ lenses }) {
    const effect = lenses['edit-effect'];
    return effect && { before: effect.before };
  },
  legend: [
    { sign: 'highlight', text: msg('written here: wide adds much') },
    { sign: 'dashed', text: msg('prediction before the edit') },
  ],
  paint: paintEdit,
  describe(subject, { edit, lenses }) {
    const factors = lenses['edit-effect']?.factors;
    if (!edit || !factors || subject.kind !== 'neurons' || subject.layer !== edit.layer) return undefined;
    return msg(str`the edit adds ${formatSigned(factors[subject.token])} × its value here`);
  },
  summary: editSummary,
  table: editTable,
};

function editTable({ values }: Words): TableData | undefined {
  const { before } = values.lenses['edit-effect'] ?? {};
  if (!before) return undefined;
  const percent = (list: readonly TokenProbability[], id: number) => {
    const found = list.find((each) => each.id === id);
    return found ? formatPercent(found.probability) : '';
  };
  return {
    caption: msg(
      str`Prediction after “${tokenLabel(values.tokens.at(-1)?.text ?? '')}” before and after the edit`,
    ),
    columns: [msg('token'), msg('before'), msg('after')],
    rows: predictionBars(values, TABLED).map(({ id, text }) => ({
      name: tokenLabel(text),
      cells: [percent(before, id), percent(values.next, id)],
    })),
  };
}

const TABLED = 10;

/** Widest line of the edit, in CSS pixels. */
const WIDEST = 8;

function editSummary({ edit, lenses, next: [after] }: NetworkValues): string {
  if (!edit) return msg(' No edit is in the weights: chapter 7 edits a fact.');
  const { subject, relation, oldAnswer, newAnswer, layer, share } = edit;
  const written = msg(
    str` ${relation} of ${subject}, ${oldAnswer} → ${newAnswer}, is written in MLP ${layer + 1}: ${formatPercent(share)} of its output matrix has changed.`,
  );
  const effect = lenses['edit-effect'];
  if (!effect) return written;
  const { factors, tokens } = effect;
  const most = Math.max(...factors.map(Math.abs));
  const token = factors.findIndex((factor) => Math.abs(factor) === most);
  const adds = msg(
    str` It adds ${plain(factors[token])} × its value at “${tokenLabel(tokens[token].text)}”.`,
  );
  const said = ({ text, probability }: TokenProbability) =>
    `“${tokenLabel(text)}” ${formatPercent(probability)}`;
  return msg(str`${written}${adds} Before: ${said(effect.before[0])}; now ${said(after)}.`);
}

const plain = (value: number) => formatSigned(value).replace('+', '');

function paintEdit(picture: Picture): void {
  const { view, values } = picture;
  const effect = values.lenses['edit-effect'];
  const { edit } = values;
  paintFactor(picture);
  const alpha = (1 - view.dive) * (1 - view.pose.digits) * (1 - view.pose.head);
  if (!edit || effect?.layer !== edit.layer || alpha < 0.02) return;
  const zone = mlpZone(view, edit.layer);
  if (zone.bottom < 0 || zone.top > view.frame.height) return;
  effect.factors.forEach((factor, token) => {
    const done = alpha * revealed(picture, token, zone.zone + 0.6, 0.3);
    paintMatch(picture, zone, { edit, factor, token, alpha: done });
  });
  paintMatrixChange(picture, zone, edit, alpha);
}

/** Inside the MLP, beside its sum: what the edit adds at the token. */
function paintFactor({ view, values: { edit, lenses }, brush, mlp }: Picture): void {
  const effect = lenses['edit-effect'];
  const alpha = smoothstep(0.7, 1, view.dive);
  if (!edit || !mlp || mlp.layer !== edit.layer || effect?.layer !== edit.layer || alpha < 0.02) return;
  const x = view.laneX(mlp.token) + view.vectorWidth / 2 + 10;
  brush.text(
    msg(str`edit: ${plain(effect.factors[mlp.token])} × its value`),
    x,
    mlpZone(view, edit.layer).sum + 18,
    {
      ...{ size: 12, isBold: true, alpha, hasHalo: true, colour: brush.palette.highlight },
    },
  );
}

/** The neurons of one token that match the key, and what they add. */
function paintMatch(
  picture: Picture,
  zone: MlpZone,
  { edit, factor, token, alpha }: { edit: MapEdit; factor: number; token: number; alpha: number },
): void {
  const { view, brush, bitmaps, values } = picture;
  const { palette, context } = brush;
  const post = values.activations[`blocks.${edit.layer}.mlp.hook_post`];
  const field = neuronField(view, zone, token);
  if (!post || field.width < 4) return;
  const matches = matchesOf(values);
  const size = clamp(Math.abs(factor));
  if (matches)
    brush.patch(bitmaps.neurons(matches.tensor, neuronGrid(view), matches.range), token, field, {
      alpha,
      ...(size > 0.3 && { frame: palette.highlight }),
    });
  const x = field.x + Math.min(field.width * 0.3, 40);
  const y = field.y + field.height;
  context.lineCap = 'round';
  if (size > 0.02)
    brush.curve(
      [x, y, x, zone.sum, x - 8, zone.sum, view.laneX(token) + 7, zone.sum],
      palette.highlight,
      1 + WIDEST * size,
      alpha * (0.4 + 0.6 * size),
    );
  context.lineCap = 'butt';
  if (size >= 0.05 && view.gap > 50 && !view.frame.isPlain)
    brush.text(`× ${plain(factor)}`, x + 10, zone.sum - 2, {
      ...{ size: 12, alpha, hasHalo: true, isBold: size > 0.3 },
      colour: palette.highlight,
    });
}

/** u[m] · neuron[m] at every token (T, M): the terms of the match. */
const matchesOf = memoize(({ activations, edit }: NetworkValues) => {
  const post = edit && activations[`blocks.${edit.layer}.mlp.hook_post`];
  if (!post) return undefined;
  const M = edit.u.length;
  const data = post.data.map((value, i) => value * edit.u[i % M]);
  const range = 0.6 * data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  return { tensor: { shape: post.shape, data }, range };
});

/** Rows and columns of the picture of a change: a sample of a larger matrix. */
const [MOST_ROWS, MOST_COLUMNS] = [96, 192];

/** δ across and u down: the change of the matrix, number by number. */
const changeOf = memoize((edit: MapEdit) => {
  const [rows, columns] = [Math.min(MOST_ROWS, edit.delta.length), Math.min(MOST_COLUMNS, edit.u.length)];
  const pick = (numbers: readonly number[], index: number, count: number) =>
    numbers[Math.floor((index * numbers.length) / count)];
  const data = Float32Array.from(
    { length: rows * columns },
    (_, i) => pick(edit.delta, Math.floor(i / columns), rows) * pick(edit.u, i % columns, columns),
  );
  const range = 2.5 * Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);
  return { tensor: { shape: [rows, columns], data }, range };
});

/** Right of the lanes, over the grids of the block. */
function paintMatrixChange({ view, brush, bitmaps }: Picture, zone: MlpZone, edit: MapEdit, alpha: number) {
  const { frame } = view;
  const top = view.tops[zone.zone - 1];
  const height = zone.bottom - top - 14;
  if (frame.isNarrow || frame.isPlain || height < 30) return;
  const { palette } = brush;
  const [x, width] = [frame.width - frame.gutter + 8, frame.gutter - 14];
  const lines = [
    { text: msg(str`‖ΔW↓‖ = ${formatPercent(edit.share)} of ‖W↓‖`), colour: palette.highlight, isBold: true },
    { text: `${edit.oldAnswer} → ${edit.newAnswer}`, colour: palette.text },
  ].slice(0, height > 62 ? 2 : 1);
  const text = 16 * frame.textScale * lines.length;
  brush.fill({ x, y: top - 2, width, height: height + 4 }, 6, palette.surface, alpha);
  const { tensor, range } = changeOf(edit);
  const rect = { x: x + 6, y: top + 4, width: width - 12, height: Math.min(90, height - text - 8) };
  brush.patch(bitmaps.sheet(tensor, range), 0, rect, { alpha, frame: palette.highlight });
  lines.forEach((line, i) => {
    const y = rect.y + rect.height + 13 + i * 16 * frame.textScale;
    brush.text(line.text, rect.x, y, { ...line, alpha, size: 12, maxWidth: rect.width });
  });
}
