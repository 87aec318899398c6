// The weighted sum of values (chapter 6, 14:22): E, each value as strong as its weight, their sum ΔE, E′ = E + ΔE; and where it points.

import { msg, str } from '@lit/localize';
import { formatPercent } from '../../format/numbers.ts';
import { formatSignificant } from '../../format/quantities.ts';
import { mix, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import type { Text } from '../../stage/marks/shape.ts';
import { arriving, moving } from '../../stage/marks/timeline.ts';
import { vectorCells } from '../../stage/marks/vector.ts';
import type { Viewport } from '../../stage/scene.ts';
import { type Frame, frameOf } from './frame.ts';
import { type WordPlane, wordMarks } from './words.ts';

/** A key, or all with little weight together. */
export interface DeltaPart {
  readonly name: string;
  /** Attention of the query, 0 to 1. */
  readonly weight: number;
  /** (C): v · W_O; of several keys their mean by weight. */
  readonly value: Float32Array;
}

export interface DeltaInput {
  /** The query's word. */
  readonly token: string;
  /** Which head, in words. */
  readonly head: string;
  /** (C): the residual stream before the attention. */
  readonly before: Float32Array;
  /** In the order of the text; weights times values add up to the head's output. */
  readonly parts: readonly DeltaPart[];
  /** On the plane of the parts with the largest weights, first two. */
  readonly plane?: (WordPlane & { readonly names: readonly [first: string, second: string] }) | undefined;
  /** Of the visitor: a part of these that the sum leaves out. */
  readonly leftOut?: { readonly of: readonly DeltaPart[]; readonly part: DeltaPart } | undefined;
}

/** Seconds: E arrives, values come one after another, they fall into ΔE, both go into E′, E goes its way among words. */
const TIMES = { before: 0.2, values: 0.9, fall: 2.8, sum: 3.9, after: 4.2, way: 5, end: 7 };
/** Opacity of a value that is left out. */
const LEFT_OUT = 0.08;

export class DeltaScene extends MarkScene<DeltaInput> {
  readonly name = 'delta';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Weighted sum'), msg('vector'), msg('weight or length')] as const;

  protected override isAnother(input: Partial<DeltaInput>, before: Partial<DeltaInput>): boolean {
    return pictureOf(input) !== pictureOf(before);
  }

  override summary(input: Partial<DeltaInput>): string {
    const { token, head, before, parts } = input;
    if (!token || !head || !before || !parts) return msg('Loading …');
    const out = leftOutOf(input);
    const length = formatSignificant(lengthOf(sumOf(parts, out)));
    return out
      ? msg(str`Without ${out.name}, ΔE has length ${length}.`)
      : msg(
          str`Of ${head}: ΔE has length ${length}, E ${formatSignificant(lengthOf(before))}. Words: the unembedding’s.`,
        );
  }

  override layout(input: Partial<DeltaInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { token, before, parts, plane } = input;
    if (!token || !before || !parts) return undefined;
    const out = leftOutOf(input);
    const frame = frameOf(viewport, parts.length);
    const change = sumOf(parts, out);
    const after = before.map((x, c) => x + change[c]);
    const strong = plane ? parts.filter(({ name }) => plane.names.includes(name)) : [];
    const whole = [...strong.map(({ name }) => name), token].join(' ');
    const [come, summed, added] = [
      arriving(t, TIMES.before, TIMES.values),
      arriving(t, TIMES.fall + 0.5, TIMES.sum),
      arriving(t, TIMES.after, TIMES.way),
    ];
    // All vectors on one scale, so that one sees how much ΔE is beside E.
    const most = mostOf(before) / 2;
    const vector = (key: string, name: string, values: Float32Array, rect: Rect, alpha: number): Mark => ({
      ...{ key, name, value: lengthOf(values), format: formatSignificant },
      shape: { ...vectorCells(rect, values, most), alpha },
    });
    const strongest = Math.max(...parts.map(({ weight }) => weight));
    return [
      ...wires(frame, parts, out, { come, summed, added }),
      vector('before', msg(str`E of ${token}`), before, frame.before, come),
      ...heading(frame, frame.before, '\u{1d438}', token, come),
      ...parts.flatMap((part, i) => {
        const start = mix(TIMES.values, TIMES.fall - 0.8, i / parts.length);
        const [cells, ...texts] = value(frame, i, part, part === out, most, arriving(t, start, start + 0.8));
        const press = () => this.show({ leftOut: part === out ? undefined : { of: parts, part } });
        return [{ ...cells, press, isAct: part.weight === strongest }, ...texts];
      }),
      ...falling(frame, parts, most, moving(t, TIMES.fall, TIMES.sum)),
      vector('change', 'ΔE', change, frame.change, summed),
      ...heading(frame, frame.change, 'Δ\u{1d438}', out ? msg(str`without ${out.name}`) : '', summed),
      vector('after', 'E′ = E + ΔE', after, frame.after, added),
      ...heading(frame, frame.after, '\u{1d438}′', whole, added),
      ...(plane
        ? wordMarks(
            frame,
            plane,
            { first: plane.names[0], second: plane.names[1], before: token, after: whole },
            { t, from: TIMES.way, to: TIMES.end },
          )
        : []),
    ];
  }
}

const pictureOf = ({ token, head, parts }: Partial<DeltaInput>): string =>
  [token, head, ...(parts ?? []).map(({ name }) => name)].join();

/** One that belonged to other numbers is in again. */
const leftOutOf = ({ parts, leftOut }: Partial<DeltaInput>): DeltaPart | undefined =>
  leftOut?.of === parts ? leftOut?.part : undefined;

/** (C): weights times values, added. */
export function sumOf(parts: readonly DeltaPart[], leftOut?: DeltaPart): Float32Array {
  const kept = parts.filter((part) => part !== leftOut);
  return parts[0].value.map((_, c) => kept.reduce((sum, { weight, value }) => sum + weight * value[c], 0));
}

const lengthOf = (vector: Float32Array): number => Math.hypot(...vector);
const mostOf = (vector: Float32Array): number => Math.max(...vector.map(Math.abs), Number.MIN_VALUE);

/** A letter beside its vector, with words below. */
function heading(
  { em, size, right }: Frame,
  rect: Rect,
  letter: string,
  words: string,
  alpha: number,
): Mark[] {
  const x = rect.x + rect.width + 0.7 * em;
  const middle = rect.y + rect.height / 2;
  const key = `heading-${letter}`;
  const text = { kind: 'text', x, alpha, maxWidth: right - x } as const;
  const large: Text = {
    ...text,
    y: middle - (words ? 0.7 * em : 0),
    text: letter,
    size: 1.7 * size,
    isMath: true,
  };
  const small: Text = { ...text, y: middle + 1 * em, text: words, size, fill: 'highlight', isBold: true };
  return [{ key, shape: large }, ...(words ? [{ key: `${key}-words`, shape: small }] : [])];
}

/** A key's value, as opaque as its weight, between its weight and its word. */
function value(
  { values, size, em }: Frame,
  i: number,
  { name, weight, value }: DeltaPart,
  isOut: boolean,
  most: number,
  shown: number,
): [Mark, ...Mark[]] {
  const rect = values[i];
  const text = {
    ...({ kind: 'text', x: rect.x + rect.width / 2, align: 'center', size, alpha: shown } as const),
    ...{ isBold: true, maxWidth: 1.12 * rect.width },
  };
  return [
    {
      ...{ key: `value-${i}`, name: msg(str`value of ${name}`), value: weight, format: formatPercent },
      shape: { ...vectorCells(rect, value, most), alpha: shown * (isOut ? LEFT_OUT : weight) },
    },
    {
      key: `frame-${i}`,
      shape: {
        ...{ kind: 'box', ...rect, stroke: 'value', radius: rect.height / 5, lineWidth: 1 },
        alpha: shown * mix(0.35, 1, weight),
      },
    },
    {
      key: `weight-${i}`,
      shape: { ...text, y: rect.y - 0.8 * em, text: isOut ? msg('left out') : formatPercent(weight) },
    },
    {
      key: `name-${i}`,
      shape: { ...text, y: rect.y + rect.height + 0.8 * em, text: name, fill: 'value' },
    },
  ];
}

/** Values on their way into the sum. */
function falling(
  { values, change }: Frame,
  parts: readonly DeltaPart[],
  most: number,
  fallen: number,
): Mark[] {
  if (fallen <= 0 || fallen >= 1) return [];
  return parts.map(({ value, weight }, i) => {
    const [from, to] = [values[i], change];
    const rect = {
      ...{ x: mix(from.x, to.x, fallen), y: mix(from.y, to.y, fallen) },
      ...{ width: mix(from.width, to.width, fallen), height: mix(from.height, to.height, fallen) },
    };
    return {
      key: `falling-${i}`,
      shape: { ...vectorCells(rect, value, most), alpha: weight * (1 - 0.5 * fallen) },
    };
  });
}

/** Values into ΔE, as thick as their weights; E and ΔE into E′. */
function wires(
  { before, values, change, after, plus, left, em }: Frame,
  parts: readonly DeltaPart[],
  out: DeltaPart | undefined,
  { come, summed, added }: { readonly come: number; readonly summed: number; readonly added: number },
): Mark[] {
  const line = { kind: 'line', lineWidth: 2.5 } as const;
  const [x, y, top] = [plus.x, plus.y, before.y + before.height / 2];
  const arm = 0.55 * plus.radius;
  const yellow = { ...line, stroke: 'highlight' } as const;
  return [
    ...parts.map(({ weight }, i): Mark => {
      const { x: from, width, y: above, height } = values[i];
      const start = above + height + 1.6 * em;
      return {
        key: `into-${i}`,
        shape: {
          ...{ ...line, points: [from + width / 2, start, x, change.y - 2], stroke: 'value' },
          ...{ lineWidth: 0.5 + 6 * weight, alpha: summed * (parts[i] === out ? LEFT_OUT : 0.9) },
        },
      };
    }),
    {
      key: 'stay',
      shape: { ...yellow, points: [before.x, top, left, top, left, y, x - plus.radius, y], alpha: come },
    },
    {
      key: 'add',
      shape: {
        ...line,
        points: [x, change.y + change.height, x, y - plus.radius],
        stroke: 'value',
        alpha: added,
      },
    },
    {
      key: 'result',
      shape: { ...yellow, points: [x, y + plus.radius, x, after.y - 1], hasHead: true, alpha: added },
    },
    {
      key: 'plus',
      shape: { kind: 'dot', x, y, radius: plus.radius, stroke: 'highlight', lineWidth: 2, alpha: come },
    },
    { key: 'plus-across', shape: { ...yellow, points: [x - arm, y, x + arm, y], alpha: come } },
    { key: 'plus-down', shape: { ...yellow, points: [x, y - arm, x, y + arm], alpha: come } },
  ];
}
