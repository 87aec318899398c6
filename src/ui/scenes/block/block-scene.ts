// An MLP at every token (chapter 7, 14:34): columns side by side, each with its own vector up, neurons and vector down; no line goes from one to another.

import { msg, str } from '@lit/localize';
import { formatInteger } from '../../format/numbers.ts';
import { mix, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import type { Cells, Colour } from '../../stage/marks/shape.ts';
import { arriving, steady } from '../../stage/marks/timeline.ts';
import { vectorCells } from '../../stage/marks/vector.ts';
import type { Viewport } from '../../stage/scene.ts';
import { type Column, type Page, pageOf, type Row } from './page.ts';

/** The MLP at one token. */
export interface TokenMlp {
  readonly text: string;
  /** [C]: the vector before the MLP, its output, and their sum. */
  readonly input: Float32Array;
  readonly output: Float32Array;
  readonly sum: Float32Array;
  /** [M]: activations. */
  readonly neurons: Float32Array;
}

export interface BlockInput {
  readonly tokens: readonly TokenMlp[];
  /** From 0. */
  readonly layer: number;
  /** The largest activation. */
  readonly extent: number;
  /** The selected position. */
  readonly token: number;
  /** Of the visitor, who selects a token. */
  readonly tokenEvent: (token: number) => Event;
}

/** Seconds: the vectors are there, lines go up, neurons light up, lines go down, the output arrives and is added. */
const TIMES = { up: 0.6, neurons: 1.6, down: 2.8, output: 3.4, sum: 4.2, end: 5 };
/** Neurons of a token that have lines: those that are most active. */
const LINES = 14;
/** Share of the largest activation that has the full colour. */
const BRIGHT = 0.5;

export class BlockScene extends MarkScene<BlockInput> {
  readonly name = 'block';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('One MLP, every token'), msg('token'), msg('active neurons')] as const;

  protected override isAnother(input: Partial<BlockInput>, before: Partial<BlockInput>): boolean {
    return input.tokens !== before.tokens;
  }

  override summary({ tokens, token = 0, layer = 0 }: Partial<BlockInput>): string {
    if (!tokens) return msg('Loading …');
    const active = activeOf(tokens[token]);
    const common = active.filter((neuron) => tokens.every(({ neurons }) => neurons[neuron] > 0)).length;
    const [few, all] = [active.length, tokens[token].neurons.length].map(formatInteger);
    return msg(
      str`MLP ${layer + 1} at “${tokens[token].text}”: ${few} of ${all} neurons active, ${formatInteger(common)} of them at every token.`,
    );
  }

  override layout(input: Partial<BlockInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { tokens, extent, token, tokenEvent } = input;
    if (!tokens || extent === undefined || token === undefined || !tokenEvent) return undefined;
    const page = pageOf(viewport, tokens.length);
    const next =
      page.columns[(page.columns.findIndex(({ at }) => at === token) + 1) % page.columns.length].at;
    return [
      ...page.columns.flatMap((column) => {
        const press = () => this.dispatch(tokenEvent(column.at));
        const [isChosen, isNext] = [column.at === token, column.at === next];
        return columnMarks(page, column, tokens[column.at], { extent, t, isChosen, isNext, press });
      }),
      ...rowNames(page, tokens[0]),
    ];
  }
}

/** Neurons above zero. */
const activeOf = ({ neurons }: TokenMlp): number[] =>
  [...neurons.keys()].filter((neuron) => neurons[neuron] > 0);

interface Look {
  readonly extent: number;
  readonly t: number;
  readonly isChosen: boolean;
  readonly isNext: boolean;
  readonly press: () => void;
}

function columnMarks(
  page: Page,
  column: Column,
  mlp: TokenMlp,
  { extent, t, isChosen, isNext, press }: Look,
): Mark[] {
  const { size, em, isNarrow } = page;
  const { at, frame, rows } = column;
  const active = activeOf(mlp);
  const middle = frame.x + frame.width / 2;
  const field = fieldOf(rows.neurons, mlp.neurons, BRIGHT * extent);
  const vector = (key: Row, values: Float32Array, alpha: number): Mark[] =>
    rows[key].height > 0
      ? [{ key: `${key}-${at}`, shape: { ...vectorCells(rows[key], values, largest(values)), alpha } }]
      : [];
  const text = { kind: 'text', x: middle, size, align: 'center', maxWidth: frame.width - 4 } as const;
  const count = formatInteger(active.length);
  return [
    {
      ...{ key: `column-${at}`, name: mlp.text, value: active.length, format: formatInteger, press },
      shape: {
        ...{ kind: 'box', ...frame, radius: 0.6 * em, fill: 'surface' },
        ...{ stroke: isChosen ? 'highlight' : 'line', lineWidth: isChosen ? 2.5 : 1 },
      },
    },
    {
      key: `word-${at}`,
      isAct: isNext,
      shape: {
        ...text,
        y: frame.y + 1.1 * em,
        text: mlp.text,
        isBold: true,
        fill: isChosen ? 'highlight' : 'text',
      },
    },
    fan(`up-${at}`, rows.input, rows.neurons, arriving(t, TIMES.up, TIMES.neurons)),
    fan(`down-${at}`, rows.neurons, rows.output, arriving(t, TIMES.down, TIMES.output)),
    ...vector('input', mlp.input, arriving(t, 0, TIMES.up)),
    { key: `neurons-${at}`, shape: { ...field, alpha: mix(0.15, 1, steady(t, TIMES.neurons, TIMES.down)) } },
    ...lines(column, mlp, field, { t, colour: isChosen ? 'highlight' : 'positive' }),
    ...vector('output', mlp.output, arriving(t, TIMES.output, TIMES.sum)),
    ...(rows.sum.height > 0 ? bypass(page, column, arriving(t, TIMES.output, TIMES.sum)) : []),
    ...vector('sum', mlp.sum, arriving(t, TIMES.sum, TIMES.end)),
    {
      key: `count-${at}`,
      shape: {
        ...{ ...text, y: frame.y + frame.height - 1.1 * em, fill: isChosen ? 'highlight' : 'muted' },
        ...{
          text: isNarrow ? count : msg(str`${count} active`),
          alpha: steady(t, TIMES.neurons, TIMES.down),
        },
      },
    },
  ];
}

const largest = (values: Float32Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

const fieldOf = (rect: Rect, neurons: Float32Array, most: number): Cells => ({
  ...vectorCells(rect, neurons, most),
  ...{ fill: 'positive', stroke: 'lineStrong', radius: 4 },
});

/** All weights between two rows: every number reaches every number. */
const fan = (key: string, above: Rect, below: Rect, alpha: number): Mark => {
  const [top, bottom] = [above.y + above.height, below.y];
  const points = [above.x, top, above.x + above.width, top, below.x + below.width, bottom, below.x, bottom];
  return { key, shape: { kind: 'line', points, fill: 'raised', alpha } };
};

/** From the vector to the most active neurons, and from them to the output: brighter for a larger activation. */
function lines(
  { at, rows: { input, output } }: Column,
  { neurons }: TokenMlp,
  { x, y, width, height, columns }: Cells,
  { t, colour }: { t: number; colour: Colour },
): Mark[] {
  const order = [...neurons.keys()].sort((a, b) => neurons[b] - neurons[a]).slice(0, LINES);
  const most = neurons[order[0]];
  const place = (neuron: number): readonly [number, number] => [
    x + ((neuron % columns) + 0.5) * (width / columns),
    y + (Math.floor(neuron / columns) + 0.5) * (height / Math.ceil(neurons.length / columns)),
  ];
  const [up, down] = [arriving(t, TIMES.up, TIMES.neurons), arriving(t, TIMES.down, TIMES.output)];
  return order
    .filter((neuron) => neurons[neuron] > 0)
    .sort((a, b) => place(a)[0] - place(b)[0])
    .flatMap((neuron, i, all): Mark[] => {
      const [nx, ny] = place(neuron);
      const share = (i + 0.5) / all.length;
      const from = [input.x + share * input.width, input.y + input.height];
      const to = [output.x + share * output.width, output.y];
      const alpha = mix(0.25, 0.9, neurons[neuron] / most);
      const line = (key: string, points: number[], grown: number): Mark => ({
        key: `${key}-${at}-${neuron}`,
        shape: {
          kind: 'line',
          points,
          stroke: colour,
          lineWidth: 1.5,
          alpha: alpha * Math.min(1, 4 * grown),
        },
      });
      return [
        line('rise', [...from, mix(from[0], nx, up), mix(from[1], ny, up)], up),
        line('fall', [nx, ny, mix(nx, to[0], down), mix(ny, to[1], down)], down),
        {
          key: `lit-${at}-${neuron}`,
          shape: {
            kind: 'dot',
            x: nx,
            y: ny,
            radius: 2.5,
            fill: colour,
            alpha: steady(t, TIMES.neurons, TIMES.down),
          },
        },
      ];
    });
}

/** The vector goes past the MLP, and its output is added. */
function bypass({ em }: Page, { at, frame, rows: { input, output, sum } }: Column, alpha: number): Mark[] {
  const x = frame.x + frame.width - 0.5 * em;
  const [start, end] = [input.y + input.height / 2, (output.y + output.height + sum.y) / 2];
  const middle = frame.x + frame.width / 2;
  const points = [input.x + input.width, start, x, start, x, end, middle, end];
  return [
    { key: `past-${at}`, shape: { kind: 'line', points, stroke: 'data', lineWidth: 1.5, alpha } },
    {
      key: `plus-${at}`,
      shape: {
        kind: 'text',
        x: middle,
        y: end,
        text: '+',
        size: 18,
        align: 'center',
        isBold: true,
        hasHalo: true,
        alpha,
      },
    },
  ];
}

/** Left of the columns, where there is room. */
function rowNames({ size, gutter, columns: [{ rows }] }: Page, { neurons }: TokenMlp): Mark[] {
  if (gutter === 0) return [];
  const between = (above: Rect, below: Rect) => (above.y + above.height + below.y) / 2;
  const middle = ({ y, height }: Rect) => y + height / 2;
  const names = [
    ['input', 'E', middle(rows.input)],
    ['up', 'W↑', between(rows.input, rows.neurons)],
    ['neurons', msg(str`${formatInteger(neurons.length)} neurons`), middle(rows.neurons)],
    ['down', 'W↓', between(rows.neurons, rows.output)],
    ['output', msg('output'), middle(rows.output)],
    ...(rows.sum.height > 0 ? ([['sum', msg('E + output'), middle(rows.sum)]] as const) : []),
  ] as const;
  return names.map(([key, text, y]) => ({
    key: `row-${key}`,
    shape: { kind: 'text', x: gutter - 0.5 * size, y, text, size, align: 'right', fill: 'muted' },
  }));
}
