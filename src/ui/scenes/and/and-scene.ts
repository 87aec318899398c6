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
      ...truthTable(plane, people, neuron, raised),
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

/** The activation over every vector of the plane: filled where it is positive, grey where the curve has cut it to zero. */
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
  const active = plane.cut((m, j) => sumOf([m, j], neuron), height);
  const dead = plane.cut((m, j) => -sumOf([m, j], neuron));
  const floor: Mark[] =
    neuron.curve.isLine || dead.length < 6
      ? []
      : [{ key: 'dead', shape: { kind: 'line', points: dead, fill: 'raised', alpha: 0.9 * flooded } }];
  if (active.length >= 6)
    floor.push({
      key: 'active',
      shape: { kind: 'line', points: active, fill: 'highlight', alpha: 0.2 * raised },
    });
  const net = Array.from({ length: 2 * MESH }, (_, i): Mark => {
    const fixed = at((i % MESH) / (MESH - 1));
    const pair = (along: number): [number, number] => (i < MESH ? [fixed, along] : [along, fixed]);
    const [from, to] = [least, most].map((end) => sumOf(pair(end), neuron));
    // With a point where the sum is zero, a curve that has a corner there has it in the net.
    const corner = from * to < 0 ? from / (from - to) : 0;
    const shares = [...Array.from({ length: POINTS + 1 }, (_, n) => n / POINTS), corner].sort(
      (a, b) => a - b,
    );
    const points = shares.map((share) => {
      const [m, j] = pair(at(share));
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
  const [below, beside] = [plane.place(mix(least, most, 0.9), least), plane.place(least, middle)];
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
        text: plane.isNarrow ? 'M →' : msg('M: first name Michael →'),
      },
    },
    {
      key: 'last',
      shape: {
        ...{ ...text, x: beside[0] - size, y: beside[1], align: 'right', maxWidth: beside[0] - 1.5 * size },
        text: plane.isNarrow ? 'J ↑' : msg('J: last name Jordan ↑'),
      },
    },
  ];
}

/** Where the sum is zero; dragged, it sets the bias. */
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
  const short = shortName(person);
  const label = !plane.isNarrow
    ? person.name
    : isActive && !plane.table
      ? `${short} ${formatSigned(value)}`
      : short;
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
          y: y + (value < 0 ? 1.6 : -1.6) * size,
          text: label,
          size,
          align: 'center',
        },
        ...{ fill: isActive ? 'text' : 'muted', isBold: isActive, hasHalo: true, alpha },
      },
    },
  ];
}

const shortName = ({ name }: AndPerson): string => name.replace(/^(.)\S+/, '$1.');

/** The four results below the plane: what goes in, what comes out, and a bar on one scale. */
function truthTable(plane: Plane, people: readonly AndPerson[], neuron: Neuron, alpha: number): Mark[] {
  const { size, table, isNarrow } = plane;
  if (!table) return [];
  const { x, y, width } = table;
  const column = width / people.length;
  const values = people.map((person) => activation(person, neuron));
  const [least, most] = [Math.min(0, ...values), Math.max(1, ...values)];
  const scale = (0.8 * column) / (most - least);
  const name = neuron.curve.isLine ? msg('row · E + bias') : msg(str`${neuron.curve.name}(row · E + bias)`);
  const text = { kind: 'text', align: 'center', size, alpha, maxWidth: column - 4 } as const;
  return [
    {
      key: 'table',
      shape: {
        ...{ ...text, x: x + width / 2, y: y + 0.4 * size, fill: 'muted', maxWidth: width },
        text: msg(str`${name}, with the film’s numbers`),
      },
    },
    ...people.flatMap((person, i): Mark[] => {
      const value = values[i];
      const middle = x + (i + 0.5) * column;
      const zero = x + (i + 0.1) * column - least * scale;
      const bar = y + 5.4 * size;
      return [
        {
          key: `side-name-${person.name}`,
          shape: {
            ...{ ...text, x: middle, y: y + 2 * size, fill: value > 0 ? 'text' : 'muted' },
            text: isNarrow ? shortName(person) : person.name,
          },
        },
        {
          key: `number-${person.name}`,
          shape: {
            ...{ ...text, x: middle, y: y + 3.9 * size, text: formatSigned(value), size: size + 5 },
            ...{ fill: value > 0 ? 'highlight' : value < 0 ? 'negative' : 'muted', isBold: value > 0 },
          },
        },
        {
          key: `bar-${person.name}`,
          shape: {
            ...{ kind: 'box', x: zero + Math.min(0, value * scale), y: bar, width: Math.abs(value) * scale },
            ...{ height: 0.8 * size, fill: value < 0 ? 'negative' : 'highlight', alpha, radius: 2 },
          },
        },
        // Of the sum alone: the part of the last name.
        ...(neuron.curve.isLine && neuron.bias === 0
          ? [
              {
                key: `part-${person.name}`,
                shape: {
                  ...{ kind: 'box' as const, x: zero + neuron.row[0] * person.at[0] * scale, y: bar },
                  ...{ width: neuron.row[1] * person.at[1] * scale, height: 0.8 * size },
                  ...{ fill: 'key' as const, alpha, radius: 2 },
                },
              },
            ]
          : []),
        {
          key: `zero-${person.name}`,
          shape: {
            kind: 'line',
            points: [zero, bar - 3, zero, bar + 0.8 * size + 3],
            stroke: 'lineStrong',
            alpha,
          },
        },
      ];
    }),
  ];
}
