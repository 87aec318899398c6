// The number of weights in MLPs: GPT-3 (15:38) and the current model.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ParameterInfo } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';

/** GPT-3 as counted in the video: without positions, biases and layer norms. */
const GPT3 = { width: 12_288, rows: 49_152, layers: 96, total: 175_181_291_520 };

/** One row each: name, shape and count here, shape and count in GPT-3. */
function rowsOf(modelCounts: ReturnType<typeof countMlps>) {
  const up = GPT3.width * GPT3.rows;
  return [
    [
      'one up-projection W↑',
      modelCounts.shape,
      modelCounts.up,
      `${formatInteger(GPT3.rows)} × ${formatInteger(GPT3.width)}`,
      up,
    ],
    [
      'one down-projection W↓',
      modelCounts.turned,
      modelCounts.down,
      `${formatInteger(GPT3.width)} × ${formatInteger(GPT3.rows)}`,
      up,
    ],
    ['both', '', modelCounts.up + modelCounts.down, '', 2 * up],
    [
      'in all layers',
      `× ${formatInteger(modelCounts.layers)}`,
      modelCounts.layers * (modelCounts.up + modelCounts.down),
      `× ${GPT3.layers}`,
      2 * up * GPT3.layers,
    ],
  ] as const;
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
    const rows = rowsOf(modelCounts);
    const [allHere, allTheirs] = [rows[3][2], rows[3][4]];
    const share = (part: number, all: number) => formatPercent(part / Math.max(1, all));
    const cell = (shape: string, count: number) =>
      html`<td><span class="data">${shape}</span><span>${formatInteger(count)}</span></td>`;
    return html`
      <section class="card" aria-label="Weights in MLPs">
        <h2>Weights in the MLPs</h2>
        <div class="scroll" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">part</th>
                <th scope="col">weights here</th>
                <th scope="col">in GPT-3</th>
              </tr>
            </thead>
            <tbody>
              ${rows.map(
                ([name, shape, count, theirs, theirCount]) => html`
                  <tr>
                    <th scope="row">${name}</th>
                    ${cell(shape, count)} ${cell(theirs, theirCount)}
                  </tr>
                `,
              )}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">of the whole network</th>
                <td>${share(allHere, modelCounts.total)}</td>
                <td>${share(allTheirs, GPT3.total)}</td>
              </tr>
            </tfoot>
          </table>
        </div>
        <p class="explained">
          Rows × columns, as in the video. Two thirds of GPT-3’s ${formatInteger(GPT3.total)} weights are in its
          MLPs. In a network with few layers the embeddings have a larger share: ${formatInteger(modelCounts.total)}
          weights in total. Positions, biases and layer norms are not counted; in this model they are another
          ${formatInteger(modelCounts.left)}.
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
  const downs = parameters.filter(({ parts }) => parts.includes('down'));
  const counted = parameters.filter(({ parts }) => parts.length > 0 && !parts.includes('position'));
  // Stored as inputs × outputs; the video and this table use outputs × inputs.
  const [from = 0, to = 0] = ups[0]?.shape ?? [];
  return {
    shape: `${formatInteger(to)} × ${formatInteger(from)}`,
    turned: `${formatInteger(from)} × ${formatInteger(to)}`,
    up: ups[0] ? size(ups[0]) : 0,
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
