// Rows as questions (chapter 7, 7:25 to 7:57): a row is swept beside a vector, and the products add up to one dot product.

import { msg, str } from '@lit/localize';
import { formatSigned } from '../../format/numbers.ts';
import { mix } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving, steady } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';
import { PATCH_COLUMNS, type Page, pageOf } from './page.ts';

export const QUESTIONS = ['first', 'last', 'both'] as const;
export type Question = (typeof QUESTIONS)[number];

/** Dot products of both rows with the vector of one person. */
interface Person {
  readonly subject: string;
  readonly first: number;
  readonly last: number;
}

export interface RowsInput {
  readonly names: {
    readonly layer: number;
    readonly first: string;
    readonly last: string;
    /** (C): at the last name. */
    readonly input: Float32Array;
    /** (C) each. */
    readonly rows: { readonly first: Float32Array; readonly last: Float32Array };
    /** People whom the rows are measured on. */
    readonly madeUp: number;
    /** Other people: the one with both names first. */
    readonly heldOut: readonly Person[];
  };
  /** Why there are no names. */
  readonly error: string | undefined;
  /** The question whose products are shown. */
  readonly asked: Question;
  /** The event that asks another question. */
  readonly ask: (asked: Question) => Event;
}

type Names = RowsInput['names'];

/** Seconds: each row arrives, and is swept; then other people come. */
const TIMES = { first: 0.3, each: 2.4, arrive: 0.6, sweep: 1.4, people: 7.6, end: 8.6 };
/** What the video gets for someone with both names. */
const IDEAL: Readonly<Record<Question, number>> = { first: 1, last: 1, both: 2 };

export class RowsScene extends MarkScene<RowsInput> {
  readonly name = 'rows';
  readonly duration = TIMES.end;
  readonly tableHead = [
    msg('Dot products of rows with vectors'),
    msg('row and vector'),
    msg('dot product'),
  ] as const;

  protected override isAnother(
    { names }: Partial<RowsInput>,
    { names: before }: Partial<RowsInput>,
  ): boolean {
    return names !== before;
  }

  override summary({ names, error }: Partial<RowsInput>): string {
    if (!names) return error ?? msg('Loading …');
    return msg(
      str`Rows measured on ${names.madeUp} made-up names. Dots: ${names.heldOut.length - 1} other people, yellow if they have the name.`,
    );
  }

  override layout(input: Partial<RowsInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { names, asked, ask } = input;
    if (!names || !asked || !ask) return undefined;
    const page = pageOf(viewport, rangeOf(names));
    const now = Math.min(2, Math.max(0, Math.floor((t - TIMES.first) / TIMES.each)));
    const shown = t < TIMES.people ? QUESTIONS[now] : asked;
    const swept = (question: Question) => steady(t, ...sweepOf(QUESTIONS.indexOf(question)));
    const begin = TIMES.first + TIMES.each * QUESTIONS.indexOf(shown);
    return [
      ...patches(
        page,
        names,
        shown,
        t < TIMES.people ? swept(shown) : 1,
        arriving(t, begin, begin + TIMES.arrive),
      ),
      ...axis(page),
      ...QUESTIONS.flatMap((question) => [
        ...people(page, names, question, arriving(t, TIMES.people, TIMES.end)),
        ...bar(page, names, question, swept(question), question === shown),
        ...button(page, names, question, question === shown, () => this.dispatch(ask(question))),
      ]),
    ];
  }
}

function sweepOf(index: number): [from: number, to: number] {
  const from = TIMES.first + TIMES.each * index + TIMES.arrive;
  return [from, from + TIMES.sweep];
}

/** Of the row of a question; one for both names is the sum of the two. */
const rowFor = ({ rows: { first, last } }: Names, question: Question): Float32Array =>
  question === 'both' ? first.map((value, i) => value + last[i]) : question === 'first' ? first : last;

const readingOf = ({ first, last }: Person, question: Question): number =>
  ({ first, last, both: first + last })[question];

const sumOf = ({ heldOut: [person] }: Names, question: Question): number => readingOf(person, question);

/** Products of the columns that have been swept. */
export function productsOf(names: Names, question: Question, swept = 1): Float32Array {
  const row = rowFor(names, question);
  return names.input.map((value, i) =>
    i % PATCH_COLUMNS < Math.round(swept * PATCH_COLUMNS) ? value * row[i] : 0,
  );
}

const largest = (values: Float32Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function rangeOf({ heldOut }: Names): readonly [least: number, most: number] {
  const all = heldOut.flatMap((person) => QUESTIONS.map((question) => readingOf(person, question)));
  return [Math.min(0, ...all), Math.max(IDEAL.both, ...all)];
}

const questionText = ({ first, last }: Names, question: Question): string =>
  ({
    first: msg(str`first name ${first}?`),
    last: msg(str`last name ${last}?`),
    both: msg(str`${first} and ${last}?`),
  })[question];

/** The row, the vector and their products, with the line that sweeps them. */
function patches(page: Page, names: Names, question: Question, swept: number, arrived: number): Mark[] {
  const { size } = page;
  const products = productsOf(names, question, swept);
  const total = largest(productsOf(names, question));
  const row = rowFor(names, question);
  const sum = formatSigned(products.reduce((sum, value) => sum + value, 0));
  const three = [
    {
      ...{
        key: 'row',
        title: questionText(names, question),
        values: row,
        most: largest(row),
        alpha: arrived,
      },
      sign: '',
    },
    {
      ...{ key: 'vector', values: names.input, most: largest(names.input), alpha: 1, sign: '×' },
      title: msg(str`vector of “${names.last}”, layer ${names.layer + 1}`),
    },
    {
      ...{ key: 'products', values: products, most: total, alpha: 1, sign: '=' },
      title: msg(str`products, cell by cell: sum ${sum}`),
    },
  ];
  const marks = three.flatMap(({ key, title, values, most, alpha, sign }, i): Mark[] => {
    const patch = page.patches[i];
    const shift = key === 'row' ? -(1 - arrived) * 0.1 * patch.width : 0;
    const fill = key === 'row' ? 'highlight' : 'text';
    const indent = sign === '' ? 0 : 1.6 * size;
    const y = patch.y - 0.9 * size;
    return [
      {
        key: `title-${key}`,
        shape: {
          ...{ kind: 'text', x: patch.x + indent, y, text: title, size, fill, alpha },
          ...{ maxWidth: patch.width - indent, isBold: key === 'row' },
        },
      },
      ...(sign === ''
        ? []
        : [
            {
              key: `sign-${key}`,
              shape: { kind: 'text', x: patch.x, y, text: sign, size: 1.7 * size, isBold: true },
            } as const,
          ]),
      {
        ...{ key, name: title },
        shape: { kind: 'cells', ...patch, x: patch.x + shift, columns: PATCH_COLUMNS, values, most, alpha },
      },
    ];
  });
  const [top, , bottom] = page.patches;
  const x = top.x + swept * top.width;
  const isSweeping = swept > 0 && swept < 1;
  const line: Mark = {
    key: 'line',
    shape: {
      ...{ kind: 'line', points: [x, top.y, x, bottom.y + bottom.height] },
      ...{ stroke: 'highlight', lineWidth: 3, alpha: isSweeping ? 1 : 0 },
    },
  };
  return [...marks, line];
}

/** Zero under the bars, and what the film gets: 1, and 2 for both names. */
function axis({ columns, y, size }: Page): Mark[] {
  const left = columns[0].x;
  const end = (question: Question) => {
    const { x, width } = columns[QUESTIONS.indexOf(question)];
    return x + width;
  };
  const film = (['last', 'both'] as const).flatMap((question): Mark[] => {
    const value = IDEAL[question];
    const at = y(value);
    return [
      {
        key: `film-${value}`,
        shape: { kind: 'line', points: [left, at, end(question), at], stroke: 'muted', isDashed: true },
      },
      {
        key: `film-${value}-number`,
        shape: {
          kind: 'text',
          x: left - 0.75 * size,
          y: at,
          text: `${value}`,
          size,
          align: 'right',
          fill: 'muted',
        },
      },
    ];
  });
  return [
    {
      key: 'zero',
      shape: { kind: 'line', points: [left, y(0), end('both'), y(0)], stroke: 'lineStrong' },
    },
    ...film,
    {
      key: 'film',
      shape: { kind: 'text', x: left, y: y(2) - 0.8 * size, text: msg('the film'), size, fill: 'muted' },
    },
  ];
}

/** The sum so far. */
function bar(
  { columns, y, size }: Page,
  names: Names,
  question: Question,
  swept: number,
  isShown: boolean,
): Mark[] {
  const { x, width } = columns[QUESTIONS.indexOf(question)];
  const value =
    swept < 1
      ? productsOf(names, question, swept).reduce((sum, each) => sum + each, 0)
      : sumOf(names, question);
  const [top, bottom] = [y(Math.max(0, value)), y(Math.min(0, value))];
  const text = questionText(names, question);
  return [
    {
      ...{
        key: `bar-${question}`,
        name: `${text} ${names.first} ${names.last}`,
        value,
        format: formatSigned,
      },
      shape: {
        ...{ kind: 'box', x, y: top, width: 0.42 * width, height: bottom - top, radius: 2 },
        ...{ fill: isShown ? 'highlight' : value < 0 ? 'negative' : 'positive', alpha: swept > 0 ? 1 : 0 },
      },
    },
    {
      key: `number-${question}`,
      shape: {
        ...{ kind: 'text', x: x + 0.21 * width, y: top - 0.9 * size, text: formatSigned(value), size },
        ...{ align: 'center', isBold: true, hasHalo: true, alpha: swept > 0 ? 1 : 0 },
      },
    },
  ];
}

/** Everybody else beside the bar, at their dot product; bright are those who have the name. */
function people({ columns, y, size }: Page, names: Names, question: Question, alpha: number): Mark[] {
  const { x, width } = columns[QUESTIONS.indexOf(question)];
  const { first, last, heldOut } = names;
  const text = questionText(names, question);
  return heldOut.slice(1).map((person, i): Mark => {
    const [own, family] = person.subject.split(' ');
    const has = { first: own === first, last: family === last, both: own === first || family === last };
    const isNamed = has[question];
    const value = readingOf(person, question);
    const at = mix(0.52, 0.96, ((i * 7) % 13) / 12);
    return {
      key: `dot-${question}-${person.subject.replace(' ', '-')}`,
      ...(isNamed && { name: `${text} ${person.subject}`, value, format: formatSigned }),
      shape: {
        ...{ kind: 'dot', x: x + at * width, y: y(value), radius: (isNamed ? 0.3 : 0.16) * size },
        ...{ fill: isNamed ? 'highlight' : 'muted', alpha: alpha * (isNamed ? 1 : 0.5) },
      },
    };
  });
}

/** Under its bar: shows the products of its row. */
function button(page: Page, names: Names, question: Question, isShown: boolean, press: () => void): Mark[] {
  const { columns, size, bottom, isNarrow } = page;
  const { x, width } = columns[QUESTIONS.indexOf(question)];
  const { first, last } = names;
  const text = isNarrow
    ? { first: `${first[0]}?`, last: `${last[0]}?`, both: `${first[0]} + ${last[0]}?` }
    : { first: `${first}?`, last: `${last}?`, both: msg('both?') };
  return [
    {
      ...{ key: `ask-${question}`, name: msg(str`show the row: ${questionText(names, question)}`), press },
      ...(question === 'first' && { isAct: true }),
      shape: {
        ...{ kind: 'box', x, y: bottom - 2 * size, width, height: 1.9 * size, radius: size },
        ...{ fill: 'raised', stroke: isShown ? 'highlight' : 'lineStrong' },
      },
    },
    {
      key: `asked-${question}`,
      shape: {
        ...{ kind: 'text', x: x + width / 2, y: bottom - 1.05 * size, text: text[question], size },
        ...{ align: 'center', isBold: isShown },
      },
    },
  ];
}
