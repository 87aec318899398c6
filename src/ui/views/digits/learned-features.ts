// The features that the layers are expected to detect, beside the actual weights of the first layer.

import { msg, str } from '@lit/localize';
import { css, html, svg, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { DigitLayerWeights } from '../../../workers/rpc/api/lab-api.ts';
import { NeuronPickEvent } from '../../events/index.ts';
import { emit } from '../../figures/emit.ts';
import type { NeuronIndex } from '../../types/digits.ts';
import './pixel-image/pixel-image.ts';
import { imageAt } from './pixel-image/pixels.ts';

/** SVG paths in a 40 × 40 box, by layer. */
const EXPECTED_FEATURES = [
  {
    title: msg('edges'),
    parts: [
      'M8 14 Q12 8 20 8',
      'M20 8 Q30 8 31 18',
      'M8 16 Q9 25 18 25',
      'M20 25 Q28 24 31 18',
      'M31 18 L31 34',
    ],
  },
  { title: msg('loops and lines'), parts: ['M20 6 A9 9 0 1 0 20 24 A9 9 0 1 0 20 6', 'M26 6 L26 36'] },
  {
    title: msg('digits'),
    parts: [
      'M18 6 A8 8 0 1 0 18 22 A8 8 0 1 0 18 6 M26 8 L26 36',
      'M20 4 A7 7 0 1 0 20 18 A7 7 0 1 0 20 4 M20 18 A9 9 0 1 0 20 36 A9 9 0 1 0 20 18',
      'M12 6 L9 22 L30 22 M26 6 L26 36',
    ],
  },
] as const;

export const learnedFeaturesStyles = css`
  .features {
    gap: var(--space-s);

    .expected,
    .row {
      display: flex;
      gap: var(--space-2xs);
    }

    .expected {
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-s) var(--space-l);
    }

    figure {
      display: grid;
      justify-items: center;
      gap: var(--space-2xs);
    }

    svg {
      width: 2.75rem;
      background: var(--pixel-off);
      border-radius: var(--radius-tiny);
    }

    path {
      fill: none;
      stroke: var(--pixel-on);
      stroke-width: 3;
      stroke-linecap: round;
    }

    figcaption {
      color: var(--muted);
      font-size: var(--size-small);
    }

    .actual {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(4.25rem, 1fr));
      gap: var(--space-s);
    }

    button {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      justify-items: center;
      min-height: 0;
      padding: var(--space-2xs);
      font-size: var(--size-fine);
    }
  }
`;

/** @param chosen the selected neuron */
export function learnedFeatures(
  { weights }: DigitLayerWeights,
  chosen: NeuronIndex | undefined,
): TemplateResult {
  const neurons = Array.from({ length: weights.shape[0] }, (_, neuron) => neuron);
  const pressed = chosen?.layer === 1 ? chosen.neuron : undefined;
  return html`
    <section class="card features" data-figure aria-label=${msg('Expected features')}>
      <h2>${msg('Expected: each layer combines the features of the previous layer')}</h2>
      <div class="expected">
        ${EXPECTED_FEATURES.map(
          ({ title, parts }, i) => html`${i > 0 ? html`<span aria-hidden="true">→</span>` : ''}
            <figure>
              <div class="row">${parts.map((part) => html`<svg viewBox="0 0 40 40" aria-hidden="true">${svg`<path d=${part} />`}</svg>`)}</div>
              <figcaption>${title}</figcaption>
            </figure>`,
        )}
      </div>
    </section>
    <section class="card features" data-figure aria-label=${msg('Learned weights')}>
      <h2>${msg(str`Actual: the weights of the ${neurons.length} neurons of layer 1`)}</h2>
      <div class="actual">
        ${guard([weights, pressed], () =>
          neurons.map(
            (neuron) => html`<button
              aria-pressed=${neuron === pressed}
              @click=${emit(() => new NeuronPickEvent({ layer: 1, neuron }))}
            >
              <lab-pixel-image kind="signed" .values=${imageAt(weights.data, neuron)} label=${msg(str`Weights into neuron ${neuron}`)}></lab-pixel-image>
              <span>${msg(str`neuron ${neuron}`)}</span>
            </button>`,
          ),
        )}
      </div>
      <p class="explained">
        ${msg('Blue: a bright pixel activates the neuron. Red: it inhibits the neuron. No colour: it has no effect. The network recognizes digits, but these weights are not edges: they look almost random, with loose patterns in the middle. Random initial weights lack even those.')}
      </p>
    </section>
  `;
}
