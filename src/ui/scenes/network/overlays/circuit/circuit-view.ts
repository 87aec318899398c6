// Beside the map: whether a circuit alone keeps the answer.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { nullSummary } from '../../../../../shared/null-summary.ts';
import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { numberTable } from '../../../../figures/number-table.ts';
import { smallPlot } from '../../../../figures/small-plot.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import type { TableData } from '../../../../types/table.ts';
import '../../../../views/charts/data-table/data-table.ts';
import { ofStep, PLOT, runButton, status, type Work } from '../patching/panel-parts.ts';

/** Runs the circuit that is drawn, the smallest one that keeps the answer, or that by edges that were each patched alone. */
export type CircuitRun = 'measure' | 'find' | 'patched';

type Circuit = LensResult<'circuit'>;

/** @param isMeasured whether it is the circuit that the map draws */
export const circuitView = (
  work: Work<CircuitRun>,
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
      size: PLOT,
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
