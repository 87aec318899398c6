// The plane of AND (chapter 7, 7:57 to 11:25): four people by two dot products, a neuron's row, bias and curve as the height over them.

import { msg, str } from '@lit/localize';
import { formatSigned } from '../../format/numbers.ts';
import { mix, type Point } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving, moving, steady } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';
import { type Plane, planeOf } from './plane.ts';

export interface AndPerson {
  readonly name: string;
  /** Dot products with the directions of the first and of the last name. */
  readonly at: readonly [first: number, last: number];
}

export interface AndInput {
  readonly people: readonly AndPerson[];
  /** The neuron's row: how much of each direction is in it. */
  readonly row: readonly [first: number, last: number];
  readonly bias: number;
  readonly curve: { readonly name: string; readonly of: (x: number) => number; readonly isLine: boolean };
  /** The event that sets the bias. */
  readonly biasEvent: (bias: number) => Event;
}

/** Seconds: people arrive, the line slides in, the curve floods, the plane tilts. */
const TIMES = { people: 0.3, line: 1.8, flood: 3, tilt: 4, end: 6 };
const BIAS = { least: -2, most: 1, step: 0.1 };

export class AndScene extends MarkScene<AndInput> {
  readonly name = 'and';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('The neuron for four people'), msg('vector of'), msg('activation')] as const;

  protected override isAnother(input: Partial<AndInput>, before: Partial<AndInput>): boolean {
    return input.row?.join() !== before.row?.join() || input.curve?.name !== before.curve?.name;
  }

  override summary({ people, row, bias, curve }: Partial<AndInput>): string {
    if (!people || !row || bias === undefined || !curve) return msg('Loading …');
    const active = people.filter((person) => activation(person, { row, bias, curve }) > 0);
    const names = active.map(({ name }) => name).join(', ');
    return msg(
      str`${rowName(row)}, bias ${formatSigned(bias)}, ${curve.isLine ? msg('no curve') : curve.name}: active for ${active.length === 0 ? msg('nobody') : names}.`,
    );
  }

  override layout(input: Partial<AndInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { people, row, bias, curve, biasEvent } = input;
    if (!people || !row || bias === undefined || !curve || !biasEvent) return undefined;
    const setBias = (next: number) => this.dispatch(biasEvent(next));
    const neuron = { row, bias, curve };
    const slid = mix(row[0] + row[1] + 0.4, -bias, moving(t, TIMES.line, TIMES.flood));
    const raised = moving(t, TIMES.tilt, TIMES.end);
    const plane = planeOf(viewport, raised, heightOf(neuron));
    return [
      ...surface(plane, neuron, { flooded: steady(t, TIMES.flood, TIMES.tilt), raised }),
      ...axes(plane),
      // Before there is a bias, nothing is divided yet.
      ...(curve.isLine && bias === 0
        ? []
        : border(plane, row, slid, arriving(t, TIMES.line, TIMES.flood), { bias, setBias })),
      ...people.flatMap((person, i) =>
        dotOf(
          plane,
          person,
          neuron,
          arriving(t, TIMES.people + 0.3 * i, TIMES.people + 0.3 * i + 0.6),
          raised,
        ),
      ),
      ...bars(plane, people, neuron, raised),
    ];
  }
}

type Neuron = Pick<AndInput, 'row' | 'bias' | 'curve'>;

const sumOf = ([m, j]: readonly [number, number], { row, bias }: Pick<Neuron, 'row' | 'bias'>): number =>
  row[0] * m + row[1] * j + bias;

/** Of the activation over a vector. */
export const heightOf =
  (neuron: Neuron) =>
  (first: number, last: number): number =>
    neuron.curve.of(sumOf([first, last], neuron));

const activation = ({ at }: AndPerson, neuron: Neuron): number => neuron.curve.of(sumOf(at, neuron));

const rowName = ([first, last]: AndInput['row']): string =>
  last === 0 ? msg('Row M') : first === 0 ? msg('Row J') : msg('Row M + J');

const MESH = 9;
const POINTS = 16;

/** The activation over every vector of the plane, as a net; where the curve has cut it to zero it is grey. */
function surface(
  plane: Plane,
  neuron: Neuron,
  { flooded, raised }: { flooded: number; raised: number },
): Mark[] {
  const { least, most } = plane;
  const at = (share: number) => mix(least, most, share);
  const height = (m: number, j: number) => {
    const sum = sumOf([m, j], neuron);
    return raised * mix(sum, neuron.curve.of(sum), neuron.curve.isLine ? 1 : flooded);
  };
  const dead = plane.cut((m, j) => -sumOf([m, j], neuron));
  const floor: Mark[] =
    neuron.curve.isLine || dead.length < 6
      ? []
      : [{ key: 'dead', shape: { kind: 'line', points: dead, fill: 'raised', alpha: 0.9 * flooded } }];
  const net = Array.from({ length: 2 * MESH }, (_, i): Mark => {
    const fixed = at((i % MESH) / (MESH - 1));
    const points = Array.from({ length: POINTS + 1 }, (_, n) => {
      const along = at(n / POINTS);
      const [m, j] = i < MESH ? [fixed, along] : [along, fixed];
      return plane.place(m, j, height(m, j));
    });
    const shape = {
      kind: 'line',
      points: points.flat(),
      stroke: 'lineStrong',
      lineWidth: 1,
      alpha: 0.75,
    } as const;
    return { key: `net-${i}`, shape };
  });
  return [...floor, ...net];
}

/** Both axes with their questions. */
function axes(plane: Plane): Mark[] {
  const { least, most, size } = plane;
  const text = { kind: 'text', size, fill: 'text', hasHalo: true } as const;
  const [x, y] = [plane.place(most, 0), plane.place(0, most)];
  const middle = (least + most) / 2;
  const [below, beside] = [plane.place(mix(least, most, 0.8), least), plane.place(least, middle)];
  const arrow = (key: string, start: readonly number[], end: readonly number[]): Mark => ({
    key,
    shape: { kind: 'line', points: [...start, ...end], stroke: 'muted', lineWidth: 1.5, hasHead: true },
  });
  return [
    arrow('first-axis', plane.place(least, 0), x),
    arrow('last-axis', plane.place(0, least), y),
    {
      key: 'first',
      shape: {
        ...text,
        x: below[0],
        y: below[1] + 2 * size,
        align: 'center',
        text: plane.side ? msg('M: first name Michael →') : 'M →',
      },
    },
    {
      key: 'last',
      shape: {
        ...{ ...text, x: beside[0] - size, y: beside[1], align: 'right', maxWidth: beside[0] - 1.5 * size },
        text: plane.side ? msg('J: last name Jordan ↑') : 'J ↑',
      },
    },
  ];
}

/** Where the sum is zero: the visitor drags it. */
function border(
  plane: Plane,
  row: AndInput['row'],
  at: number,
  alpha: number,
  { bias, setBias }: { bias: number; setBias: (bias: number) => void },
): Mark[] {
  const ends = plane.line(row, at);
  if (!ends) return [];
  const [x0, y0, x1, y1] = ends;
  const toBias = (value: number) => Math.round(10 * Math.min(BIAS.most, Math.max(BIAS.least, value))) / 10;
  const drag = (point: Point) => {
    const [m, j] = plane.unplace(point);
    setBias(toBias(-(row[0] * m + row[1] * j)));
  };
  const common = {
    ...{ value: bias, format: formatSigned, drag },
    step: (by: 1 | -1) => setBias(toBias(bias - by * BIAS.step)),
  };
  return [
    {
      ...{ key: 'border', name: msg('the line where row · E + bias is 0; the bias'), ...common },
      shape: { kind: 'line', points: ends, stroke: 'highlight', lineWidth: 3, alpha },
    },
    {
      ...{ key: 'knob', name: msg('bias'), isAct: true, ...common },
      shape: { kind: 'dot', x: (x0 + x1) / 2, y: (y0 + y1) / 2, radius: 8, fill: 'highlight', alpha },
    },
  ];
}

/** A person: on the plane, and as high above it as the neuron is active. */
function dotOf(plane: Plane, person: AndPerson, neuron: Neuron, alpha: number, raised: number): Mark[] {
  const { size } = plane;
  const value = activation(person, neuron);
  const foot = plane.place(...person.at);
  const [x, y] = plane.place(...person.at, raised * value);
  const isActive = value > 0;
  const short = person.name.replace(/^(.)\S+/, '$1.');
  const label = plane.side ? person.name : isActive ? `${short} ${formatSigned(value)}` : short;
  return [
    {
      key: `stem-${person.name}`,
      shape: {
        kind: 'line',
        points: [...foot, x, y],
        stroke: isActive ? 'highlight' : 'faint',
        lineWidth: 2,
        alpha,
      },
    },
    {
      ...{ key: person.name, name: person.name, value, format: formatSigned },
      shape: {
        ...{ kind: 'dot', x, y, radius: 9, lineWidth: 2, alpha },
        ...{ fill: isActive ? 'highlight' : 'surface', stroke: isActive ? 'highlight' : 'muted' },
      },
    },
    {
      key: `name-${person.name}`,
      shape: {
        ...{
          kind: 'text',
          x,
          y: y - 1.6 * size,
          text: label,
          size,
          align: 'center',
        },
        ...{ fill: isActive ? 'text' : 'muted', isBold: isActive, hasHalo: true, alpha },
      },
    },
  ];
}

/** The four results beside the plane, on one scale. */
function bars(plane: Plane, people: readonly AndPerson[], neuron: Neuron, alpha: number): Mark[] {
  const { size, side } = plane;
  if (!side) return [];
  const { x, y, width, height } = side;
  const row = height / (people.length + 1);
  const values = people.map((person) => activation(person, neuron));
  const [least, most] = [Math.min(0, ...values), Math.max(1, ...values)];
  const numbers = x + 0.26 * width;
  const scale = (0.68 * width) / (most - least);
  const zero = x + 0.3 * width - least * scale;
  const title: Mark = {
    key: 'side',
    shape: {
      ...{ kind: 'text', x, y: y + 0.4 * row, size, fill: 'muted', alpha, maxWidth: width },
      text: neuron.curve.isLine ? msg('row · E + bias') : msg(str`${neuron.curve.name}(row · E + bias)`),
    },
  };
  const source: Mark = {
    key: 'source',
    shape: {
      ...{ kind: 'text', x, y: y + 0.4 * row + 1.5 * size, size: 13, fill: 'muted', alpha, maxWidth: width },
      text: msg('the film’s numbers'),
    },
  };
  return [
    ...[title, source],
    ...people.flatMap((person, i): Mark[] => {
      const value = values[i];
      const middle = y + (i + 1.5) * row;
      const length = value * scale;
      return [
        {
          key: `side-name-${person.name}`,
          shape: {
            kind: 'text',
            x,
            y: middle - 0.26 * row,
            text: person.name,
            size,
            fill: 'muted',
            alpha,
            maxWidth: width,
          },
        },
        {
          key: `bar-${person.name}`,
          shape: {
            ...{
              kind: 'box',
              x: zero + Math.min(0, length),
              y: middle,
              width: Math.abs(length),
              height: 0.3 * row,
            },
            ...{ fill: value < 0 ? 'negative' : 'highlight', alpha, radius: 2 },
          },
        },
        // Of the sum alone: the part of the last name.
        ...(neuron.curve.isLine && neuron.bias === 0
          ? [
              {
                key: `part-${person.name}`,
                shape: {
                  ...{ kind: 'box' as const, x: zero + neuron.row[0] * person.at[0] * scale, y: middle },
                  ...{ width: neuron.row[1] * person.at[1] * scale, height: 0.3 * row },
                  ...{ fill: 'key' as const, alpha, radius: 2 },
                },
              },
            ]
          : []),
        {
          key: `zero-${person.name}`,
          shape: {
            kind: 'line',
            points: [zero, middle - 3, zero, middle + 0.3 * row + 3],
            stroke: 'lineStrong',
            alpha,
          },
        },
        {
          key: `number-${person.name}`,
          shape: {
            ...{
              kind: 'text',
              x: numbers,
              y: middle + 0.15 * row,
              text: formatSigned(value),
              size,
              align: 'right',
              alpha,
            },
            ...{ fill: value > 0 ? 'text' : 'muted', isBold: value > 0 },
          },
        },
      ];
    }),
  ];
}
