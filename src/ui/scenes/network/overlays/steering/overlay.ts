// Steering: a direction that is added to the stream, what changes in the stream after it, and the prediction before and after.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../../../shared/memoize.ts';
import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import type { TableData } from '../../../../types/table.ts';
import type { Picture } from '../../painting/picture.ts';
import { BARS } from '../../scene/frame.ts';
import { leavingName } from '../../scene/network-shape.ts';
import { type NetworkValues, predictionBars, problemOf } from '../../values/network-values.ts';
import type { Overlay } from '../overlay.ts';
import { stateOf, withState } from '../overlay-state.ts';
import { streamCells, widened } from '../stream.ts';
import { controlsText } from './controls-text.ts';
import { renderSteeringForm } from './form.ts';
import { steeringForAnotherModel, steeringRequest } from './request.ts';
import { stageIndexOf, streamPointOf } from './stream-point.ts';

type Steering = LensResult<'steering'>;

/** Fewer than by default: the slider is moved while its visitor watches. */
const SAMPLES = 8;

export const steeringOverlay: Overlay<'steering'> = {
  form: renderSteeringForm,
  label: msg('Steering'),
  explanation: msg(
    'A direction is added to the stream at the framed vectors. What follows changes, and with it the prediction. Click a vector to add it there.',
  ),
  valuesAlpha: 0.2,
  legend: [
    { sign: 'signed', text: msg('change of the stream') },
    { sign: 'highlight', text: msg('added here') },
    { sign: 'dashed', text: msg('prediction before') },
  ],
  compared: ({ lenses }) => lenses.steering,
  isOfPrompt: ({ direction }) => direction !== undefined,
  forAnotherModel: steeringForAnotherModel,
  takesClicks: true,
  click(shot, subject) {
    const point = streamPointOf(subject);
    const { strength: _, ...state } = stateOf(shot, 'steering');
    return point && withState(shot, 'steering', { ...state, point });
  },
  lenses: (prompt, shot) => ({
    steering: { ...steeringRequest(prompt, shot), samples: SAMPLES, measure: false, changes: true },
  }),
  paint: paintSteering,
  describe(subject, values) {
    const { steering } = values.lenses;
    if (subject.kind === 'prediction' && steering) {
      const { after } = predictionBars(values, BARS)[subject.rank] ?? {};
      return msg(
        str`with the direction ${after === undefined ? msg('not among the first') : formatPercent(after)}`,
      );
    }
    if (subject.kind !== 'vector' || !steering) return undefined;
    const change = changeAt(steering, subject.name, subject.token);
    return (
      change &&
      msg(str`changes by ${formatFixed(Math.hypot(...change) / steering.unit, 2)} × the stream’s length`)
    );
  },
  summary: steeringSummary,
  table: ({ values }) => values.lenses.steering && steeringTable(values.lenses.steering),
};

function steeringSummary(values: NetworkValues): string {
  const { steering } = values.lenses;
  if (!steering) return problemOf(values, 'steering');
  const { direction, point, strength, kl, random, compared } = steering;
  const [before] = steering.before;
  const [after] = steering.after;
  const said = (each: typeof before) => `“${tokenLabel(each.text)}” ${formatPercent(each.probability)}`;
  const same = compared.find(({ id }) => id === before.id);
  const becomes =
    after.id === before.id
      ? msg(str`${said(before)} becomes ${formatPercent(same?.after ?? 0)}`)
      : msg(str`${said(before)} becomes ${said(after)}`);
  return msg(
    str` ${direction.name}, ${formatSigned(strength)} × the stream’s length ${point.meaning}: ${becomes}. The prediction moves by ${formatFixed(kl, 2)} nats (KL), by ${formatFixed(random.kl.low, 2)} to ${formatFixed(random.kl.high, 2)} in ${controlsText(random)}.`,
  );
}

function steeringTable({ direction, compared, random }: Steering): TableData {
  return {
    caption: msg(
      str`Next token before and after steering (${direction.name}), and in ${controlsText(random)}`,
    ),
    columns: [msg('token'), msg('before'), msg('after'), msg('controls')],
    rows: compared.map(({ text, before, after, random: spread }) => ({
      name: tokenLabel(text),
      cells: [
        formatPercent(before),
        formatPercent(after),
        msg(str`${formatPercent(spread.low)} to ${formatPercent(spread.high)}`),
      ],
    })),
  };
}

const changesByName = memoize(
  ({ changes = [] }: Steering) =>
    new Map<string, NonNullable<Steering['changes']>[number]['change']>(
      changes.map(({ name, change }) => [leavingName(name), change]),
    ),
);

/** The change of the stream at a token (C). */
function changeAt(steering: Steering, name: string, token: number): Float32Array | undefined {
  const tensor = changesByName(steering).get(leavingName(name));
  const C = tensor?.shape[1] ?? 0;
  return tensor?.data.subarray(token * C, (token + 1) * C);
}

function paintSteering(picture: Picture): void {
  const { view, values, brush, bitmaps } = picture;
  const { steering } = values.lenses;
  if (!steering) return;
  const { palette } = brush;
  const from = stageIndexOf(view.shape, steering.point);
  const last = values.tokens.length - 1;
  // The vector that is added has three standard deviations of its numbers in full colour.
  const range = (3 * Math.abs(steering.strength) * steering.unit) / Math.sqrt(view.shape.C) || 1;
  for (const { name, stage, token, rect, done } of streamCells(picture, 0.2)) {
    const change = stage < from ? undefined : changeAt(steering, name, token);
    if (!change) continue;
    const frame = { frame: palette.lineStrong, frameWidth: 1 };
    brush.patch(bitmaps.patch(change, range), 0, rect, { alpha: done, ...frame });
    const isAdded = stage === from && (steering.addedAt === 'all' || token === last);
    if (!isAdded) continue;
    brush.outline(widened(rect, 4), 5, palette.highlight, done, 2);
    if (view.gap > 20 && rect.width > 24)
      brush.text('+', rect.x - 9, rect.y + rect.height / 2, {
        ...{ size: 15, isBold: true, align: 'right', hasHalo: true },
        ...{ colour: palette.highlight, alpha: done },
      });
  }
}
