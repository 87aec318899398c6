// Three assumed directions (chapter 7, 4:24 to 14:34): people as vectors, their dot products with a first name, a last name and a sport, and the sport that a neuron adds.

import { msg, str } from '@lit/localize';
import { formatFixed, formatInteger, formatSigned } from '../../format/numbers.ts';
import { mix } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import type { Colour, Text } from '../../stage/marks/shape.ts';
import { arriving, moving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';
import { type AndInput, heightOf } from '../and/and-scene.ts';
import { type Space, spaceOf, type Vector } from './space.ts';

/** The directions alone, the tests of one vector, what should be added to it, or what is added to everybody's. */
export const SHOWN = ['directions', 'test', 'goal', 'everybody'] as const;
export type Shown = (typeof SHOWN)[number];

export interface ToyInput extends Pick<AndInput, 'people' | 'row' | 'bias' | 'curve'> {
  /** Names of the directions. */
  readonly directions: readonly [first: string, last: string, sport: string];
  readonly show: Shown;
  /** Index into people; undefined while nobody is chosen. */
  readonly person: number | undefined;
  /** The event that chooses a person. */
  readonly personEvent: (person: number) => Event;
}

/** Seconds: the directions grow and turn, the vector grows, swings to its place, and is added to. */
const TIMES = { each: 0.5, turned: 2.2, vector: 0.8, swing: 2, there: 3.6, add: 3.2, end: 5 };
const AXES: readonly Vector[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
const COLOURS = ['key', 'positive', 'gradient'] as const satisfies readonly Colour[];
const FULL_NAME: Vector = [1, 1, 0];

export class ToyScene extends MarkScene<ToyInput> {
  readonly name = 'toy';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Three directions'), msg('what'), msg('number')] as const;

  protected override isAnother(input: Partial<ToyInput>, before: Partial<ToyInput>): boolean {
    return input.show !== before.show;
  }

  override summary(input: Partial<ToyInput>): string {
    const { show, person, people, directions } = input;
    if (!show || !people || !directions) return msg('Loading …');
    if (show === 'directions') return msg('The dot product of any two is 0, that of each with itself 1.');
    if (show === 'everybody')
      return msg(str`How much ${directions[2]} each vector gets from the row M + J without a curve.`);
    const { name, at } = people[person ?? 0];
    if (show === 'test') {
      const products = directions.map((direction, i) => `${direction} ${formatInteger(vectorOf(at)[i])}`);
      return `${name}: ${products.join(', ')}.`;
    }
    const added = addedOf(input as ToyInput)[person ?? 0];
    return added === 0
      ? msg(str`${name}: nothing should be added.`)
      : msg(str`${name}: ${formatAmount(added)} ${directions[2]} should be added.`);
  }

  override layout(input: Partial<ToyInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { people, directions, show, row, curve, personEvent } = input;
    if (!people || !directions || !show || !row || !curve || !personEvent) return undefined;
    const toy = input as ToyInput;
    const highest = show === 'everybody' ? Math.max(1, ...addedOf(toy)) : 1;
    const space = spaceOf(viewport, highest, moving(t, 0, TIMES.turned));
    return [
      ...floor(space, show === 'directions', arriving(t, 0, TIMES.turned)),
      ...axes(space, show === 'directions' ? 9 : 5, t),
      ...(show === 'everybody' ? everybody(space, toy, t) : one(space, toy, t)),
      ...names(space, people, toy.person, (person) => this.dispatch(personEvent(person))),
    ];
  }
}

const vectorOf = ([first, last]: AndInput['people'][number]['at']): Vector => [first, last, 0];

/** What the neuron adds along the sport, to each person's vector. */
const addedOf = ({ people, ...neuron }: ToyInput): number[] =>
  people.map(({ at: [first, last] }) => heightOf(neuron)(first, last));

const mixed = (from: Vector, to: Vector, t: number): Vector => [
  mix(from[0], to[0], t),
  mix(from[1], to[1], t),
  mix(from[2], to[2], t),
];

/** Whole where it is. */
const plain = (value: number): string =>
  Number.isInteger(value) ? formatInteger(value) : formatFixed(value, 2);

/** Of both names; while the directions stand alone, with the marks of right angles. */
function floor({ place }: Space, hasAngles: boolean, alpha: number): Mark[] {
  const corner = 0.13;
  const area = (key: string, points: readonly Vector[], strength: number): Mark => ({
    key,
    shape: { kind: 'line', points: points.flatMap((each) => place(each)), fill: 'raised', alpha: strength },
  });
  const angle = (key: string, points: readonly Vector[]): Mark => ({
    key,
    shape: {
      ...{ kind: 'line', points: points.flatMap((each) => place(each)), stroke: 'muted', lineWidth: 1.5 },
      alpha,
    },
  });
  return [
    area(
      'floor',
      [
        [0, 0, 0],
        [1, 0, 0],
        [1, 1, 0],
        [0, 1, 0],
      ],
      0.7 * alpha,
    ),
    ...(hasAngles
      ? [
          angle('right-angle-0', [
            [corner, 0, 0],
            [corner, corner, 0],
            [0, corner, 0],
          ]),
          angle('right-angle-1', [
            [0, corner, 0],
            [0, corner, corner],
            [0, 0, corner],
          ]),
          angle('right-angle-2', [
            [corner, 0, 0],
            [corner, 0, corner],
            [0, 0, corner],
          ]),
        ]
      : []),
  ];
}

/** The directions, one after the other. */
const axes = (space: Space, lineWidth: number, t: number): Mark[] =>
  AXES.map((axis, i): Mark => {
    const grown = arriving(t, TIMES.each * i, TIMES.each * i + 0.8);
    return arrow(space, `axis-${i}`, [[0, 0, 0], mixed([0, 0, 0], axis, grown)], {
      ...{ stroke: COLOURS[i], lineWidth: space.isNarrow ? 0.7 * lineWidth : lineWidth },
      alpha: Math.min(1, 3 * grown),
    });
  });

function arrow(
  { place }: Space,
  key: string,
  [from, to]: readonly [Vector, Vector],
  look: { stroke: Colour; lineWidth: number; alpha?: number; isDashed?: boolean },
): Mark {
  return {
    key,
    shape: { kind: 'line', points: [...place(from), ...place(to)], hasHead: !look.isDashed, ...look },
  };
}

/** Where texts of directions and vectors are, from a point. */
const SIDES = {
  above: { dx: 0, dy: -1.1, align: 'center' },
  below: { dx: 0, dy: 1.1, align: 'center' },
  under: { dx: 0, dy: 2, align: 'center' },
  beside: { dx: 1.4, dy: -0.4, align: 'left' },
} as const;

function label(
  { place, em, size }: Space,
  key: string,
  at: Vector,
  side: keyof typeof SIDES,
  look: Partial<Text> & Pick<Text, 'text'>,
): Mark {
  const [x, y] = place(at);
  const { dx, dy, align } = SIDES[side];
  return {
    key,
    shape: {
      ...{ kind: 'text', x: x + dx * em, y: y + dy * em, align, size, isBold: true, hasHalo: true },
      ...look,
    },
  };
}

/** One vector: its shadow on each direction, and what is added to it. */
function one(space: Space, toy: ToyInput, t: number): Mark[] {
  const { show, person, people } = toy;
  const chosen = person === undefined ? undefined : people[person];
  const isGoal = show === 'goal';
  const swung = isGoal || person === 0 ? 1 : moving(t, TIMES.swing, TIMES.there);
  const grown = arriving(t, TIMES.vector, TIMES.swing);
  const end = chosen ? mixed(FULL_NAME, vectorOf(chosen.at), swung) : FULL_NAME;
  const vector = mixed([0, 0, 0], end, grown);
  const added = isGoal && person !== undefined ? addedOf(toy)[person] : 0;
  const risen = moving(t, TIMES.add, TIMES.end);
  if (!chosen) return labels(space, toy, undefined, t);
  const named = people[swung < 0.5 ? 0 : (person ?? 0)].name;
  return [
    ...(show === 'test' ? shadows(space, vector, grown) : []),
    ...(isGoal ? sides(space, end, grown) : []),
    ...vectorMarks(space, vector, named, grown),
    ...(isGoal ? sum(space, toy, { end, added, risen }) : []),
    ...labels(space, toy, [vector[0], vector[1], vector[2] + added * risen], t),
  ];
}

/** Light that falls on each direction at a right angle, and the part that it leaves in shadow. */
function shadows(space: Space, vector: Vector, alpha: number): Mark[] {
  const { place } = space;
  return AXES.flatMap((axis, i): Mark[] => {
    const foot = mixed([0, 0, 0], axis, vector[i]);
    return [
      arrow(space, `fall-${i}`, [vector, foot], {
        ...{ stroke: vector[i] > 0.01 ? COLOURS[i] : 'muted', lineWidth: 2, isDashed: true, alpha },
      }),
      {
        key: `shadow-${i}`,
        shape: {
          ...{ kind: 'line', points: [...place([0, 0, 0]), ...place(foot)], stroke: COLOURS[i] },
          ...{ lineWidth: space.isNarrow ? 16 : 24, alpha: 0.4 * alpha },
        },
      },
    ];
  });
}

/** The two names of which a vector is the sum. */
const sides = (space: Space, [first, last]: Vector, alpha: number): Mark[] =>
  [
    [
      [first, 0, 0],
      [first, last, 0],
    ] as const,
    [
      [0, last, 0],
      [first, last, 0],
    ] as const,
  ].map((ends, i) =>
    arrow(space, `side-${i}`, ends, { stroke: 'muted', lineWidth: 1.5, isDashed: true, alpha }),
  );

/** The vector of a person; one with none of the three directions is a point from here. */
function vectorMarks(space: Space, vector: Vector, name: string, alpha: number): Mark[] {
  const [x, y] = space.place([0, 0, 0]);
  const isPoint = Math.hypot(...vector) < 0.05;
  const look = { text: name, fill: 'highlight', size: space.size + 2, alpha } as const;
  const middle = mixed([0, 0, 0], vector, 0.55);
  return [
    { key: 'origin', shape: { kind: 'dot', x, y, radius: isPoint ? 9 : 4, fill: 'highlight', alpha } },
    {
      ...arrow(space, 'vector', [[0, 0, 0], vector], {
        ...{ stroke: 'highlight', lineWidth: isPoint ? 0 : space.isNarrow ? 5 : 8, alpha },
      }),
      name: msg(str`the vector of ${name}`),
    },
    isPoint
      ? label(space, 'name', [0, 0, 0], 'below', look)
      : vector[1] < 0.3
        ? label(space, 'name', middle, 'under', look)
        : vector[0] < 0.3
          ? label(space, 'name', middle, 'beside', look)
          : label(space, 'name', vector, space.isLow ? 'beside' : 'under', look),
  ];
}

/** The sport glides from the origin to the tip of the vector, as much of it as the neuron adds. */
function sum(
  space: Space,
  { directions: [, , sport] }: ToyInput,
  { end, added, risen }: { end: Vector; added: number; risen: number },
): Mark[] {
  if (added === 0) return [];
  const from = mixed([0, 0, 0], end, risen);
  const to: Vector = [from[0], from[1], from[2] + added];
  return [
    arrow(space, 'sum', [[0, 0, 0], to], { stroke: 'highlight', lineWidth: 2, isDashed: true, alpha: risen }),
    {
      ...arrow(space, 'added', [from, to], { stroke: COLOURS[2], lineWidth: space.isNarrow ? 7 : 11 }),
      ...{ name: msg(str`${sport} that is added`), value: added, format: formatSigned },
    },
    label(space, 'added-name', to, 'above', {
      text: `+ ${sport}`,
      fill: COLOURS[2],
      size: space.size + 2,
      alpha: risen,
    }),
  ];
}

/** Names of the directions at their tips, with the vector's dot products. */
function labels(space: Space, toy: ToyInput, vector: Vector | undefined, t: number): Mark[] {
  const { directions, show } = toy;
  const symbol = (vector?.[2] ?? 0) > 0 ? 'E′' : 'E';
  return AXES.map((axis, i): Mark => {
    const alpha = arriving(t, TIMES.each * i + 0.4, TIMES.each * i + 1);
    const side = i === 1 || (show === 'everybody' && i === 0) ? 'below' : 'above';
    const name = directions[i];
    if (!vector || show === 'directions')
      return label(space, `axis-name-${i}`, axis, side, { text: longName(toy, i), fill: COLOURS[i], alpha });
    const value = vector[i];
    return {
      ...label(space, `product-${i}`, axis, side, {
        ...{
          text: `${symbol} · ${name} = ${plain(value)}`,
          alpha,
          size: space.size + (space.isNarrow ? 0 : 2),
        },
        fill: value > 0.005 ? COLOURS[i] : 'muted',
      }),
      ...{ name: `${symbol} · ${name}`, value, format: plain },
    };
  });
}

const longName = ({ directions, show }: ToyInput, i: number): string =>
  show === 'everybody' || i === 2
    ? directions[i]
    : i === 0
      ? msg(str`first name ${directions[0]}`)
      : msg(str`last name ${directions[1]}`);

/** Everybody's vector as a point of the floor, and over it as much of the sport as it gets. */
function everybody(space: Space, toy: ToyInput, t: number): Mark[] {
  const { people, person } = toy;
  const { isNarrow, isLow, size } = space;
  const added = addedOf(toy);
  const risen = moving(t, TIMES.swing, TIMES.there);
  const alpha = arriving(t, TIMES.vector, TIMES.swing);
  const level = Math.min(...added.filter((each) => each > 0));
  const half = arriving(t, TIMES.there, TIMES.end);
  const across: readonly (readonly [Vector, Vector])[] = [
    [
      [1, 0, level],
      [1, 1, level],
    ],
    [
      [0, 1, level],
      [1, 1, level],
    ],
  ];
  return [
    ...(Number.isFinite(level)
      ? across.map((ends, i) =>
          arrow(space, `level-${i}`, ends, { stroke: 'muted', lineWidth: 1.5, isDashed: true, alpha: half }),
        )
      : []),
    ...(isLow ? [] : labels(space, toy, undefined, t)),
    ...people.flatMap((each, i): Mark[] => {
      const foot = vectorOf(each.at);
      const top: Vector = [foot[0], foot[1], added[i] * risen];
      const [x, y] = space.place(foot);
      const isChosen = i === person;
      const name = isNarrow ? shortName(each.name) : each.name;
      return [
        {
          key: `foot-${i}`,
          shape: { kind: 'dot', x, y, radius: 6, fill: isChosen ? 'highlight' : 'data', alpha },
        },
        {
          ...arrow(space, `added-${i}`, [foot, top], {
            ...{ stroke: COLOURS[2], lineWidth: isNarrow ? 7 : 11, alpha: added[i] === 0 ? 0 : risen },
          }),
          ...{ name: each.name, value: added[i], format: formatSigned },
        },
        label(space, `added-name-${i}`, top, added[i] > 0 ? 'above' : 'below', {
          ...{
            text: `${name} ${formatAmount(added[i])}`,
            size: size + (isChosen && !isNarrow ? 2 : 0),
            alpha,
          },
          ...{ fill: isChosen ? 'highlight' : 'text', isBold: isChosen },
        }),
      ];
    }),
  ];
}

const formatAmount = (value: number): string =>
  value > 0 ? `+${plain(value)}` : value < 0 ? formatSigned(value) : '0';

const shortName = (name: string): string => name.replace(/^(.)\S+/, '$1.');

/** Side by side: a press chooses a person. */
function names(
  { width, height, em, size, isNarrow }: Space,
  people: ToyInput['people'],
  person: number | undefined,
  choose: (person: number) => void,
): Mark[] {
  const edge = Math.max(0.5 * em, (width - 44 * em) / 2);
  const column = (width - 2 * edge) / people.length;
  const next = ((person ?? -1) + 1) % people.length;
  return people.flatMap(({ name }, i): Mark[] => {
    const x = edge + i * column;
    const isChosen = i === person;
    return [
      {
        ...{ key: `choose-${i}`, name: msg(str`show ${name}`), press: () => choose(i), isAct: i === next },
        shape: {
          ...{
            kind: 'box',
            x: x + 0.25 * em,
            y: height - 2.4 * em,
            width: column - 0.5 * em,
            height: 2 * em,
          },
          ...{ radius: em, fill: 'raised', stroke: isChosen ? 'highlight' : 'lineStrong' },
        },
      },
      {
        key: `choice-${i}`,
        shape: {
          ...{
            kind: 'text',
            x: x + column / 2,
            y: height - 1.4 * em,
            text: isNarrow ? shortName(name) : name,
          },
          ...{ size, align: 'center', isBold: isChosen, fill: isChosen ? 'highlight' : 'text' },
        },
      },
    ];
  });
}
