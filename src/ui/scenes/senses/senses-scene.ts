// One word in several texts (chapter 6, 2:00 and 2:53): its vectors start as one point and separate from block to block.

import { msg, str } from '@lit/localize';
import { formatSignificant } from '../../format/quantities.ts';
import { clamp, mix, type Point } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import type { Colour } from '../../stage/marks/shape.ts';
import { arriving, moving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';

export type Corner = readonly [x: number, y: number];

export interface SensesInput {
  readonly word: string;
  /** At most three. */
  readonly phrases: readonly { readonly text: string; readonly next: string }[];
  /** From the lookup to the last block: the vectors' exact distances, in the plane. */
  readonly stages: readonly {
    readonly meaning: string;
    readonly corners: readonly Corner[];
    readonly farthest: number;
  }[];
  /** Of the visitor: a stage of these. */
  readonly at?: { readonly of: SensesInput['stages']; readonly stage: number } | undefined;
}

/** Seconds: the points stand together, then separate. */
const TIMES = { start: 0.8, end: 6 };
const COLOURS: readonly Colour[] = ['query', 'key', 'value'];

export class SensesScene extends MarkScene<SensesInput> {
  readonly name = 'senses';
  readonly duration = TIMES.end;
  readonly tableHead = [
    msg('One word in several texts'),
    msg('text'),
    msg('distance from their mean'),
  ] as const;

  protected override isAnother(input: Partial<SensesInput>, before: Partial<SensesInput>): boolean {
    return input.phrases !== before.phrases;
  }

  override summary({ word, stages }: Partial<SensesInput>): string {
    if (!word || !stages) return msg('Loading …');
    return msg(
      str`Vectors of “${word}”: the farthest are ${formatSignificant(stages[0].farthest)} apart at first, ${formatSignificant(stages[stages.length - 1].farthest)} at last.`,
    );
  }

  override layout(input: Partial<SensesInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { word, phrases, stages } = input;
    if (!word || !phrases || !stages) return undefined;
    const last = stages.length - 1;
    const chosen = input.at?.of === stages ? input.at.stage : last;
    const stage = t < TIMES.end ? last * moving(t, TIMES.start, TIMES.end - 0.4) : chosen;
    const frame = frameOf(viewport, stages);
    const show = (next: number) => this.show({ at: { of: stages, stage: clamp(Math.round(next), 0, last) } });
    return [
      ...paths(frame, stages, stage),
      ...points(frame, phrases, stages, stage, t),
      ...slider(frame, stages, stage, show),
    ];
  }
}

interface Frame {
  readonly size: number;
  readonly em: number;
  readonly width: number;
  /** Heights of the slider and of the name of its stage. */
  readonly slider: number;
  readonly meaning: number;
  place(corner: Corner): Corner;
}

function frameOf({ width, height, textScale }: Viewport, stages: SensesInput['stages']): Frame {
  const size = width < 620 * textScale ? 12 : 15;
  const em = size * textScale;
  const all = [[0, 0] as const, ...stages.flatMap(({ corners }) => corners)];
  const [xs, ys] = [0, 1].map((axis) => all.map((corner) => corner[axis]));
  const [slider, meaning] = [height - 1.4 * em, height - 3 * em];
  const room = { left: 2 * em, right: width - 2 * em, top: 4.4 * em, bottom: meaning - 5 * em };
  const [across, up] = [xs, ys].map((each) => Math.max(...each) - Math.min(...each) || 1);
  const scale = Math.min((room.right - room.left) / across, (room.bottom - room.top) / up);
  const middle = [xs, ys].map((each) => (Math.max(...each) + Math.min(...each)) / 2);
  return {
    ...{ size, em, width, slider, meaning },
    place: ([x, y]) => [
      (room.left + room.right) / 2 + scale * (x - middle[0]),
      (room.top + room.bottom) / 2 - scale * (y - middle[1]),
    ],
  };
}

/** Of a phrase, at a stage between two. */
function cornerAt(stages: SensesInput['stages'], phrase: number, stage: number): Corner {
  const before = stages[Math.floor(stage)].corners[phrase];
  const after = stages[Math.ceil(stage)].corners[phrase];
  return [0, 1].map((axis) => mix(before[axis], after[axis], stage % 1)) as unknown as Corner;
}

/** From the one point to where each vector is, with a dot for each stage; and what is between them. */
function paths({ place }: Frame, stages: SensesInput['stages'], stage: number): Mark[] {
  const count = stages[0].corners.length;
  const ends = Array.from({ length: count }, (_, i) => place(cornerAt(stages, i, stage)));
  const between: Mark = {
    key: 'between',
    shape: {
      kind: 'line',
      points: [...ends, ends[0]].flat(),
      stroke: 'lineStrong',
      lineWidth: 1.5,
      isDashed: true,
    },
  };
  const passed = Math.ceil(stage);
  return [
    between,
    ...ends.flatMap((end, i): Mark[] => {
      const way = stages.slice(0, passed).map(({ corners }) => place(corners[i]));
      return [
        {
          key: `path-${i}`,
          shape: { kind: 'line', points: [...way, end].flat(), stroke: COLOURS[i], lineWidth: 3, alpha: 0.7 },
        },
        ...way.map(
          ([x, y], n): Mark => ({
            key: `step-${i}-${n}`,
            shape: { kind: 'dot', x, y, radius: 3, fill: COLOURS[i] },
          }),
        ),
      ];
    }),
  ];
}

/** The vectors, with their texts and what the network predicts after each. */
function points(
  frame: Frame,
  phrases: SensesInput['phrases'],
  stages: SensesInput['stages'],
  stage: number,
  t: number,
): Mark[] {
  const { place, size, em, width } = frame;
  const last = stages.length - 1;
  return phrases.flatMap(({ text, next }, i): Mark[] => {
    const corner = cornerAt(stages, i, stage);
    const [x, y] = place(corner);
    const [endX, endY] = place(stages[last].corners[i]);
    const isAbove = endY < place([0, 0])[1];
    const maxWidth = (isAbove ? 0.94 : 0.46) * width;
    const half = Math.min(maxWidth, 0.56 * em * Math.max(text.length, next.length)) / 2;
    // Two beside each other keep to their halves.
    const [from, to] = isAbove ? [0, width] : endX < width / 2 ? [0, width / 2] : [width / 2, width];
    const centre = clamp(endX, from + half + 0.3 * em, to - half - 0.3 * em);
    const top = isAbove ? endY - 3.2 * em : endY + 1.7 * em;
    const common = { kind: 'text', x: centre, size, align: 'center', maxWidth, hasHalo: true } as const;
    return [
      {
        ...{ key: `point-${i}`, name: text, value: Math.hypot(...corner), format: formatSignificant },
        shape: { kind: 'dot', x, y, radius: size > 12 ? 11 : 8, fill: COLOURS[i] },
      },
      {
        key: `text-${i}`,
        shape: {
          ...common,
          y: top,
          text,
          isBold: true,
          fill: COLOURS[i],
          alpha: arriving(t, 0, TIMES.start),
        },
      },
      {
        key: `next-${i}`,
        shape: {
          ...common,
          y: top + 1.4 * em,
          text: next,
          fill: 'muted',
          alpha: arriving(t, TIMES.end - 0.6, TIMES.end),
        },
      },
    ];
  });
}

/** The one act: the stage. */
function slider(
  { size, em, width, slider: y, meaning }: Frame,
  stages: SensesInput['stages'],
  stage: number,
  set: (stage: number) => void,
): Mark[] {
  const last = stages.length - 1;
  const [from, to] = [1.6 * em, width - 1.6 * em];
  const at = (n: number) => mix(from, to, n / Math.max(1, last));
  const shown = stages[Math.round(stage)].meaning;
  return [
    { key: 'track', shape: { kind: 'line', points: [from, y, to, y], stroke: 'lineStrong', lineWidth: 4 } },
    ...stages.map(
      (_, n): Mark => ({
        key: `tick-${n}`,
        shape: { kind: 'dot', x: at(n), y, radius: 4, fill: 'lineStrong' },
      }),
    ),
    {
      ...{ key: 'knob', name: msg('stage'), value: stage, format: () => shown, isAct: true },
      drag: ({ x }: Point) => set(((x - from) / (to - from)) * last),
      step: (by) => set(stage + by),
      shape: { kind: 'dot', x: at(stage), y, radius: 10, fill: 'highlight' },
    },
    {
      key: 'meaning',
      shape: {
        kind: 'text',
        x: width / 2,
        y: meaning,
        text: shown,
        size,
        align: 'center',
        fill: 'highlight',
        isBold: true,
      },
    },
  ];
}
