// The desired changes of weights for each image, their mean, and the gradient of the batch.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { DigitWeight, ExampleGradients } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { numberTable } from '../../../figures/number-table.ts';
import { formatInteger, formatSignedFixed } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { sharedExponent } from '../../../format/shared-exponent.ts';
import type { DigitImages } from '../../../types/digits.ts';
import { weightName } from '../../../views/digits/digit-gradient/nudges.ts';
import '../../../views/digits/pixel-image/pixel-image.ts';
import { imageAt } from '../../../views/digits/pixel-image/pixels.ts';
import type { LiveMode } from '../../../views/status/live-region.ts';

export const nudgeTableStyles = css`
  .nudges {
    lab-pixel-image {
      width: 2.5rem;
      margin-inline-start: auto;
    }

    tbody td {
      font-size: var(--size-small);
    }

    tbody th {
      min-width: 8.5rem;
      white-space: normal;
    }

    .none {
      color: var(--muted);
    }

    .up {
      color: var(--positive);
    }

    .down {
      color: var(--negative);
    }

    /* In view however many images there are; a border would scroll away. */
    .mean {
      position: sticky;
      inset-inline-end: 0;
      background: var(--surface);
      box-shadow: -1px 0 var(--line-strong);
      font-weight: 600;
    }

    /* Beside the map: as many images as fit before their mean, with which the visible part ends. */
    @container (max-width: 30rem) {
      tbody th {
        min-width: 9.4rem;
      }

      .image:nth-child(n + 4) {
        display: none;
      }
    }
  }
`;

interface Nudges {
  /** Gradients of single images and of the batch. */
  readonly nudges: ExampleGradients;
  /** In the rows. */
  readonly weights: readonly DigitWeight[];
  /** The first of the batch, in the columns. */
  readonly images: DigitImages;
}

/**
 * @param layers of weights
 * @param live `off` while the network trains
 */
export function nudgeTable(
  { nudges: { examples, mean, batch }, weights, images: { labels, pixels } }: Nudges,
  layers: number,
  live: LiveMode,
): TemplateResult {
  const [count, width] = examples.shape;
  const off = Math.max(...mean.data.map((value, i) => Math.abs(value - batch.data[i])));
  const gradients = weights.map((_, at) => labels.map((_, image) => examples.data[image * width + at]));
  const unit = sharedExponent(gradients.flat());
  const nudge = (value: number) => {
    const text = unit.format(value);
    return html`<span class=${text === '0' ? 'none' : value > 0 ? 'up' : 'down'}>${text}</span>`;
  };
  return card(
    msg('Table of nudges'),
    msg(
      str`Desired change of each weight for each image, and the mean of all ${formatInteger(count)}${unit.label ? msg(str`; single images in units of ${unit.label}`) : ''}`,
    ),
    numberTable(weights, {
      kind: 'nudges',
      names: { heading: msg('weight or bias'), cell: (weight) => weightName(weight, layers) },
      scrolls: msg('Desired changes by image'),
      columns: [
        ...labels.map((label, image) => ({
          heading: guard(
            [pixels],
            () =>
              html`<lab-pixel-image .values=${imageAt(pixels, image)} label=${msg(str`Image of a ${label}`)}></lab-pixel-image>`,
          ),
          kind: 'image',
          cell: (_: DigitWeight, at: number) => nudge(-gradients[at][image]),
        })),
        { heading: '…', title: msg('the other images'), cell: () => '…' },
        {
          heading: msg('mean of all'),
          kind: 'mean',
          cell: (_, at) => formatSignedFixed(-mean.data[at], 6),
        },
        {
          heading: msg('−∂C/∂w, batch'),
          kind: 'batch',
          cell: (_, at) => formatSignedFixed(-batch.data[at], 6),
        },
      ],
    }),
    html`<p role="status" aria-live=${live}>${msg(html`The mean of the desired changes and the engine’s gradient of the batch differ by at most <b class="off">${formatSignificant(off)}</b>.`)}</p>`,
    note(
      msg(
        str`The rows are the four weights of each layer with the largest gradients in this batch. Blue means increase, red decrease. Each image alone would train the network to predict its digit for everything. The mean over all training images is the negative gradient. The mean over ${formatInteger(count)} images, a mini-batch, approximates it at much lower cost.`,
      ),
    ),
  );
}
