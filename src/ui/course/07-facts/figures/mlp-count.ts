// The number of weights in MLPs: GPT-3 (15:38) and the current model.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import type { ParameterInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { numberTable, scrolling } from '../../../figures/number-table.ts';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';

/** GPT-3 as counted in the video: without positions, biases and layer norms. */
const GPT3 = { width: 12_288, rows: 49_152, layers: 96, total: 175_181_291_520 };

export const mlpCountStyles = css`
  /* Shape and count are side by side, on a phone stacked. */
  .mlp-count td span {
    display: inline-block;
    min-width: 8.5rem;
  }

  @container (max-width: 46rem) {
    .mlp-count td span {
      display: block;
      min-width: 0;
      white-space: nowrap;
    }
  }
`;

interface Row {
  readonly name: string;
  readonly shape: string;
  readonly count: number;
  readonly theirShape: string;
  /** In GPT-3; undefined if it has no such matrix. */
  readonly theirCount: number | undefined;
}

/** Matrices and sums here and in GPT-3, whose MLPs have no gate; the last row is the sum of all layers. */
export function mlpRows({ shape, turned, up, gate, down, layers }: ReturnType<typeof countMlps>): Row[] {
  const theirs = GPT3.width * GPT3.rows;
  const [width, rows] = [formatInteger(GPT3.width), formatInteger(GPT3.rows)];
  const sum = up + gate + down;
  const row = (name: string, shape: string, count: number, theirShape: string, theirCount?: number): Row => ({
    ...{ name, shape, count, theirShape, theirCount },
  });
  return [
    row(msg('one up-projection W↑'), shape, up, `${rows} × ${width}`, theirs),
    ...(gate > 0 ? [row(msg('one gate W'), shape, gate, '')] : []),
    row(msg('one down-projection W↓'), turned, down, `${width} × ${rows}`, theirs),
    row(gate > 0 ? msg('one MLP') : msg('both'), '', sum, '', 2 * theirs),
    row(
      msg('in all layers'),
      `× ${formatInteger(layers)}`,
      layers * sum,
      `× ${GPT3.layers}`,
      2 * theirs * GPT3.layers,
    ),
  ];
}

export function mlpCount(parameters: readonly ParameterInfo[]): TemplateResult {
  const counts = countMlps(parameters);
  const rows = mlpRows(counts);
  const { count: allHere, theirCount: allTheirs = 0 } = rows[rows.length - 1];
  const share = (part: number, all: number) => formatPercent(part / Math.max(1, all));
  const cell = (shape: string, count: number | undefined) =>
    html`<span class="data">${shape}</span><span>${count === undefined ? '–' : formatInteger(count)}</span>`;
  return card(
    msg('Weights in MLPs'),
    msg('Weights in the MLPs'),
    html`${scrolling(
      numberTable(rows, {
        names: { heading: msg('weights of'), cell: ({ name }) => name, sum: msg('of the whole network') },
        columns: [
          {
            heading: msg('your model'),
            cell: ({ shape, count }) => cell(shape, count),
            sum: share(allHere, counts.total),
          },
          {
            heading: msg('GPT-3'),
            cell: ({ theirShape, theirCount }) => cell(theirShape, theirCount),
            sum: share(allTheirs, GPT3.total),
          },
        ],
      }),
      'mlp-count',
    )}
    ${note(msg(str`Rows × columns, as in the video. Two thirds of GPT-3’s ${formatInteger(GPT3.total)} weights are in its MLPs. In a network with few layers the embeddings have a larger share: ${formatInteger(counts.total)} weights in total. Positions, biases and norms are not counted; in this model they are another ${formatInteger(counts.left)}.`))}`,
  );
}

/** Counts of one MLP, of all matrices that the video counts, and of the rest. */
export function countMlps(parameters: readonly ParameterInfo[]) {
  const size = ({ shape }: ParameterInfo) => shape.reduce((product, axis) => product * axis, 1);
  const sum = (some: readonly ParameterInfo[]) => some.reduce((total, each) => total + size(each), 0);
  const all = (part: 'up' | 'gate' | 'down') => parameters.filter(({ parts }) => parts.includes(part));
  const one = (part: 'up' | 'gate' | 'down') => sum(all(part).slice(0, 1));
  const counted = parameters.filter(({ parts }) => parts.length > 0 && !parts.includes('position'));
  const ups = all('up');
  // The video and this table use outputs × inputs.
  const [rows = 0, columns = 0] = ups[0]?.shape ?? [];
  const [to, from] = ups[0]?.isTransposed ? [rows, columns] : [columns, rows];
  return {
    shape: `${formatInteger(to)} × ${formatInteger(from)}`,
    turned: `${formatInteger(from)} × ${formatInteger(to)}`,
    ...{ up: one('up'), gate: one('gate'), down: one('down'), layers: ups.length },
    total: sum(counted),
    left: sum(parameters) - sum(counted),
  };
}
