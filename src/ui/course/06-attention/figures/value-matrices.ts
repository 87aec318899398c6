// The rank of a head's value matrix, and the output matrix of its layer.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { HeadMatricesResult, Tensor } from '../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../events/index.ts';
import { bar } from '../../../figures/bar.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { numberTable } from '../../../figures/number-table.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import type { HeatmapHighlight } from '../../../views/charts/heatmap/heatmap.ts';
import '../../../views/charts/heatmap/heatmap.ts';
import type { Context } from '../context.ts';
import { transpose } from '../vector-math.ts';
import { halves } from './halves.ts';

/** Singular values below this fraction of the largest count as 0. */
const RANK_TOLERANCE = 1e-5;

export const valueMatricesStyles = css`
  .matrix {
    display: grid;
    gap: var(--space-xs);
    min-width: 0;

    figcaption {
      color: var(--muted);
      font-size: var(--size-fine);
    }

    lab-heatmap {
      width: min(100%, 26rem);
      height: min(90vw, 26rem);
    }
  }

  .said {
    display: grid;
    gap: var(--space-m);
  }

  .singular {
    th,
    td {
      padding-block: 1px;
    }

    .length {
      width: 55%;
    }
  }
`;

export function valueRank({ valueMap, singularValues }: HeadMatricesResult): TemplateResult {
  const [C] = valueMap.shape;
  const rank = singularValues.filter((value) => value > RANK_TOLERANCE * singularValues[0]).length;
  return card(
    msg('Rank'),
    msg(str`The value matrix has rank ${rank} of ${C}: its singular values`),
    numberTable(singularValues, {
      names: {
        heading: msg('direction'),
        cell: (_, i) => i + 1,
        sum: msg(str`the other ${C - singularValues.length}`),
      },
      columns: [
        { heading: msg('singular value'), cell: formatSignificant, sum: '0' },
        { kind: 'length', cell: (value) => bar(value / singularValues[0]) },
      ],
      kind: 'singular',
    }),
  );
}

export function outputMatrix({ output, valueUp }: HeadMatricesResult, { request: { layer, head } }: Context) {
  const [D] = valueUp.shape;
  const heads = output.shape[0] / D;
  return card(
    msg('Output matrix'),
    msg(
      html`The output matrix of layer ${layer + 1}: <span class="value">value-up</span> of all ${heads} heads, side by side`,
    ),
    html`<div class="pills" role="group" aria-label=${msg('Head')}>
      ${Array.from({ length: heads }, (_, each) => html`<button aria-pressed=${each === head} @click=${emit(() => new FocusChangeEvent({ head: each }))}>${layer + 1}.${each + 1}</button>`)}
    </div>`,
    halves(
      matrix(msg('output matrix'), output, { of: 'columns', from: head * D, count: D }),
      html`<div class="said">
        <p>
          ${msg(str`Framed: the ${D} columns that are value-up of head ${layer + 1}.${head + 1}, ${formatInteger(valueUp.data.length)} of ${formatInteger(output.data.length)} weights. The concatenated values of all heads are multiplied by this matrix at once, which includes the sum over heads.`)}
        </p>
        ${note(msg('In papers, and in the file of this model, only this matrix appears. “Value matrix” then means value-down alone.'))}
        ${heads === 1 ? note(msg('This model has one head per layer, so its value-up is the whole matrix.')) : nothing}
      </div>`,
      1.3,
    ),
  );
}

/** The transpose of the stored matrix: as in the video, columns are inputs. */
const matrix = (name: string, { shape: [ins, outs], data }: Tensor, frame: HeatmapHighlight) =>
  html`<figure class="matrix">
    <lab-heatmap .values=${transpose(data, outs)} .columns=${ins} .frame=${frame} .label=${msg(str`${name}: ${outs} × ${ins} weights`)}></lab-heatmap>
    <figcaption><b>${name}</b> ${outs} × ${ins}</figcaption>
  </figure>`;
