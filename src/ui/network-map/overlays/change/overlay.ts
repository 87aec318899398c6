// Change: the stream now, less the stream of an earlier step on the same prompt.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../../shared/memoize.ts';
import { formatFixed, formatInteger, formatPercent, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import type { TableData } from '../../../types/table.ts';
import { type Picture, revealed, summed } from '../../painting/picture.ts';
import { vectorRect } from '../../scene/projection.ts';
import type { Words } from '../../text/describe.ts';
import { type NetworkValues, vectorOf } from '../../values/network-values.ts';
import type { Overlay } from '../overlay.ts';

export const changeOverlay: Overlay = {
  label: msg('Change'),
  explanation: msg(
    'What has changed in the stream since this overlay was chosen: train, or move to another checkpoint.',
  ),
  valuesAlpha: 0.3,
  legend: [{ sign: 'signed', text: msg('less to more than before') }],
  paint: paintChange,
  summary: changeSummary,
  table: changeTable,
  describe(subject, { baseline, ...values }) {
    if (subject.kind !== 'vector' || !baseline) return undefined;
    const change = difference({ ...values, baseline }, subject.name, subject.token);
    return (
      change &&
      msg(
        str`has moved by ${formatFixed(Math.hypot(...change), 2)} since step ${formatInteger(baseline.step)}`,
      )
    );
  },
};

type StreamName = Parameters<typeof vectorOf>[1];

/** Of one pair of steps, by activation and token. */
const changesOf = memoize((_: NetworkValues) => new Map<string, Float32Array>());

function changeOf(values: NetworkValues, name: StreamName, token: number): Float32Array | undefined {
  const known = changesOf(values);
  const key = `${name} ${token}`;
  const change = known.get(key) ?? difference(values, name, token);
  if (change) known.set(key, change);
  return change;
}

function difference(values: NetworkValues, name: StreamName, token: number): Float32Array | undefined {
  const now = vectorOf(values, name, token);
  const before = values.baseline && vectorOf(values.baseline, name, token);
  return now && before?.length === now.length ? now.map((value, i) => value - before[i]) : undefined;
}

function paintChange(picture: Picture): void {
  const { view, values, brush, bitmaps, ranges } = picture;
  const alpha = 1 - view.pose.digits;
  const { baseline } = values;
  if (!baseline || alpha < 0.02) return;
  for (const { name, zone } of view.shape.stages) {
    for (let token = 0; token < values.tokens.length; token++) {
      const change = changeOf(values, name, token);
      if (change)
        brush.patch(bitmaps.patch(change, ranges.stream), 0, vectorRect(view, token, zone), {
          alpha: alpha * revealed(picture, token, zone, 0.2) * summed(picture, zone),
          frame: brush.palette.lineStrong,
          frameWidth: 1,
        });
    }
  }
}

function changeTable({ shape, values, labels }: Words): TableData | undefined {
  const { baseline } = values;
  if (!baseline) return undefined;
  const length = (name: StreamName, token: number) => {
    const change = changeOf(values, name, token);
    return change ? formatFixed(Math.hypot(...change), 2) : '';
  };
  return {
    caption: msg(str`How far the stream has moved since step ${formatInteger(baseline.step)}`),
    columns: [msg('stream'), ...labels],
    rows: shape.stages.map(({ name, meaning }) => ({
      name: meaning,
      cells: labels.map((_, token) => length(name, token)),
    })),
  };
}

/** The two steps and their predictions. */
function changeSummary({ baseline, step, next }: NetworkValues): string {
  if (!baseline) return '';
  const [first] = next;
  const before = baseline.next.find(({ id }) => id === first.id);
  if (baseline.step === step && before?.logit === first.logit)
    return msg(
      str`Nothing has changed since step ${formatInteger(step)}: train, or move to another checkpoint.`,
    );
  const was = before ? msg(str`, from ${formatPercent(before.probability)}`) : '';
  const logit = before ? msg(str` (logit ${formatSigned(first.logit - before.logit)})`) : '';
  return msg(
    str` From step ${formatInteger(baseline.step)} to step ${formatInteger(step)}: “${tokenLabel(first.text)}” ${formatPercent(first.probability)}${was}${logit}.`,
  );
}
