// The value matrix of a head as two factors, with its rank and size, and the output matrix of its layer.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { HeadMatricesResult, Tensor } from '../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../events/index.ts';
import { bar } from '../../../figures/bar.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { numberTable } from '../../../figures/number-table.ts';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import type { HeatmapHighlight } from '../../../views/charts/heatmap/heatmap.ts';
import '../../../views/charts/heatmap/heatmap.ts';
import { countAttention, GPT3 } from '../attention-count.ts';
import type { Context } from '../context.ts';
import { transpose } from '../vector-math.ts';
import { halves } from './halves.ts';

/** Singular values below this fraction of the largest count as 0. */
const RANK_TOLERANCE = 1e-5;

export const valueMatricesStyles = css`
  .product {
    display: flex;
    align-items: center;
    gap: var(--space-s);
    font-size: var(--size-title);
  }

  .matrix {
    display: grid;
    gap: var(--space-xs);
    min-width: 0;

    figcaption {
      color: var(--muted);
      font-size: var(--size-fine);
    }

    &.tall lab-heatmap {
      width: 2.75rem;
      height: 10rem;
    }

    &:is(.flat, .square) {
      flex: 0 1 10rem;
    }

    &.flat lab-heatmap {
      height: 2.75rem;
    }

    &.square lab-heatmap {
      height: 10rem;
    }

    &.output lab-heatmap {
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

export function valueFactors(
  { valueDown, valueUp, valueMap, singularValues }: HeadMatricesResult,
  { request }: Context,
): TemplateResult {
  const [C, D] = valueDown.weight.shape;
  const [factored, full] = [valueDown.weight.data.length + valueUp.data.length, valueMap.data.length];
  const large = countAttention(GPT3);
  const rank = singularValues.filter((value) => value > RANK_TOLERANCE * singularValues[0]).length;
  const sizes = [
    [msg('full matrix'), formatInteger(full), formatInteger(large.fullValue)],
    [msg('value down and value up'), formatInteger(factored), formatInteger(2 * large.matrix)],
    [msg('ratio'), formatPercent(factored / full), formatPercent((2 * large.matrix) / large.fullValue)],
  ];
  return halves(
    card(
      msg('Value down and value up'),
      msg(
        html`Head ${request.layer + 1}.${request.head + 1}: <span class="value">value up · value down</span> is its value matrix`,
      ),
      html`<div class="product">
        ${matrix(msg('value up'), valueUp, 'tall')} <span aria-hidden="true">·</span>
        ${matrix(msg('value down'), valueDown.weight, 'flat')} <span aria-hidden="true">=</span>
        ${matrix(msg('value matrix'), valueMap, 'square')}
      </div>
      <p>
        ${msg(html`The value passes through ${D} dimensions before it has ${C} again. So the matrix has <b>rank ${rank}</b> of ${C}.`)}
      </p>`,
      numberTable(sizes, {
        names: { heading: msg('weights'), cell: ([name]) => name },
        columns: [
          { heading: msg('this head'), cell: ([, own]) => own },
          { heading: msg('a head of GPT-3'), cell: ([, , gpt3]) => gpt3 },
        ],
      }),
    ),
    card(
      msg('Rank'),
      msg('Singular values of the value matrix'),
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
    ),
    1.3,
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
      matrix(msg('output matrix'), output, 'output', { of: 'columns', from: head * D, count: D }),
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
const matrix = (name: string, { shape: [ins, outs], data }: Tensor, kind: string, frame?: HeatmapHighlight) =>
  html`<figure class="matrix ${kind}">
    <lab-heatmap .values=${transpose(data, outs)} .columns=${ins} .frame=${frame} .label=${msg(str`${name}: ${outs} × ${ins} weights`)}></lab-heatmap>
    <figcaption><b>${name}</b> ${outs} × ${ins}</figcaption>
  </figure>`;
