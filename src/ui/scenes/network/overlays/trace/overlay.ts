// Causal trace: with noise on the subject, which single state brings the prediction back when it is restored.

import { msg, str } from '@lit/localize';
import { formatPercent } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { clamp } from '../../../../stage/geometry.ts';
import type { TableData } from '../../../../types/table.ts';
import { attentionZoneOf } from '../../painting/paint-attention.ts';
import type { Picture } from '../../painting/picture.ts';
import { mlpZone } from '../../scene/mlp-scene.ts';
import { leavingName } from '../../scene/network-shape.ts';
import { vectorRect } from '../../scene/projection.ts';
import type { Words } from '../../text/describe.ts';
import type { NetworkValues } from '../../values/network-values.ts';
import type { Overlay } from '../overlay.ts';
import { discRect, widened } from '../stream.ts';

/** Fewer than by default: a selected token is traced while its visitor waits. */
const SAMPLES = 4;

declare module '../overlay-types.ts' {
  interface OverlayTypes {
    trace: object;
  }
}

export const traceOverlay: Overlay<'trace'> = {
  label: msg('Trace'),
  explanation: msg(
    'With noise on the dashed tokens, how much of the prediction returns if one state is restored.',
  ),
  valuesAlpha: 0.25,
  legend: [
    { sign: 'noise', text: msg('noise') },
    { sign: 'dot', text: msg('attention restored') },
    { sign: 'positive', text: msg('MLP restored') },
    { sign: 'white', text: msg('stream restored: large brings much back') },
  ],
  lenses: (prompt, { token }) => ({
    'causal-trace': { text: prompt, subject: subjectOf(prompt, token), samples: SAMPLES },
  }),
  paint: paintTrace,
  summary: traceSummary,
  table: traceTable,
  describe(subject, values) {
    if (subject.kind !== 'vector' && subject.kind !== 'neurons') return undefined;
    const isHere = ({ kind, layer, name }: Row) =>
      subject.kind === 'neurons'
        ? kind === 'mlp' && layer === subject.layer
        : name === leavingName(subject.name);
    const row = rowsOf(values).find(isHere);
    return (
      row &&
      msg(str`restored here: ${shareText(row.recovered[subject.token])} of the lost probability returns`)
    );
  },
};

type Row = NonNullable<NetworkValues['lenses']['causal-trace']>['rows'][number];

const rowsOf = ({ lenses }: NetworkValues): readonly Row[] => lenses['causal-trace']?.rows ?? [];

/** The selected word; with the last one, whose state is the prediction itself, the first two. */
function subjectOf(prompt: string, token: number | undefined): string {
  const words = prompt.trim().split(/\s+/);
  if (token === undefined || token >= words.length - 1)
    return words.slice(0, Math.min(2, Math.max(1, words.length - 1))).join(' ');
  return words[token];
}

function traceTable({ values, labels }: Words): TableData | undefined {
  const trace = values.lenses['causal-trace'];
  return (
    trace && {
      caption: msg(
        str`Share of the lost probability of “${tokenLabel(trace.answer.text)}” that returns where one state is restored`,
      ),
      columns: [msg('state'), ...labels],
      rows: trace.rows.map(({ kind, layer, recovered }) => ({
        name: kind === 'embedding' ? kind : `${stateName(kind)} ${layer + 1}`,
        cells: recovered.map(shareText),
      })),
    }
  );
}

const stateName = (kind: Row['kind']): string =>
  ({ embedding: kind, attention: kind, mlp: 'MLP', residual: msg('stream after block') })[kind];

/** The probability with and without noise. */
function traceSummary({ lenses, tokens }: NetworkValues): string {
  const trace = lenses['causal-trace'];
  if (!trace) return '';
  const { answer, clean, corrupted, subject } = trace;
  const noisy = tokens.slice(subject.first, subject.last + 1).map(({ text }) => tokenLabel(text));
  return msg(
    str` Noise on “${noisy.join(' ')}”: “${tokenLabel(answer.text)}” falls from ${formatPercent(clean)} to ${formatPercent(corrupted)}. Select a token to put the noise on it.`,
  );
}

const shareText = (share: number) => (Number.isNaN(share) ? msg('nothing') : formatPercent(clamp(share)));

function paintTrace(picture: Picture): void {
  const { view, values, brush, items } = picture;
  const result = values.lenses['causal-trace'];
  const alpha = 1 - view.pose.digits;
  if (!result || alpha < 0.02) return;
  const { palette } = brush;
  for (const { subject, rect } of items) {
    const isNoisy =
      subject.kind === 'vector' && subject.name === 'hook_embed' && subject.token >= result.subject.first;
    if (isNoisy && subject.token <= result.subject.last)
      brush.dashed(widened(rect, 3), 4, palette.negative, alpha);
  }
  const radiusOf = (size: number) => 3 + Math.min(8, 0.2 * view.gap) * Math.sqrt(size);
  const colourOf = { attention: palette.head(0, 2), mlp: palette.positive, embedding: '', residual: '' };
  const states = result.rows.flatMap((row) =>
    row.recovered.flatMap((share, token) => {
      const y = placeOf(picture, row, token);
      const shown = {
        token,
        x: view.laneX(token),
        size: clamp(share),
        colour: colourOf[row.kind] || palette.text,
      };
      return y === undefined || Number.isNaN(share) ? [] : { ...shown, y };
    }),
  );
  for (const { x, y, size, colour } of states) {
    const radius = radiusOf(size);
    brush.fill(
      discRect(x, y, radius),
      radius,
      size > 0.02 ? colour : palette.line,
      alpha * (0.35 + 0.65 * size),
    );
  }
  if (view.gap <= 40) return;
  for (const { x, y, size, colour } of legible(states, LINE * view.frame.textScale))
    brush.text(formatPercent(size), x + radiusOf(size) + 5, y, {
      ...{ size: 12, isBold: size > 0.5, colour, alpha, hasHalo: true },
    });
}

/** Height of a number, in CSS pixels. */
const LINE = 13;

/** Of states that bring something back, those whose numbers do not overlap: the largest first. */
function legible<TState extends { readonly token: number; readonly y: number; readonly size: number }>(
  states: readonly TState[],
  height: number,
): TState[] {
  const shown: TState[] = [];
  for (const state of states.filter(({ size }) => size >= 0.1).sort((a, b) => b.size - a.size))
    if (shown.every(({ token, y }) => token !== state.token || Math.abs(y - state.y) >= height))
      shown.push(state);
  return shown;
}

/** Canvas y of a state: at its vector, or where its output joins the stream. */
function placeOf(picture: Picture, { kind, layer, name }: Row, token: number): number | undefined {
  const { view } = picture;
  if (kind === 'attention') return attentionZoneOf(picture, layer).sum;
  if (kind === 'mlp') return mlpZone(view, layer).sum;
  const stage = view.shape.stages.find((each) => leavingName(each.name) === name);
  if (!stage) return undefined;
  const rect = vectorRect(view, token, stage.zone);
  return rect.y + rect.height / 2;
}
