// How a network adds modulo p: the circle of its numbers, its Fourier spectrum, and the losses that tell a rule from memory.

import { msg, str } from '@lit/localize';
import { html, svg, type TemplateResult } from 'lit';
import type { FourierResult, FrequencyShare } from '../../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatInteger, formatPercent } from '../../../format/numbers.ts';
import { formatLoss } from '../../../format/quantities.ts';
import '../../charts/data-table/data-table.ts';
import '../../charts/line-chart/line-chart.ts';
import { inverseModulo, lossLinesOf, placeLabels, ruleText } from './modular-figures.ts';

/** Pixels of the drawings' coordinates. */
const SIZE = 340;
const RADIUS = 140;
const BARS = { width: 340, height: 110 } as const;

/**
 * Circle, spectrum and losses of a model that adds modulo p.
 *
 * @param result - of the shown step
 * @param history - results of the steps measured so far, ascending
 * @param steps - of the whole run
 */
export const modularSums = (
  result: FourierResult | undefined,
  history: readonly FourierResult[],
  steps: number,
): TemplateResult => html`<div class="sums">
  ${
    result
      ? html`<p class="verdict">${ruleText(result)}</p>
        <div class="plots">${circle(result)} ${spectrum(result)} ${losses(result, history, steps)}</div>
        <p>
          ${msg(html`Held-out accuracy that rises long after training accuracy is called grokking (Power et al. 2022). <i>Restricted</i> keeps nothing but the key frequencies of a + b in the logits, <i>excluded</i> takes them out (Nanda et al. 2023). Neither shows which neurons compute them. Losses are among the ${result.modulus} numbers alone.`)}
        </p>`
      : html`<p>${msg('All sums are computed …')}</p>`
  }
</div>`;

/** Neighbours on the circle of frequency k differ by 1 / k modulo p: the line is a circle once numbers lie in this order. */
function circle({ modulus: p, circle: { k, points } }: FourierResult): TemplateResult {
  const scale = RADIUS / Math.max(...points.map(Math.abs), 1e-9);
  const at = (number: number) =>
    [points[2 * number], points[2 * number + 1]].map((value) => SIZE / 2 + value * scale);
  const step = inverseModulo(k, p);
  const order = Array.from({ length: p }, (_, i) => (i * step) % p);
  const line = order
    .map((number) =>
      at(number)
        .map((x) => x.toFixed(1))
        .join(','),
    )
    .join(' ');
  return html`<figure>
    <svg viewBox="0 0 ${SIZE} ${SIZE}" role="img" aria-label=${msg(str`Embeddings of 0 to ${p - 1} on the plane of frequency ${k}.`)}>
      <polygon points=${line} />
      ${order.map((number) => {
        const [x, y] = at(number);
        return svg`<circle data-number=${number} cx=${x} cy=${y} r="3"><title>${number}</title></circle>`;
      })}
      ${placeLabels(order.map(at), SIZE / 2).map(({ index, x, y }) => svg`<text x=${x} y=${y}>${order[index]}</text>`)}
    </svg>
    <figcaption>${msg(str`Embeddings of the numbers on the plane of frequency ${k}, each joined to the one ${step} above it, modulo ${p}.`)}</figcaption>
  </figure>`;
}

function spectrum({ frequencies }: FourierResult): TemplateResult {
  const highest = Math.max(...frequencies.flatMap(({ embedding, logits }) => [embedding, logits]));
  const step = BARS.width / frequencies.length;
  const bar = (share: number, k: number, className: string, offset: number) => {
    const height = (share / highest) * BARS.height;
    return svg`<rect class=${className} x=${(k - 1) * step + offset} y=${BARS.height - height} width=${step * 0.4} height=${height} />`;
  };
  const key = frequencies.filter(({ isKey }) => isKey);
  const rows = frequencies.map(({ k, embedding, logits, isKey }: FrequencyShare) => ({
    name: `${k}`,
    cells: [formatPercent(embedding), formatPercent(logits), isKey ? msg('yes') : msg('no')],
  }));
  return html`<figure>
    <svg viewBox="0 -4 ${BARS.width} ${BARS.height + 28}" role="img" aria-label=${msg(str`Shares of ${frequencies.length} frequencies; key frequencies: ${key.map(({ k }) => k).join(', ') || msg('none')}.`)}>
      <line x1="0" x2=${BARS.width} y1=${BARS.height} y2=${BARS.height} />
      ${frequencies.map(({ k, embedding, logits }) => [
        bar(embedding, k, 'embedding', step * 0.08),
        bar(logits, k, 'logits', step * 0.52),
      ])}
      ${key.map(({ k }) => svg`<text class="key" x=${(k - 0.5) * step} y=${BARS.height + 17}>${k}</text>`)}
    </svg>
    <figcaption>
      ${msg(html`Share of each frequency <span class="embedding">in the embedding</span> and <span class="logits">in the logits by a + b</span>. Key frequencies are named.`)}
    </figcaption>
    <lab-data-table
      label=${msg('Show the frequencies as a table')}
      .data=${() => ({ caption: msg('Frequencies'), columns: [msg('frequency'), msg('of the embedding'), msg('of the logits'), msg('key')], rows })}
    ></lab-data-table>
  </figure>`;
}

function losses(
  { step, modulus, ...scores }: FourierResult,
  history: readonly FourierResult[],
  steps: number,
): TemplateResult {
  const { validation, restricted } = scores;
  return html`<figure>
    <lab-line-chart
      .lines=${lossLinesOf(history, step)}
      .steps=${steps}
      .height=${210}
      .format=${formatLoss}
      summary=${msg(str`Loss in nats by training step, of the steps measured: held out ${formatLoss(validation.loss)}, restricted ${formatLoss(restricted.loss)} at step ${formatInteger(step)}; guessing gives ${formatFixed(Math.log(modulus), 2)}.`)}
    ></lab-line-chart>
  </figure>`;
}
