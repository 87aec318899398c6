// Many heads at once (chapter 6, 21:17): each has its pattern and proposes a change, and all changes are added to E.

import { msg, str } from '@lit/localize';
import { formatPercent } from '../../format/numbers.ts';
import { formatSignificant } from '../../format/quantities.ts';
import { mix, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import type { Cells } from '../../stage/marks/shape.ts';
import { arriving, moving } from '../../stage/marks/timeline.ts';
import { vectorCells } from '../../stage/marks/vector.ts';
import type { Viewport } from '../../stage/scene.ts';
import { type Frame, frameOf, TIMES } from './frame.ts';
import { largeModel } from './large-model.ts';

export interface SummedHead {
  /** Such as 3.1. */
  readonly place: string;
  /** What it attends to in texts, such as noun → adjective, if that is clear. */
  readonly task: string | undefined;
  /** (T, T), a row a key: its attention. */
  readonly pattern: Float32Array;
  /** What the word attends to most, with its weight. */
  readonly attended: { readonly name: string; readonly weight: number };
  /** (C): what it adds to the stream. */
  readonly change: Float32Array;
  /** Tokens whose logits that raises most. */
  readonly promoted: string;
}

export interface HeadsInput {
  /** The word whose vector is changed, and its position of all T. */
  readonly token: string;
  readonly query: number;
  readonly length: number;
  /** Of one block. */
  readonly heads: readonly SummedHead[];
  /** (C): the stream before the attention, and the bias of its output, which belongs to no head. */
  readonly before: Float32Array;
  readonly bias: Float32Array;
  /** Of GPT-3's heads in a block: their patterns are not published. */
  readonly largeCount: number;
  /** Of the visitor: heads of these that the sum leaves out. */
  readonly leftOut?:
    | { readonly of: readonly SummedHead[]; readonly heads: readonly SummedHead[] }
    | undefined;
}

const LEFT_OUT = 0.12;

export class HeadsScene extends MarkScene<HeadsInput> {
  readonly name = 'heads';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Sum of all heads'), msg('vector'), msg('length')] as const;

  protected override isAnother({ heads, token }: Partial<HeadsInput>, before: Partial<HeadsInput>): boolean {
    return token !== before.token || heads?.[0]?.place !== before.heads?.[0]?.place;
  }

  override summary(input: Partial<HeadsInput>): string {
    const { heads, token, before, bias } = input;
    if (!heads || !token || !before || !bias) return msg('Loading …');
    const out = leftOutOf(input).map(({ place }) => place);
    const after = formatSignificant(lengthOf(sumOf(input as HeadsInput)));
    return out.length > 0
      ? msg(str`Without head ${out.join(', ')}, E′ of “${token}” has length ${after}.`)
      : msg(
          str`The bias, of length ${formatSignificant(lengthOf(bias))}, is added too; E′ of “${token}” has length ${after}.`,
        );
  }

  override layout(input: Partial<HeadsInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { heads, token, query, length, before, bias, largeCount } = input;
    if (!heads || !token || query === undefined || !length || !before || !bias || !largeCount)
      return undefined;
    const frame = frameOf(viewport, heads.length);
    const shown: Shown = { ...(input as HeadsInput), out: leftOutOf(input), t };
    return [
      ...largeModel(frame, largeCount, t),
      ...heads.flatMap((head, i) => wire(frame, shown, head, i)),
      ...heads.flatMap((head, i) => tile(frame, shown, head, i, () => this.#press(head))),
      ...sum(frame, shown),
    ];
  }

  #press(head: SummedHead): void {
    const { heads } = this.input;
    if (!heads) return;
    const out = leftOutOf(this.input);
    const next = out.includes(head) ? out.filter((each) => each !== head) : [...out, head];
    this.show({ leftOut: { of: heads, heads: next } });
  }
}

interface Shown extends HeadsInput {
  readonly out: readonly SummedHead[];
  readonly t: number;
}

/** Those that belonged to other numbers are in again. */
const leftOutOf = ({ heads, leftOut }: Partial<HeadsInput>): readonly SummedHead[] =>
  leftOut?.of === heads ? (leftOut?.heads ?? []) : [];

/** (C): E′. */
export function sumOf(input: HeadsInput): Float32Array {
  const kept = input.heads.filter((head) => !leftOutOf(input).includes(head));
  const { before, bias } = input;
  return before.map((x, c) => x + bias[c] + kept.reduce((sum, { change }) => sum + change[c], 0));
}

const lengthOf = (vector: Float32Array): number => Math.hypot(...vector);
const largest = (vectors: readonly Float32Array[]): number =>
  Math.max(...vectors.flatMap((vector) => Array.from(vector, Math.abs)), Number.MIN_VALUE) / 2;

/** A head: its pattern with the word's column, and what it attends to; below them the change and its strength. */
function tile(frame: Frame, shown: Shown, head: SummedHead, i: number, press: () => void): Mark[] {
  const { heads, query, length, out, t } = shown;
  const { em, tiles } = frame;
  const { pattern, change } = tiles[i];
  const start = TIMES.heads + (0.8 * i) / heads.length;
  const come = arriving(t, start, start + 0.7);
  const left = arriving(t, TIMES.changes, TIMES.changes + 0.9);
  const isOut = out.includes(head);
  const alpha = isOut ? LEFT_OUT : 1;
  const at = { ...pattern, y: mix(pattern.y - 3 * em, pattern.y, come) };
  const cell = at.width / length;
  const task = head.task ? `, ${head.task}` : '';
  const vector = vectorCells(
    { ...change, y: mix(pattern.y + pattern.height / 2, change.y, left) },
    head.change,
    largest(heads.map((each) => each.change)),
  );
  return [
    {
      key: `pattern-${i}`,
      shape: {
        ...{ kind: 'cells', ...at, columns: length, values: head.pattern, most: 1, alpha: come * alpha },
        ...{ fill: 'headFirst', stroke: 'lineStrong', radius: 4 },
      },
    },
    {
      key: `column-${i}`,
      shape: {
        ...{ kind: 'box', x: at.x + query * cell, y: at.y, width: cell, height: at.height, radius: 2 },
        ...{ stroke: 'highlight', lineWidth: 2, alpha: come * alpha },
      },
    },
    {
      ...{ key: `change-${i}`, press, isAct: i === 0 },
      name: msg(str`ΔE of head ${head.place}${task}; raises ${head.promoted}`),
      ...{ value: lengthOf(head.change), format: formatSignificant },
      shape: { ...vector, alpha: left * alpha },
    },
    ...(frame.hasNames ? names(frame, i, head, { come, left, isOut }) : []),
    ...falling(frame, vector, isOut ? 1 : moving(t, TIMES.drop, TIMES.after)).map((shape) => ({
      ...{ key: `falling-${i}`, shape },
    })),
  ];
}

/** Above a pattern and above its change. */
function names(
  { tiles, size, em }: Frame,
  i: number,
  { place, attended, change }: SummedHead,
  { come, left, isOut }: { readonly come: number; readonly left: number; readonly isOut: boolean },
): Mark[] {
  const { pattern, change: below } = tiles[i];
  const isWide = pattern.width > 6.5 * em;
  const centred = { kind: 'text', x: pattern.x + pattern.width / 2, align: 'center', size } as const;
  const length = formatSignificant(lengthOf(change));
  const above = isWide ? `${place} · ${attended.name} ${formatPercent(attended.weight)}` : place;
  const strength = isOut ? msg('left out') : isWide ? `|ΔE| = ${length}` : length;
  return [
    {
      key: `place-${i}`,
      shape: { ...centred, y: pattern.y - 0.9 * em, text: above, alpha: come, maxWidth: pattern.width + em },
    },
    {
      key: `length-${i}`,
      shape: {
        ...{ ...centred, y: below.y - 0.8 * em, text: strength, alpha: left, isBold: !isOut },
        ...{ fill: 'headFirst', maxWidth: pattern.width },
      },
    },
  ];
}

/** A change on its way into the sum. */
function falling({ sum }: Frame, vector: Cells, dropped: number): Cells[] {
  if (dropped <= 0 || dropped >= 1) return [];
  const { x, y, width, height } = vector;
  const to = { x: sum.x - width / 2, y: sum.y - height / 2 };
  return [{ ...vector, x: mix(x, to.x, dropped), y: mix(y, to.y, dropped), alpha: 1 - dropped }];
}

const CURVE_POINTS = 16;

/** From a change into the sum, as thick as it is long. */
function wire({ tiles, sum }: Frame, { heads, out, t }: Shown, head: SummedHead, i: number): Mark[] {
  const { change } = tiles[i];
  const [x0, y0] = [change.x + change.width / 2, change.y + change.height];
  const longest = Math.max(...heads.map((each) => lengthOf(each.change)));
  const points = Array.from({ length: CURVE_POINTS + 1 }, (_, n) => {
    const along = n / CURVE_POINTS;
    return [mix(x0, sum.x, moving(along, 0, 1)), mix(y0, sum.y - sum.radius, along)];
  });
  return [
    {
      key: `wire-${i}`,
      shape: {
        ...{ kind: 'line', points: points.flat(), stroke: 'headFirst' },
        ...{ lineWidth: 1 + (7 * lengthOf(head.change)) / longest },
        alpha: arriving(t, TIMES.drop, TIMES.after) * (out.includes(head) ? LEFT_OUT : 0.85),
      },
    },
  ];
}

/** E, the plus, and E′. */
function sum(frame: Frame, shown: Shown): Mark[] {
  const { size, em, before, after, sum } = frame;
  const { t, token } = shown;
  const result = sumOf(shown);
  const most = largest([shown.before]);
  const [come, done] = [arriving(t, TIMES.heads, TIMES.changes), arriving(t, TIMES.after, TIMES.end)];
  const { x, y, radius } = sum;
  const line = { kind: 'line', stroke: 'highlight', lineWidth: 2.5 } as const;
  const arm = 0.55 * radius;
  const named = (rect: Rect, key: string, letter: string, alpha: number): Mark => ({
    key,
    shape: {
      ...{ kind: 'text', x: rect.x + rect.width / 2, y: rect.y + rect.height + 1.1 * em, text: letter },
      ...{ size: size + 1, align: 'center', fill: 'highlight', alpha, isBold: true },
    },
  });
  return [
    { key: 'into', shape: { ...line, points: [before.x + before.width, y, x - radius, y], alpha: come } },
    {
      key: 'from',
      shape: { ...line, points: [x + radius, y, after.x - 2, y], hasHead: true, alpha: done },
    },
    {
      ...{
        key: 'before',
        name: msg(str`E of ${token}`),
        value: lengthOf(shown.before),
        format: formatSignificant,
      },
      shape: { ...vectorCells(before, shown.before, most), alpha: come },
    },
    named(before, 'before-name', `E · ${token}`, come),
    {
      ...{ key: 'after', name: 'E′ = E + ΣΔE', value: lengthOf(result), format: formatSignificant },
      shape: { ...vectorCells(after, result, most), alpha: done },
    },
    named(after, 'after-name', 'E′ = E + ΣΔE', done),
    {
      key: 'plus',
      shape: { kind: 'dot', x, y, radius, fill: 'surface', stroke: 'highlight', lineWidth: 2.5, alpha: come },
    },
    { key: 'plus-across', shape: { ...line, points: [x - arm, y, x + arm, y], alpha: come } },
    { key: 'plus-down', shape: { ...line, points: [x, y - arm, x, y + arm], alpha: come } },
  ];
}
