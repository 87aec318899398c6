// Panels shared by the stages that evaluate the digit network on one image.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { DigitLayerWeights, DigitRunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { formatFixed } from '../../format/numbers.ts';
import type { NeuronIndex } from '../../types/digits.ts';
import './pixel-image/pixel-image.ts';

/** A training image with the network's activations. */
export interface EvaluatedImage {
  readonly label?: number;
  /** One array a layer, inputs first. */
  readonly activations?: readonly Float32Array[];
  readonly weights?: readonly DigitLayerWeights[];
}

export const digitPanelStyles = css`
  @container (min-width: 46rem) {
    .image {
      grid-template-columns: minmax(7rem, 10rem) minmax(0, 1fr);

      > :last-child {
        container-type: inline-size;
      }
    }
  }

  .image lab-pixel-image {
    max-width: 12rem;
  }
`;

/** The selected neuron, clamped to the network; undefined if none is selected. */
export function selectedNeuron(
  { sizes }: DigitRunInfo,
  { layer, neuron = 0 }: { readonly layer?: number; readonly neuron?: number },
): NeuronIndex | undefined {
  if (layer === undefined) return undefined;
  const clampedLayer = Math.min(layer, sizes.length - 1);
  return { layer: clampedLayer, neuron: Math.min(neuron, sizes[clampedLayer] - 1) };
}

/** A view of one image, beside the image and its prediction. */
export function withImage(image: EvaluatedImage, view: TemplateResult | typeof nothing): TemplateResult {
  return html`<div class="columns image">
    <section class="card" aria-label=${msg('The image')}>
      <h2>${msg(html`Label: ${image.label}`)}</h2>
      ${imagePixels(image)} ${predictionText(image)}
    </section>
    ${view}
  </div>`;
}

const imagePixels = ({ label, activations }: EvaluatedImage) =>
  html`<lab-pixel-image .values=${activations?.[0] ?? []} label=${msg(str`Training image, label ${label}`)}></lab-pixel-image>`;

function predictionText({ activations }: EvaluatedImage): TemplateResult | typeof nothing {
  const outputs = activations?.at(-1);
  if (!outputs) return nothing;
  const output = Math.max(...outputs);
  return html`<p class="explained">${msg(str`Prediction: ${outputs.indexOf(output)}, output ${formatFixed(output, 2)}.`)}</p>`;
}
