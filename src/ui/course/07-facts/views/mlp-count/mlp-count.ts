// The number of weights in MLPs: GPT-3 (15:38) and the current model.

import { msg, str } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ParameterInfo } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';

/** GPT-3 as counted in the video: without positions, biases and layer norms. */
const GPT3 = { width: 12_288, rows: 49_152, layers: 96, total: 175_181_291_520 };

interface Row {
  readonly name: string;
  readonly shape: string;
  readonly count: number;
  readonly theirShape: string;
  /** In GPT-3; absent if it has no such matrix. */
  readonly theirCount?: number;
}

/** Matrices and sums here and in GPT-3, whose MLPs have no gate; the last row is the sum of all layers. */
export function mlpRows({ shape, turned, up, gate, down, layers }: ReturnType<typeof countMlps>): Row[] {
  const theirs = GPT3.width * GPT3.rows;
  const [width, rows] = [formatInteger(GPT3.width), formatInteger(GPT3.rows)];
  const sum = up + gate + down;
  return [
    {
      name: msg('one up-projection W↑'),
      shape,
      count: up,
      theirShape: `${rows} × ${width}`,
      theirCount: theirs,
    },
    ...(gate > 0 ? [{ name: msg('one gate W'), shape, count: gate, theirShape: '' }] : []),
    {
      ...{ name: msg('one down-projection W↓'), shape: turned, count: down },
      ...{ theirShape: `${width} × ${rows}`, theirCount: theirs },
    },
    {
      ...{ name: gate > 0 ? msg('one MLP') : msg('both'), shape: '', count: sum },
      ...{ theirShape: '', theirCount: 2 * theirs },
    },
    {
      ...{ name: msg('in all layers'), shape: `× ${formatInteger(layers)}`, count: layers * sum },
      ...{ theirShape: `× ${GPT3.layers}`, theirCount: 2 * theirs * GPT3.layers },
    },
  ];
}

/**
 * A table of MLP weights.
 *
 * @property parameters - All tensors of the model.
 */
@customElement('lab-mlp-count')
export class MlpCount extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      /* Shape and count are side by side, on a phone stacked. */
      td span {
        display: inline-block;
        min-width: 8.5rem;
      }

      @container (max-width: 46rem) {
        td span {
          display: block;
          min-width: 0;
          white-space: nowrap;
        }
      }
    `,
  ];

  @property({ attribute: false }) parameters: readonly ParameterInfo[] = [];

  override render() {
    const modelCounts = countMlps(this.parameters);
    const rows = mlpRows(modelCounts);
    const { count: allHere, theirCount: allTheirs = 0 } = rows[rows.length - 1];
    const share = (part: number, all: number) => formatPercent(part / Math.max(1, all));
    const cell = (shape: string, count: number | undefined) =>
      html`<td><span class="data">${shape}</span><span>${count === undefined ? '–' : formatInteger(count)}</span></td>`;
    return html`
      <section class="card" aria-label=${msg('Weights in MLPs')}>
        <h2>${msg('Weights in the MLPs')}</h2>
        <div class="scroll" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">${msg('weights of')}</th>
                <th scope="col">${msg('your model')}</th>
                <th scope="col">${msg('GPT-3')}</th>
              </tr>
            </thead>
            <tbody>
              ${rows.map(
                ({ name, shape, count, theirShape, theirCount }) => html`
                  <tr>
                    <th scope="row">${name}</th>
                    ${cell(shape, count)} ${cell(theirShape, theirCount)}
                  </tr>
                `,
              )}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">${msg('of the whole network')}</th>
                <td>${share(allHere, modelCounts.total)}</td>
                <td>${share(allTheirs, GPT3.total)}</td>
              </tr>
            </tfoot>
          </table>
        </div>
        <p class="explained">
          ${msg(str`Rows × columns, as in the video. Two thirds of GPT-3’s ${formatInteger(GPT3.total)} weights are in its MLPs. In a network with few layers the embeddings have a larger share: ${formatInteger(modelCounts.total)} weights in total. Positions, biases and norms are not counted; in this model they are another ${formatInteger(modelCounts.left)}.`)}
        </p>
      </section>
    `;
  }
}

/** Counts of one MLP, of all matrices that the video counts, and of the rest. */
export function countMlps(parameters: readonly ParameterInfo[]) {
  const size = ({ shape }: ParameterInfo) => shape.reduce((product, axis) => product * axis, 1);
  const sum = (some: readonly ParameterInfo[]) => some.reduce((total, each) => total + size(each), 0);
  const ups = parameters.filter(({ parts }) => parts.includes('up'));
  const gates = parameters.filter(({ parts }) => parts.includes('gate'));
  const downs = parameters.filter(({ parts }) => parts.includes('down'));
  const counted = parameters.filter(({ parts }) => parts.length > 0 && !parts.includes('position'));
  // The video and this table use outputs × inputs.
  const [rows = 0, columns = 0] = ups[0]?.shape ?? [];
  const [to, from] = ups[0]?.isTransposed ? [rows, columns] : [columns, rows];
  return {
    shape: `${formatInteger(to)} × ${formatInteger(from)}`,
    turned: `${formatInteger(from)} × ${formatInteger(to)}`,
    up: ups[0] ? size(ups[0]) : 0,
    gate: gates[0] ? size(gates[0]) : 0,
    down: downs[0] ? size(downs[0]) : 0,
    layers: ups.length,
    total: sum(counted),
    left: sum(parameters) - sum(counted),
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-mlp-count': MlpCount;
  }
}
