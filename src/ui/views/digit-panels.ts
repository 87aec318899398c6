// What stages about one image in the digit network share: the network with that image inside, and views beside the image.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { DigitLayerWeights, DigitRunInfo } from '../../workers/lab-api.ts';
import { DIGIT_NAMES, SHOWN_PIXELS } from './network-picture/digits.ts';
import type { NeuronPlace } from './network-picture/layout.ts';
import './network-picture/network-picture.ts';
import './pixel-image/pixel-image.ts';

/** A training image, as the network read it. */
export interface ReadImage {
  readonly label?: number;
  /** A layer each, inputs first. */
  readonly activations?: readonly Float32Array[];
  readonly weights?: readonly DigitLayerWeights[];
}

export const digitPanelStyles = css`
  @container (min-width: 46rem) {
    .image {
      grid-template-columns: minmax(7rem, 10rem) minmax(0, 1fr);
    }
  }

  .image lab-pixel-image {
    max-width: 12rem;
  }
`;

/** The neuron chosen, as far as this network has it; none until one is. */
export function chosenNeuron(
  { sizes }: DigitRunInfo,
  { layer, neuron = 0 }: { readonly layer?: number; readonly neuron?: number },
): NeuronPlace | undefined {
  if (layer === undefined) return undefined;
  const within = Math.min(layer, sizes.length - 1);
  return { layer: within, neuron: Math.min(neuron, sizes[within] - 1) };
}

export function networkPanel(
  { sizes }: DigitRunInfo,
  image: ReadImage,
  chosen: NeuronPlace | undefined,
): TemplateResult {
  return html`<section class="card" aria-label="The network">
    <h2>784 pixels in, ten outputs; the brightest is the answer. This image is a ${image.label}</h2>
    <div class="columns image">
      ${pixels(image)}
      <lab-network-picture
        .sizes=${sizes} .inputs=${SHOWN_PIXELS} .activations=${image.activations ?? []}
        .edges=${image.weights?.map(({ weights }) => weights.data) ?? []}
        .chosen=${chosen} .outputs=${DIGIT_NAMES}
        label="The digit network, inputs on the left, the ten outputs on the right."
      ></lab-network-picture>
    </div>
  </section>`;
}

/** A view about one image, with the image and what the network reads it as beside it. */
export function besideImage(image: ReadImage, view: TemplateResult | typeof nothing): TemplateResult {
  return html`<div class="columns image">
    <section class="card" aria-label="The image">
      <h2>A ${image.label}</h2>
      ${pixels(image)} ${answer(image)}
    </section>
    ${view}
  </div>`;
}

const pixels = ({ label, activations }: ReadImage) =>
  html`<lab-pixel-image .values=${activations?.[0] ?? []} label=${`Training image of a ${label}`}></lab-pixel-image>`;

function answer({ activations }: ReadImage): TemplateResult | typeof nothing {
  const outputs = activations?.at(-1);
  if (!outputs) return nothing;
  const output = Math.max(...outputs);
  return html`<p class="explained">The network reads a ${outputs.indexOf(output)}, output ${output.toFixed(2)}.</p>`;
}
