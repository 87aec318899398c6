// The panels of chapter 1: what each fetches and shows.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import type { DigitRunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../format/numbers.ts';
import { fetchFirstImages } from '../../state/digits/digit-images.ts';
import '../../views/digits/digit-gallery/digit-gallery.ts';
import '../../views/digits/learned-features/learned-features.ts';
import { digitFilter } from '../../views/digits/digit-gallery/image-picker.ts';
import { type DigitContext, digitPanel } from '../digit-stage/digit-panel.ts';
import type { Choices } from './choices.ts';
import { fetchNeuron } from './neuron-data.ts';
import './views/activation-function-plot/activation-function-plot.ts';
import './views/digit-neuron/digit-neuron.ts';
import './views/matrix-form/matrix-form.ts';
import './views/parameter-count/parameter-count.ts';

export interface Context extends DigitContext {
  readonly choices: Choices;
  /** Whether weights were edited by hand. */
  readonly hasManualEdits: boolean;
  /** Layers that the moment counts. */
  readonly countedLayers: number | undefined;
  readonly showsRelu: boolean;
  readonly showsMatrix: boolean;
}

/** Number of images in the gallery. */
const GALLERY_SIZE = 40;

const panel = digitPanel<Context>();
/** What panels of one neuron show. */
const ofNeuron = { needs: ['input', 'neuron'], fetch: fetchNeuron } as const;

export const PANELS = {
  Images: {
    digit: panel({
      label: msg('Test images'),
      views: ['digit-canvas', 'mnist-gallery', 'network-forward'],
      needs: ['digit'],
      fetch: (digits, { digit }) => fetchFirstImages(digits, 'test', GALLERY_SIZE, digit),
      render: (
        { run, choices, choose, input, image },
        gallery,
      ) => html`<section class="card" aria-label=${msg('Test images')}>
        <h2>${msg('Draw on the black square or pick a test image')}</h2>
        ${digitFilter(choices.digit, (digit) => choose({ digit }))}
        <lab-digit-gallery .images=${gallery} .chosen=${'pixels' in input ? undefined : image}></lab-digit-gallery>
        <p class="explained">
          ${msg(str`The 784 inputs are 28 × 28 pixels, each a number from 0 (black) to 1 (white). The ten outputs are computed with ${formatInteger(run.parameterCount)} weights and biases, and the brightest output is the answer. Your drawing is scaled and centred like the images of the data set: by its centre of mass, in a box of 20\u00a0×\u00a020.`)}
        </p>
        <p class="explained">
          ${msg('Images: MNIST, by Yann LeCun, Corinna Cortes and Christopher Burges; 60,000 for training, 10,000 for testing.')}
        </p>
      </section>`,
    }),
  },
  'A neuron': {
    neuron: panel({
      label: msg('One neuron'),
      views: ['neuron-inspector', 'weight-grid'],
      ...ofNeuron,
      render: ({ run, hasManualEdits, isStaged }, { sum, place }) => html`<lab-digit-neuron
        .sum=${sum}
        .place=${place}
        .activationFunction=${activationFunctionOf(run, place.layer).plain}
        .changed=${hasManualEdits}
        .isReadOnly=${isStaged}
      ></lab-digit-neuron>`,
    }),
    curve: panel({
      label: msg('σ and ReLU'),
      views: ['sigmoid-plot', 'relu-plot'],
      ...ofNeuron,
      render: ({ choices, showsRelu }, { sum, place }) => html`<lab-activation-function-plot
        .sum=${sum}
        .place=${place}
        .customInput=${choices.x}
        .highlightedCurve=${showsRelu ? 'relu' : 'sigmoid'}
      ></lab-activation-function-plot>`,
    }),
    matrix: panel({
      label: msg('As a matrix'),
      views: ['matrix-notation'],
      ...ofNeuron,
      render: ({ run, showsMatrix }, data) => html`<lab-matrix-form ?builds=${showsMatrix}
        .stageData=${data}
        .place=${data.place}
        .activationFunction=${activationFunctionOf(run, data.place.layer)}
      ></lab-matrix-form>`,
    }),
  },
  'All weights': {
    count: panel({
      label: msg('13,002 numbers'),
      views: ['param-counter'],
      render: ({ run, choices, countedLayers }) =>
        html`<lab-parameter-count .sizes=${run.sizes} .counted=${choices.layers ?? countedLayers}></lab-parameter-count>`,
    }),
    hope: panel({
      label: msg('Learned features'),
      views: ['feature-hierarchy'],
      ...ofNeuron,
      render: (_, { weights, place }) => html`<lab-learned-features
        .layer=${weights[0]}
        .chosen=${place.layer === 1 ? place.neuron : undefined}
      ></lab-learned-features>`,
    }),
  },
};

/** The activation function of a layer, in plain text and in TeX. */
function activationFunctionOf({ kind, sizes }: DigitRunInfo, layer: number): { plain: string; tex: string } {
  if (kind === 'sigmoid') return { plain: 'σ', tex: '\\sigma' };
  const name = layer === sizes.length - 1 ? msg('softmax') : msg('ReLU');
  return { plain: name, tex: `\\mathrm{${name}}` };
}
