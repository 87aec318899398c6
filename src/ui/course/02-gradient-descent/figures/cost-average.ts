// The costs of many images and their mean.

import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { CostBreakdown, DigitRunInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { card } from '../../../figures/card.ts';
import { bars, numberTable } from '../../../figures/number-table.ts';
import { formatFixed, formatInteger } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import type { DigitImages } from '../../../types/digits.ts';
import { digitGallery } from '../../../views/digits/digit-gallery.ts';
import type { LiveMode } from '../../../views/status/live-region.ts';
import '../../../views/text/math/math.ts';
import { histogram } from './histogram.ts';

interface Costs {
  readonly cost: CostBreakdown;
  /** Images with the lowest costs, then those with the highest. */
  readonly extremes: DigitImages;
  readonly extremeCosts: readonly number[];
}

/**
 * A histogram, the images with the lowest and highest costs, and the three functions.
 *
 * @param live `off` while the network trains
 */
export function costAverage(
  { cost: { costs, mean }, extremes, extremeCosts }: Costs,
  run: DigitRunInfo,
  live: LiveMode,
): TemplateResult {
  const bins = histogram(costs.data, 8);
  const most = Math.max(...bins.map(({ count }) => count), 1);
  const count = formatInteger(costs.data.length);
  return html`
    ${card(
      msg('Average cost'),
      msg('The average cost measures how bad the network is'),
      html`<lab-math display tex="C=\\frac{1}{n}\\sum_{x}C_x"></lab-math>
      <p role="status" aria-live=${live}>${msg(html`Mean cost of the first ${count} training images: <b class="mean">${formatSignificant(mean)}</b>`)}</p>
      <div class="scroll">${numberTable(bins, {
        names: {
          heading: msg('cost of an image'),
          cell: ({ from, to }) => msg(str`${formatFixed(from, 2)} to ${formatFixed(to, 2)}`),
        },
        columns: [
          { heading: msg('images'), cell: ({ count }) => formatInteger(count) },
          bars(({ count }) => count / most, { name: msg('as a bar') }),
        ],
      })}</div>
      <h2>${msg('The four images with the lowest and the four with the highest cost')}</h2>`,
      digitGallery(extremes, { caption: (place) => formatSignificant(extremeCosts[place] ?? 0) }),
    )}
    ${card(msg('Three functions'), msg('Three functions'), html`<div class="scroll">${functions(run, mean)}</div>`)}
  `;
}

function functions({ sizes, parameterCount }: DigitRunInfo, mean: number): TemplateResult {
  const count = formatInteger(parameterCount);
  const outputs = sizes.at(-1);
  const parameters = msg(str`${count} weights and biases`);
  const rows = [
    [msg('network'), msg(str`${sizes[0]} pixels`), msg(html`${outputs} outputs`), parameters],
    [
      msg('cost'),
      parameters,
      msg(str`1 number, currently ${formatSignificant(mean)}`),
      msg('the images and labels'),
    ],
    [msg('gradient'), parameters, msg(str`${count} partial derivatives`), msg('the images and labels')],
  ];
  return numberTable(rows, {
    names: { heading: msg('function'), cell: ([name]) => name },
    columns: [msg('input'), msg('output'), msg('fixed')].map((heading, i) => ({
      heading,
      cell: (row) => row[i + 1],
    })),
  });
}
