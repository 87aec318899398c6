// Shuffled labels (chapter 2, 17:38): two networks learn the same images, one with shuffled labels, and their accuracy as curves.

import { msg, str } from '@lit/localize';
import { formatInteger, formatPercent } from '../../format/numbers.ts';
import { clamp, mix, type Point } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import type { Colour } from '../../stage/marks/shape.ts';
import { steady } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';
import type { ComparedRun } from '../../types/digits.ts';

export interface LabelsInput {
  /** With correct labels, and with shuffled ones, at the same steps. */
  readonly runs: readonly ComparedRun[];
  /** Step that is read; the last if undefined. */
  readonly step: number | undefined;
  readonly stepEvent: (step: number) => Event;
}

/** Seconds: both learn. */
const TIMES = { start: 0.4, end: 6 };
const COLOURS: readonly Colour[] = ['positive', 'negative'];

export class LabelsScene extends MarkScene<LabelsInput> {
  readonly name = 'labels';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Accuracy of two networks'), msg('which'), msg('accuracy')] as const;

  protected override isAnother(input: Partial<LabelsInput>, before: Partial<LabelsInput>): boolean {
    return input.runs !== before.runs;
  }

  override summary({ runs, step }: Partial<LabelsInput>): string {
    if (!runs) return msg('Loading …');
    const last = lastOf(runs);
    const [own, shuffled] = runs.map((run) => formatPercent(accuracyAt(run, step ?? last, 'test')));
    return msg(
      str`Step ${formatInteger(step ?? last)}: of new images the one reads ${own}, with shuffled labels ${shuffled}.`,
    );
  }

  override layout(input: Partial<LabelsInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { runs, stepEvent } = input;
    if (!runs || !stepEvent) return undefined;
    const space = spaceOf(viewport, lastOf(runs));
    const now = Math.min(input.step ?? space.last, space.last * steady(t, TIMES.start, TIMES.end));
    const set = (step: number) => this.dispatch(stepEvent(Math.round(clamp(step, 0, space.last))));
    return [
      ...axes(space),
      ...runs.flatMap((run, i) => curves(space, run, COLOURS[i], i, now)),
      ...reader(space, now, set),
    ];
  }
}

const lastOf = (runs: readonly ComparedRun[]): number => runs[0].points[runs[0].points.length - 1].step;

/** Between two measurements on a straight line. */
export function accuracyAt({ points }: ComparedRun, step: number, split: 'train' | 'test'): number {
  const after = points.findIndex((point) => point.step >= step);
  const [from, to] = [points[Math.max(0, after - 1)], points[Math.max(0, after)]];
  const share = to.step > from.step ? (step - from.step) / (to.step - from.step) : 0;
  return mix(from[split].accuracy, to[split].accuracy, share);
}

interface Space {
  readonly size: number;
  readonly em: number;
  readonly last: number;
  readonly left: number;
  readonly right: number;
  x(step: number): number;
  y(accuracy: number): number;
  toStep(x: number): number;
}

function spaceOf({ width, height, textScale }: Viewport, last: number): Space {
  const size = width < 620 * textScale ? 12 : 16;
  const em = size * textScale;
  const [left, right] = [3.6 * em, width - 1.2 * em];
  const [top, floor] = [2 * em, height - 3 * em];
  return {
    ...{ size, em, last, left, right },
    x: (step) => mix(left, right, step / last),
    y: (accuracy) => mix(floor, top, accuracy),
    toStep: (x) => (last * (x - left)) / (right - left),
  };
}

function axes({ left, right, y, em, size }: Space): Mark[] {
  return [
    ...[0, 0.5, 1].flatMap((share): Mark[] => [
      {
        key: `level-${share}`,
        shape: {
          kind: 'line',
          points: [left, y(share), right, y(share)],
          stroke: share === 0 ? 'lineStrong' : 'line',
        },
      },
      {
        key: `percent-${share}`,
        shape: {
          ...{ kind: 'text', x: left - 0.5 * em, y: y(share), align: 'right', size, fill: 'faint' },
          text: `${100 * share} %`,
        },
      },
    ]),
    {
      key: 'chance',
      shape: {
        kind: 'line',
        points: [left, y(0.1), right, y(0.1)],
        stroke: 'muted',
        isDashed: true,
        alpha: 0.6,
      },
    },
  ];
}

/** On its own images, and dashed on new ones. */
function curves(space: Space, run: ComparedRun, stroke: Colour, i: number, now: number): Mark[] {
  const { x, y, em, size, right } = space;
  const points = (split: 'train' | 'test') => [
    ...run.points
      .filter(({ step }) => step < now)
      .flatMap((point) => [x(point.step), y(point[split].accuracy)]),
    ...[x(now), y(accuracyAt(run, now, split))],
  ];
  const [own, others] = [accuracyAt(run, now, 'train'), accuracyAt(run, now, 'test')];
  const text = {
    kind: 'text',
    size: size > 12 ? size + 2 : size,
    fill: stroke,
    isBold: true,
    hasHalo: true,
  } as const;
  // Above the first curve, and beside the second, which rises later.
  const early = 0.3 * space.last;
  const place =
    i === 0 ? { x: right, y: y(1) - em } : { x: x(early) + em, y: y(accuracyAt(run, early, 'train')) + em };
  const newY = y(others) + (i === 0 ? 1.5 : -1.5) * em;
  const isEnd = now === space.last;
  return [
    { key: `own-${i}`, shape: { kind: 'line', points: points('train'), stroke, lineWidth: 5 } },
    {
      key: `new-${i}`,
      shape: { kind: 'line', points: points('test'), stroke, lineWidth: 2.5, isDashed: true },
    },
    {
      ...{ key: `at-${i}`, name: msg(str`${run.name}, its own images`), value: own, format: formatPercent },
      shape: { kind: 'dot', x: x(now), y: y(own), radius: 7, fill: stroke, stroke: 'background' },
    },
    {
      ...{
        key: `at-new-${i}`,
        name: msg(str`${run.name}, new images`),
        value: others,
        format: formatPercent,
      },
      shape: { kind: 'dot', x: x(now), y: y(others), radius: 5, fill: stroke, stroke: 'background' },
    },
    ...(isEnd
      ? ([
          {
            key: `name-${i}`,
            shape: { ...text, ...place, text: run.name, align: i === 0 ? 'right' : 'left' },
          },
          {
            key: `new-name-${i}`,
            shape: {
              ...text,
              x: right,
              y: newY,
              text: msg(str`new images: ${formatPercent(others)}`),
              align: 'right',
            },
          },
        ] satisfies Mark[])
      : []),
  ];
}

/** The step that is read: the visitor drags it. */
function reader({ x, y, em, size, toStep, last }: Space, now: number, set: (step: number) => void): Mark[] {
  const act = {
    ...{ value: now, format: (step: number) => formatInteger(Math.round(step)), isAct: true },
    drag: (at: Point) => set(toStep(at.x)),
    step: (by: 1 | -1) => set(now + (by * last) / 20),
  };
  return [
    {
      key: 'line',
      shape: {
        kind: 'line',
        points: [x(now), y(0), x(now), y(1)],
        stroke: 'highlight',
        lineWidth: 1,
        alpha: 0.6,
      },
    },
    {
      ...{ key: 'step', name: msg('step'), ...act },
      shape: { kind: 'dot', x: x(now), y: y(0), radius: 8, fill: 'highlight', stroke: 'background' },
    },
    {
      key: 'step-name',
      shape: {
        ...{ kind: 'text', y: y(0) + 1.7 * em, size, align: 'center' },
        ...{
          x: clamp(x(now), x(0) + 3 * em, x(last) - 3 * em),
          text: msg(str`step ${formatInteger(Math.round(now))}`),
        },
      },
    },
  ];
}
