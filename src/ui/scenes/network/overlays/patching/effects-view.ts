// Beside the map: how well estimates of patching agree with exact effects.

import { msg, str } from '@lit/localize';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { correlation } from '../../../../../shared/correlation.ts';
import { formatFixed, formatInteger, formatSigned } from '../../../../format/numbers.ts';
import { formatBytes } from '../../../../format/quantities.ts';
import type { TableData } from '../../../../types/table.ts';
import '../../../../views/charts/data-table/data-table.ts';
import { ofStep, PLOT, runButton, status, type Work } from './panel-parts.ts';

const WIDTH = 320;

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

/** @param costs runs of the model that patching every place takes at most, and their memory in bytes */
export const effectsView = (
  work: Work<'exact'>,
  costs: { readonly runs: number; readonly bytes: number },
  scatter: ScatterData | undefined,
): TemplateResult => html`<div class="panel map-panel patching">
  <h2>${msg('From one run into the other')}</h2>
  <p>
    ${msg('Drag a vector onto its place in the other network: all that follows is computed anew, exactly. From the clean run into the corrupted one (denoise) it shows what is sufficient for the answer, the other way (noise) what is necessary. With keys: arrows choose the place, Enter turns the way.')}
  </p>
  <h2>${msg('Estimate and exact effect')}</h2>
  <p>
    ${msg(str`The picture begins with estimates from one backward pass (attribution patching, Nanda 2023), as if effects were linear. Patching every place takes up to ${formatInteger(costs.runs)} runs, and at most ${formatBytes(costs.bytes)} beside the model.`)}
  </p>
  <div class="actions">${runButton('exact', msg('Patch every place'), work, 'primary')}</div>
  ${status(work)}
  ${scatter && scatter.points.length > 0 ? scatterPlot(scatter, work) : nothing}
  <p>
    ${msg('An effect belongs to these two prompts and to what differs between them. A part that restores the answer is sufficient here, not necessary: another may carry the same.')}
  </p>
</div>`;

function scatterPlot({ step, points }: ScatterData, work: Pick<Work<'exact'>, 'step'>) {
  const most = Math.max(
    ...points.flatMap(({ estimate, exact }) => [Math.abs(estimate), Math.abs(exact)]),
    1e-6,
  );
  const { height, left, right, top, bottom, baseline } = PLOT;
  const x = (value: number) => left + ((value / most + 1) / 2) * (WIDTH - left - right);
  const y = (value: number) => top + ((1 - value / most) / 2) * (height - top - bottom);
  const agreement = msg(
    str`Correlation of ${formatInteger(points.length)} estimates and effects: ${formatFixed(agreementOf(points), 3)}.`,
  );
  return html`
    <svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label=${agreement}>
      <line class="axis" x1=${x(-most)} x2=${x(most)} y1=${y(0)} y2=${y(0)} />
      <line class="axis" x1=${x(0)} x2=${x(0)} y1=${y(-most)} y2=${y(most)} />
      <line class="same" x1=${x(-most)} x2=${x(most)} y1=${y(-most)} y2=${y(most)} />
      ${points.map(
        ({ name, kind, estimate, exact }) =>
          svg`<circle class=${kind} cx=${x(estimate)} cy=${y(exact)} r="3.5"><title>${msg(str`${name}: estimate ${formatSigned(estimate)}, exact ${formatSigned(exact)}`)}</title></circle>`,
      )}
      <text x=${x(most)} y=${height - baseline} text-anchor="end">${msg(str`estimate, to ${formatSigned(most)}`)}</text>
      <text x=${x(0) + 6} y=${top + 4}>${msg('exact')}</text>
    </svg>
    <ul class="key">
      ${(['stream', 'attention', 'head', 'mlp'] as const).map(
        (kind) => html`<li><i class=${kind}></i>${kind === 'mlp' ? msg('MLP') : kind}</li>`,
      )}
      <li>${msg('on the dashed line both agree')}</li>
    </ul>
    <p>${agreement}</p>
    ${ofStep(step, work)}
    <lab-data-table .data=${() => scatterTable(points)}></lab-data-table>
  `;
}

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
