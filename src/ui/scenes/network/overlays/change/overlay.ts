// Change: the stream now, less the stream of an earlier step on the same prompt.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../../../shared/memoize.ts';
import type { ActivationName } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import type { TableData } from '../../../../types/table.ts';
import type { Picture } from '../../painting/picture.ts';
import type { Words } from '../../text/describe.ts';
import { streamTable } from '../../text/stream-table.ts';
import { type NetworkValues, vectorOf } from '../../values/network-values.ts';
import type { Overlay } from '../overlay.ts';
import { streamCells } from '../stream.ts';

declare module '../overlay-types.ts' {
  interface OverlayTypes {
    change: object;
  }
}

export const changeOverlay: Overlay<'change'> = {
  label: msg('Change'),
  explanation: msg(
    'What has changed in the stream since this overlay was chosen: train, or move to another checkpoint.',
  ),
  hasBaseline: true,
  valuesAlpha: 0.3,
  legend: [{ sign: 'signed', text: msg('less to more than before') }],
  paint: paintChange,
  summary: changeSummary,
  table: changeTable,
  describe(subject, values) {
    if (subject.kind !== 'vector' || !values.baseline) return undefined;
    const moved = movedBy(values, subject.name, subject.token);
    return moved && msg(str`has moved by ${moved} since step ${formatInteger(values.baseline.step)}`);
  },
};

/** Of one pair of steps, by activation and token. */
const changesOf = memoize((_: NetworkValues) => new Map<string, Float32Array>());

function changeOf(values: NetworkValues, name: ActivationName, token: number): Float32Array | undefined {
  const known = changesOf(values);
  const key = `${name} ${token}`;
  const change = known.get(key) ?? difference(values, name, token);
  if (change) known.set(key, change);
  return change;
}

function difference(values: NetworkValues, name: ActivationName, token: number): Float32Array | undefined {
  const now = vectorOf(values, name, token);
  const before = values.baseline && vectorOf(values.baseline, name, token);
  return now && before?.length === now.length ? now.map((value, i) => value - before[i]) : undefined;
}

/** The length of a change. */
function movedBy(values: NetworkValues, name: ActivationName, token: number): string | undefined {
  const change = changeOf(values, name, token);
  return change && formatFixed(Math.hypot(...change), 2);
}

function paintChange(picture: Picture): void {
  const { values, brush, bitmaps, ranges } = picture;
  if (!values.baseline) return;
  for (const { name, token, rect, done } of streamCells(picture, 0.2)) {
    const change = changeOf(values, name, token);
    if (!change) continue;
    const frame = { frame: brush.palette.lineStrong, frameWidth: 1 };
    brush.patch(bitmaps.patch(change, ranges.stream), 0, rect, { alpha: done, ...frame });
  }
}

function changeTable(words: Words): TableData | undefined {
  const { baseline } = words.values;
  if (!baseline) return undefined;
  return streamTable(
    words,
    msg(str`How far the stream has moved since step ${formatInteger(baseline.step)}`),
    (name, token) => movedBy(words.values, name, token) ?? '',
  );
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
