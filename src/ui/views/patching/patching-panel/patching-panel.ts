// Beside the map: how well estimates of patching agree with exact effects, and whether a circuit alone keeps the answer.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { correlation } from '../../../../shared/correlation.ts';
import { nullSummary } from '../../../../shared/null-summary.ts';
import type { LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import { PatchingRunEvent } from '../../../events/index.ts';
import { formatFixed, formatInteger, formatPercent, formatSigned } from '../../../format/numbers.ts';
import { formatBytes } from '../../../format/quantities.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { mapPanelStyles } from '../../../styles/map-panel.styles.ts';
import type { TableData } from '../../../types/table.ts';
import type { TaskState } from '../../../types/task.ts';
import '../../charts/data-table/data-table.ts';
import { jobStatus } from '../../status/job-status.ts';
import { patchingPanelStyles } from './patching-panel.styles.ts';

/** One place with both numbers. */
export interface ScatterPoint {
  readonly name: string;
  readonly kind: 'stream' | 'attention' | 'head' | 'mlp';
  readonly estimate: number;
  readonly exact: number;
}

/** Places that are patched exactly, so far. */
export interface ScatterData {
  /** Step of the weights that they belong to. */
  readonly step: number;
  readonly points: readonly ScatterPoint[];
}

type Circuit = LensResult<'circuit'>;

const SIZE = { width: 320, height: 250, left: 46, right: 12, top: 12, bottom: 34 } as const;

/**
 * @summary Starts the longer computations of patching, shows their progress, and what they found.
 *
 * @property shows - Effects of places, or the circuit.
 * @property task - The computation that runs, or why it failed.
 * @property scatter - Estimates and exact effects.
 * @property costs - Runs of the model that patching every place takes at most, and their memory in bytes.
 * @property circuit - The last measured circuit.
 * @property isMeasured - Whether it is the one that the map draws.
 * @property step - Step of the weights that the map shows.
 * @fires lab-patching-run - A computation is started or stopped.
 */
@customElement('lab-patching-panel')
export class PatchingPanel extends LitElement {
  static override styles = [baseStyles, mapPanelStyles, patchingPanelStyles];

  @property() shows: 'effects' | 'circuit' = 'effects';
  @property({ attribute: false }) task: TaskState = {};
  @property({ attribute: false }) scatter?: ScatterData;
  @property({ attribute: false }) costs = { runs: 0, bytes: 0 };
  @property({ attribute: false }) circuit?: Circuit;
  @property({ type: Boolean, attribute: 'is-measured' }) isMeasured = false;
  @property({ type: Number }) step = 0;

  override render() {
    return this.shows === 'effects' ? this.#effects() : this.#circuitPart();
  }

  #button(run: PatchingRunEvent['run'], text: string, isPrimary = false) {
    return html`<button
      class=${isPrimary ? 'primary' : ''}
      ?disabled=${this.task.progress !== undefined}
      @click=${() => this.dispatchEvent(new PatchingRunEvent(run))}
    >${text}</button>`;
  }

  #status() {
    return jobStatus(this.task, () => this.dispatchEvent(new PatchingRunEvent('stop')));
  }

  #ofStep(step: number) {
    return step === this.step
      ? nothing
      : html`<p>${msg(str`These numbers belong to step ${formatInteger(step)}.`)}</p>`;
  }

  #effects() {
    const { scatter } = this;
    return html`
      <h2>${msg('From one run into the other')}</h2>
      <p>
        ${msg('Drag a vector onto its place in the other network: all that follows is computed anew, exactly. From the clean run into the corrupted one (denoise) it shows what is sufficient for the answer, the other way (noise) what is necessary. With keys: arrows choose the place, Enter turns the way.')}
      </p>
      <h2>${msg('Estimate and exact effect')}</h2>
      <p>
        ${msg(str`The picture begins with estimates from one backward pass (attribution patching, Nanda 2023), as if effects were linear. Patching every place takes up to ${formatInteger(this.costs.runs)} runs, and at most ${formatBytes(this.costs.bytes)} beside the model.`)}
      </p>
      <div class="actions">${this.#button('exact', msg('Patch every place'), true)}</div>
      ${this.#status()}
      ${scatter && scatter.points.length > 0 ? this.#scatterPlot(scatter) : nothing}
      <p>
        ${msg('An effect belongs to these two prompts and to what differs between them. A part that restores the answer is sufficient here, not necessary: another may carry the same.')}
      </p>
    `;
  }

  #scatterPlot({ step, points }: ScatterData) {
    const most = Math.max(
      ...points.flatMap(({ estimate, exact }) => [Math.abs(estimate), Math.abs(exact)]),
      1e-6,
    );
    const { width, height, left, right, top, bottom } = SIZE;
    const x = (value: number) => left + ((value / most + 1) / 2) * (width - left - right);
    const y = (value: number) => top + ((1 - value / most) / 2) * (height - top - bottom);
    const agreement = msg(
      str`Correlation of ${formatInteger(points.length)} estimates and effects: ${formatFixed(agreementOf(points), 3)}.`,
    );
    return html`
      <svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${agreement}>
        <line class="axis" x1=${x(-most)} x2=${x(most)} y1=${y(0)} y2=${y(0)} />
        <line class="axis" x1=${x(0)} x2=${x(0)} y1=${y(-most)} y2=${y(most)} />
        <line class="same" x1=${x(-most)} x2=${x(most)} y1=${y(-most)} y2=${y(most)} />
        ${points.map(
          ({ name, kind, estimate, exact }) =>
            svg`<circle class=${kind} cx=${x(estimate)} cy=${y(exact)} r="3.5"><title>${msg(str`${name}: estimate ${formatSigned(estimate)}, exact ${formatSigned(exact)}`)}</title></circle>`,
        )}
        <text x=${x(most)} y=${height - 8} text-anchor="end">${msg(str`estimate, to ${formatSigned(most)}`)}</text>
        <text x=${x(0) + 6} y=${top + 4}>${msg('exact')}</text>
      </svg>
      <ul class="key">
        ${(['stream', 'attention', 'head', 'mlp'] as const).map(
          (kind) => html`<li><i class=${kind}></i>${kind === 'mlp' ? msg('MLP') : kind}</li>`,
        )}
        <li>${msg('on the dashed line both agree')}</li>
      </ul>
      <p>${agreement}</p>
      ${this.#ofStep(step)}
      <lab-data-table .data=${() => scatterTable(points)}></lab-data-table>
    `;
  }

  #circuitPart() {
    const { circuit } = this;
    return html`
      <h2>${msg('Do these edges alone do it?')}</h2>
      <p>
        ${msg('All other edges carry the corrupted prompt instead, each part reading what is left (Wang et al. 2022; Conmy et al. 2023). Random circuits have as many edges, all on paths from the embedding to the logits.')}
      </p>
      <div class="actions">
        ${this.#button('measure', msg('Measure this circuit'), true)} ${this.#button('find', msg('Find the smallest'))}
        ${this.#button('patched', msg('Rank by patching each edge'))}
      </div>
      ${this.#status()}
      ${circuit ? this.#measured(circuit) : nothing}
      <p>
        ${msg('Edges are ranked by estimates from backward passes (edge attribution patching with integrated gradients, Syed et al. 2023; Hanna et al. 2024). A circuit that keeps the answer need not be the only one, and says which parts talk, not what they say.')}
      </p>
    `;
  }

  #measured(circuit: Circuit) {
    const { scores, random, curve, taken, ranked } = circuit;
    const chance = (key: 'faithfulness' | 'completeness') => {
      const { mean, high } = nullSummary(random.map((each) => each[key]));
      return msg(str`${formatPercent(mean)}, 95 % at most ${formatPercent(high)}`);
    };
    return html`
      <table>
        <caption class="visually-hidden">${msg('What circuits keep')}</caption>
        <thead><tr><th scope="col">${msg(str`${formatInteger(taken)} largest edges`)}</th><th scope="col">${msg('keeps')}</th><th scope="col">${msg('lost without')}</th></tr></thead>
        <tbody>
          <tr>
            <th scope="row">${msg(str`circuit, ${formatInteger(scores.edges)} edges`)}</th>
            <td>${formatPercent(scores.faithfulness)}</td>
            <td>${formatPercent(scores.completeness)}</td>
          </tr>
          ${
            random.length > 0
              ? html`<tr><th scope="row">${msg(str`${random.length} at random`)}</th><td>${chance('faithfulness')}</td><td>${chance('completeness')}</td></tr>`
              : nothing
          }
        </tbody>
      </table>
      ${this.isMeasured ? nothing : html`<p>${msg('The map shows another number of edges: measure it.')}</p>`}
      ${this.#ofStep(circuit.step)}
      ${curve.length > 1 ? curvePlot(curve, ranked.length) : nothing}
    `;
  }
}

/** Faithfulness and completeness over the number of edges, in logarithms. */
function curvePlot(curve: Circuit['curve'], total: number) {
  const { width, height, left, right, top, bottom } = SIZE;
  const [lowest, highest] = [-0.25, 1.25];
  const x = (edges: number) => left + (Math.log(edges) / Math.log(total)) * (width - left - right);
  const y = (share: number) => {
    const limited = Math.min(highest, Math.max(lowest, share));
    return top + ((highest - limited) / (highest - lowest)) * (height - top - bottom);
  };
  const path = (key: 'faithfulness' | 'completeness') =>
    curve.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.taken)} ${y(point[key])}`).join('');
  return html`
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${msg(str`What circuits of 1 to ${formatInteger(total)} edges keep`)}>
      ${[0, 0.5, 1].map(
        (
          share,
        ) => svg`<line class=${share === 0 ? 'axis' : 'same'} x1=${left} x2=${width - right} y1=${y(share)} y2=${y(share)} />
          <text x=${left - 6} y=${y(share) + 4} text-anchor="end">${100 * share} %</text>`,
      )}
      <path class="completeness" d=${path('completeness')} />
      <path class="faithfulness" d=${path('faithfulness')} />
      <text x=${left} y=${height - 8}>${msg('1 edge')}</text>
      <text x=${width - right} y=${height - 8} text-anchor="end">${msg(str`all ${formatInteger(total)}`)}</text>
    </svg>
    <ul class="key">
      <li>${msg(html`<i class="faithfulness"></i>kept by the largest edges (faithfulness)`)}</li>
      <li>${msg(html`<i class="completeness"></i>lost without them (completeness)`)}</li>
    </ul>
    <lab-data-table .data=${() => curveTable(curve)}></lab-data-table>
  `;
}

const curveTable = (curve: Circuit['curve']): TableData => ({
  caption: msg('What circuits keep, by the number of their edges'),
  columns: [msg('largest edges'), msg('on a path'), msg('faithfulness'), msg('completeness')],
  rows: curve.map(({ taken, edges, faithfulness, completeness }) => ({
    name: formatInteger(taken),
    cells: [formatInteger(edges), formatPercent(faithfulness), formatPercent(completeness)],
  })),
});

const agreementOf = (points: readonly ScatterPoint[]): number =>
  correlation(
    points.map(({ estimate }) => estimate),
    points.map(({ exact }) => exact),
  );

const scatterTable = (points: readonly ScatterPoint[]): TableData => ({
  caption: msg('Estimates and exact effects'),
  columns: [msg('place'), msg('estimate'), msg('exact')],
  rows: [...points]
    .sort((one, other) => Math.abs(other.exact) - Math.abs(one.exact))
    .map(({ name, estimate, exact }) => ({ name, cells: [formatSigned(estimate), formatSigned(exact)] })),
});

declare global {
  interface HTMLElementTagNameMap {
    'lab-patching-panel': PatchingPanel;
  }
}
