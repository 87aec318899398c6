// The weighted sum of values (chapter 6, 14:22): E, each value as strong as its weight, their sum ΔE, and E′ = E + ΔE.

import { msg, str } from '@lit/localize';
import { formatPercent } from '../../format/numbers.ts';
import { formatSignificant } from '../../format/quantities.ts';
import { mix } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import type { Cells, Text } from '../../stage/marks/shape.ts';
import { arriving, moving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';
import { type Band, type Column, columnOf } from './column.ts';

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
  /** Of the visitor: a part of these that the sum leaves out. */
  readonly leftOut?: { readonly of: readonly DeltaPart[]; readonly part: DeltaPart } | undefined;
}

/** Seconds: E arrives, values come one after another, they fall into ΔE, both go into E′. */
const TIMES = { before: 0.2, values: 1, fall: 3.4, sum: 4.8, after: 5.2, end: 6.6 };
/** Opacity of a value that is left out. */
const LEFT_OUT = 0.08;

/** Vectors with their columns and the number that has the full colour. */
type Look = Pick<Cells, 'columns' | 'most'>;

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
    const names = parts.map(({ name, weight }) => `${name} ${formatPercent(weight)}`).join(', ');
    const length = formatSignificant(lengthOf(sumOf(parts, out)));
    const sum = out
      ? msg(str`Without ${out.name}, ΔE has length ${length}.`)
      : msg(str`Their sum ΔE has length ${length}, E has ${formatSignificant(lengthOf(before))}.`);
    return msg(str`What ${head} adds to “${token}”: values of ${names}. ${sum}`);
  }

  override layout(input: Partial<DeltaInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { token, before, parts } = input;
    if (!token || !before || !parts) return undefined;
    const out = leftOutOf(input);
    const column = columnOf(viewport, parts.length);
    const change = sumOf(parts, out);
    const after = before.map((x, c) => x + change[c]);
    const look = { columns: before.length > 256 ? 96 : 32, most: mostOf(before, sumOf(parts)) / 2 };
    const strip = (key: string, name: string, values: Float32Array, band: Band, alpha: number): Mark => ({
      ...{ key, name, value: lengthOf(values), format: formatSignificant },
      shape: { kind: 'cells', ...band, ...look, values, alpha },
    });
    const [arrived, added] = [arriving(t, TIMES.before, TIMES.values), arriving(t, TIMES.after, TIMES.end)];
    const summed = arriving(t, TIMES.fall + 0.6, TIMES.sum);
    const strongest = Math.max(...parts.map(({ weight }) => weight));
    return [
      ...wires(column, parts, out, { summed, added }),
      strip('before', msg(str`E of ${token}`), before, column.before, arrived),
      ...heading(column, column.before, 'E', token, arrived),
      ...parts.flatMap((part, i) => {
        const start = mix(TIMES.values, TIMES.fall - 0.8, i / parts.length);
        const marks = valueStrip(
          column,
          { part, i, isOut: part === out },
          look,
          arriving(t, start, start + 0.8),
        );
        const press = () => this.show({ leftOut: part === out ? undefined : { of: parts, part } });
        const [cells, ...words] = marks;
        return [{ ...cells, press, isAct: part.weight === strongest }, ...words];
      }),
      ...falling(column, parts, look, t),
      strip('change', 'ΔE', change, column.change, summed),
      ...heading(column, column.change, 'ΔE', out ? msg(str`without ${out.name}`) : msg('the sum'), summed),
      strip('after', 'E′ = E + ΔE', after, column.after, added),
      ...heading(column, column.after, 'E′', 'E + ΔE', added),
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

const mostOf = (...vectors: readonly Float32Array[]): number =>
  Math.max(...vectors.flatMap((vector) => Array.from(vector, Math.abs)), Number.MIN_VALUE);

/** A letter beside its strip, with words below where there is room. */
function heading(column: Column, band: Band, letter: string, words: string, alpha: number): Mark[] {
  const { labels, size, isTall } = column;
  const middle = band.y + band.height / 2;
  const text = { kind: 'text', x: labels.right, align: 'right', alpha, maxWidth: labels.width } as const;
  const big: Text = {
    ...{ ...text, y: isTall ? middle - 0.7 * size : middle, text: letter },
    ...{ size: isTall ? 1.6 * size : 1.2 * size, isItalic: true, fill: 'text' },
  };
  const small: Text = { ...text, y: middle + 0.9 * size, text: words, size, fill: 'muted' };
  const key = `heading-${letter}`;
  return [{ key, shape: big }, ...(isTall ? [{ key: `${key}-words`, shape: small }] : [])];
}

/** A key's value, as opaque as its weight, beside its word and weight. */
function valueStrip(
  { values, labels, size, isTall }: Column,
  { part: { name, weight, value }, i, isOut }: { part: DeltaPart; i: number; isOut: boolean },
  look: Look,
  shown: number,
): [Mark, ...Mark[]] {
  const band = values[i];
  const middle = band.y + band.height / 2;
  const percent = isOut ? msg('left out') : formatPercent(weight);
  const text = { kind: 'text', x: labels.right, align: 'right', size, alpha: shown } as const;
  const bar = weight * labels.width * shown;
  const alpha = shown * (isOut ? LEFT_OUT : weight);
  return [
    {
      ...{ key: `value-${i}`, name: msg(str`value of ${name}`), value: weight, format: formatPercent },
      shape: { kind: 'cells', ...band, ...look, values: value, alpha },
    },
    {
      key: `frame-${i}`,
      shape: {
        kind: 'box',
        ...band,
        stroke: 'value',
        radius: 3,
        alpha: shown * mix(0.3, 1, weight),
        lineWidth: 1,
      },
    },
    ...(isTall
      ? ([
          {
            key: `weight-${i}`,
            shape: {
              ...{ kind: 'box', x: labels.right - bar, y: middle + 1.3 * size, width: bar, height: 5 },
              ...{ radius: 2.5, fill: 'key', alpha: isOut ? LEFT_OUT : shown },
            },
          },
          {
            key: `percent-${i}`,
            shape: { ...text, y: middle + 0.5 * size, text: percent, isBold: true, maxWidth: labels.width },
          },
        ] satisfies Mark[])
      : []),
    {
      key: `word-${i}`,
      shape: {
        ...{ ...text, y: isTall ? middle - 0.8 * size : middle, maxWidth: labels.width, fill: 'value' },
        text: isTall ? name : `${name} ${percent}`,
      },
    },
  ];
}

/** Values on their way into the sum. */
function falling({ values, change }: Column, parts: readonly DeltaPart[], look: Look, t: number): Mark[] {
  const fallen = moving(t, TIMES.fall, TIMES.sum);
  if (fallen <= 0 || fallen >= 1) return [];
  return parts.map(({ value, weight }, i) => ({
    key: `falling-${i}`,
    shape: {
      ...{ kind: 'cells', ...values[i], ...look, values: value, alpha: weight * (1 - 0.5 * fallen) },
      ...{ y: mix(values[i].y, change.y, fallen), height: mix(values[i].height, change.height, fallen) },
    },
  }));
}

/** Values into ΔE, as thick as their weights; E and ΔE into E′. */
function wires(
  { before, values, change, after, gap }: Column,
  parts: readonly DeltaPart[],
  out: DeltaPart | undefined,
  { summed, added }: { summed: number; added: number },
): Mark[] {
  const middle = ({ y, height }: Band) => y + height / 2;
  const right = change.x + change.width;
  const [left, plus] = [change.x - gap, right + 1.6 * gap];
  const line = { kind: 'line', lineWidth: 2 } as const;
  const [top, sum, end] = [before, change, after].map(middle);
  return [
    ...parts.map((part, i): Mark => {
      const y = middle(values[i]);
      const alpha = part === out ? LEFT_OUT * summed : summed;
      return {
        key: `into-${i}`,
        shape: {
          ...{
            ...line,
            points: [change.x, y, left, y, left, sum, change.x - 2, sum],
            stroke: 'value',
            alpha,
          },
          ...{ lineWidth: 0.5 + 4 * part.weight, hasHead: part.weight > 0.1 },
        },
      };
    }),
    {
      key: 'stay',
      shape: { ...line, points: [right, top, plus, top, plus, sum - 10], stroke: 'highlight', alpha: added },
    },
    { key: 'add', shape: { ...line, points: [right, sum, plus - 10, sum], stroke: 'value', alpha: added } },
    {
      key: 'result',
      shape: {
        ...{
          ...line,
          points: [plus, sum + 10, plus, end, right + 2, end],
          stroke: 'highlight',
          alpha: added,
        },
        hasHead: true,
      },
    },
    {
      key: 'plus',
      shape: { kind: 'dot', x: plus, y: sum, radius: 10, stroke: 'highlight', lineWidth: 2, alpha: added },
    },
    {
      key: 'plus-across',
      shape: { ...line, points: [plus - 5, sum, plus + 5, sum], stroke: 'highlight', alpha: added },
    },
    {
      key: 'plus-down',
      shape: { ...line, points: [plus, sum - 5, plus, sum + 5], stroke: 'highlight', alpha: added },
    },
  ];
}
