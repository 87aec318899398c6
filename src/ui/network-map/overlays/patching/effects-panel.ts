// Beside the map: how well estimates of patching agree with exact effects, and whether a circuit alone keeps the answer.

import { msg, str } from '@lit/localize';
import { css, html, nothing, svg, type TemplateResult } from 'lit';
import { correlation } from '../../../../shared/correlation.ts';
import { nullSummary } from '../../../../shared/null-summary.ts';
import type { LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import { PatchingRunEvent } from '../../../events/index.ts';
import { emit } from '../../../figures/emit.ts';
import { numberTable } from '../../../figures/number-table.ts';
import { smallPlot } from '../../../figures/small-plot.ts';
import { formatFixed, formatInteger, formatPercent, formatSigned } from '../../../format/numbers.ts';
import { formatBytes } from '../../../format/quantities.ts';
import type { TableData } from '../../../types/table.ts';
import type { TaskState } from '../../../types/task.ts';
import '../../../views/charts/data-table/data-table.ts';
import { jobStatus } from '../../../views/status/job-status.ts';

export const patchingStyles = css`
  .patching {
    gap: var(--space-m);

    svg :is(.axis, .same) {
      stroke: var(--line-strong);
    }

    svg .same {
      stroke-dasharray: 4 4;
    }

    circle {
      fill: currentColor;
      fill-opacity: 0.7;
    }

    path {
      fill: none;
      stroke: currentColor;
      stroke-width: 2;
    }

    .key i {
      width: 0.625rem;
      height: 0.625rem;
      border-radius: 50%;
      background: currentColor;
    }

    .stream {
      color: var(--muted);
    }

    .attention {
      color: var(--head-first);
    }

    .head {
      color: var(--head-last);
    }

    :is(.mlp, .faithfulness) {
      color: var(--positive);
    }

    .completeness {
      color: var(--gradient);
    }

    table :is(th, td) {
      padding-inline-end: 0;
    }

    tbody tr:first-child :is(th, td) {
      font-weight: 600;
    }
  }
`;

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

const [WIDTH, SIZE] = [320, { height: 250, left: 46, right: 12, top: 12, bottom: 34, baseline: 8 }];

/** What both panels show. */
interface Work {
  /** The computation that runs, or why it failed. */
  readonly task: TaskState;
  /** Of the weights that the map shows. */
  readonly step: number;
}

const runButton = (run: PatchingRunEvent['run'], text: string, { task }: Work, kind = '') => html`<button
  class=${kind}
  ?disabled=${task.progress !== undefined}
  @click=${emit(() => new PatchingRunEvent(run))}
>${text}</button>`;

const status = ({ task }: Work) =>
  jobStatus(
    task,
    emit(() => new PatchingRunEvent('stop')),
  );

const ofStep = (step: number, work: Work) =>
  step === work.step
    ? nothing
    : html`<p>${msg(str`These numbers belong to step ${formatInteger(step)}.`)}</p>`;

/** @param costs runs of the model that patching every place takes at most, and their memory in bytes */
export const effectsPanel = (
  work: Work,
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

function scatterPlot({ step, points }: ScatterData, work: Work) {
  const most = Math.max(
    ...points.flatMap(({ estimate, exact }) => [Math.abs(estimate), Math.abs(exact)]),
    1e-6,
  );
  const { height, left, right, top, bottom, baseline } = SIZE;
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

/** @param isMeasured whether it is the circuit that the map draws */
export const circuitPanel = (
  work: Work,
  circuit: Circuit | undefined,
  isMeasured: boolean,
): TemplateResult => html`<div class="panel map-panel patching">
  <h2>${msg('Do these edges alone do it?')}</h2>
  <p>
    ${msg('All other edges carry the corrupted prompt instead, each part reading what is left (Wang et al. 2022; Conmy et al. 2023). Random circuits have as many edges, all on paths from the embedding to the logits.')}
  </p>
  <div class="actions">
    ${runButton('measure', msg('Measure this circuit'), work, 'primary')} ${runButton('find', msg('Find the smallest'), work)}
    ${runButton('patched', msg('Rank by patching each edge'), work)}
  </div>
  ${status(work)}
  ${
    circuit
      ? html`
          ${circuitTable(circuit)}
          ${isMeasured ? nothing : html`<p>${msg('The map shows another number of edges: measure it.')}</p>`}
          ${ofStep(circuit.step, work)}
          ${circuit.curve.length > 1 ? curvePlot(circuit.curve, circuit.ranked.length) : nothing}
        `
      : nothing
  }
  <p>
    ${msg('Edges are ranked by estimates from backward passes (edge attribution patching with integrated gradients, Syed et al. 2023; Hanna et al. 2024). A circuit that keeps the answer need not be the only one, and says which parts talk, not what they say.')}
  </p>
</div>`;

function circuitTable({ scores, random, taken }: Circuit) {
  const chance = (key: 'faithfulness' | 'completeness') => {
    const { mean, high } = nullSummary(random.map((each) => each[key]));
    return msg(str`${formatPercent(mean)}, 95 % at most ${formatPercent(high)}`);
  };
  const own = {
    name: msg(str`circuit, ${formatInteger(scores.edges)} edges`),
    kept: formatPercent(scores.faithfulness),
    lost: formatPercent(scores.completeness),
  };
  const atRandom = () => ({
    name: msg(str`${random.length} at random`),
    kept: chance('faithfulness'),
    lost: chance('completeness'),
  });
  return numberTable(random.length > 0 ? [own, atRandom()] : [own], {
    caption: msg('What circuits keep'),
    isCaptionHidden: true,
    names: { heading: msg(str`${formatInteger(taken)} largest edges`), cell: ({ name }) => name },
    columns: [
      { heading: msg('keeps'), cell: ({ kept }) => kept },
      { heading: msg('lost without'), cell: ({ lost }) => lost },
    ],
  });
}

/** Faithfulness and completeness over the number of edges, in logarithms. */
function curvePlot(curve: Circuit['curve'], total: number) {
  const [lowest, highest] = [-0.25, 1.25];
  const y = (share: number) => (Math.min(highest, Math.max(lowest, share)) - lowest) / (highest - lowest);
  const line = (kind: 'faithfulness' | 'completeness') => ({
    kind,
    points: curve.map((point) => [Math.log(point.taken) / Math.log(total), y(point[kind])] as const),
  });
  return html`
    ${smallPlot({
      label: msg(str`What circuits of 1 to ${formatInteger(total)} edges keep`),
      levels: [0, 0.5, 1].map((share) => ({
        ...{ at: y(share), name: `${100 * share} %`, kind: share === 0 ? 'axis' : 'same' },
      })),
      lines: [line('completeness'), line('faithfulness')],
      ends: [msg('1 edge'), msg(str`all ${formatInteger(total)}`)],
      size: SIZE,
    })}
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
