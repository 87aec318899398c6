// The panels of chapter 1: what each fetches and shows.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import type { DigitRunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../figures/card.ts';
import { formatInteger } from '../../format/numbers.ts';
import { fetchFirstImages } from '../../state/digits/digit-images.ts';
import { digitGallery } from '../../views/digits/digit-gallery.ts';
import { digitFilter } from '../../views/digits/image-picker.ts';
import { learnedFeatures, learnedFeaturesStyles } from '../../views/digits/learned-features.ts';
import { type DigitContext, digitPanel } from '../digit-stage/digit-panel.ts';
import type { Choices } from './choices.ts';
import { activationFunctions, activationFunctionsStyles } from './figures/activation-functions.ts';
import { parameterCount, parameterCountStyles } from './figures/parameter-count.ts';
import { fetchNeuron } from './neuron-data.ts';
import './views/digit-neuron/digit-neuron.ts';
import './views/matrix-form/matrix-form.ts';

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

export const FIGURE_STYLES = [activationFunctionsStyles, learnedFeaturesStyles, parameterCountStyles];

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
      render: ({ run, choices, choose, input, image }, gallery) =>
        card(
          msg('Test images'),
          msg('Draw on the black square or pick a test image'),
          digitFilter(choices.digit, (digit) => choose({ digit })),
          digitGallery(gallery, { chosen: 'pixels' in input ? undefined : image }),
          note(
            msg(
              str`The 784 inputs are 28 × 28 pixels, each a number from 0 (black) to 1 (white). The ten outputs are computed with ${formatInteger(run.parameterCount)} weights and biases, and the brightest output is the answer. Your drawing is scaled and centred like the images of the data set: by its centre of mass, in a box of 20\u00a0×\u00a020.`,
            ),
          ),
          note(
            msg(
              'Images: MNIST, by Yann LeCun, Corinna Cortes and Christopher Burges; 60,000 for training, 10,000 for testing.',
            ),
          ),
        ),
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
      render: ({ choices, showsRelu }, data) =>
        activationFunctions(data, choices.x, showsRelu ? 'relu' : 'sigmoid'),
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
      render: ({ run, choices, countedLayers }) => parameterCount(run.sizes, choices.layers ?? countedLayers),
    }),
    hope: panel({
      label: msg('Learned features'),
      views: ['feature-hierarchy'],
      ...ofNeuron,
      render: (_, { weights, place }) => learnedFeatures(weights[0], place),
    }),
  },
};

/** The activation function of a layer, in plain text and in TeX. */
function activationFunctionOf({ kind, sizes }: DigitRunInfo, layer: number): { plain: string; tex: string } {
  if (kind === 'sigmoid') return { plain: 'σ', tex: '\\sigma' };
  const name = layer === sizes.length - 1 ? msg('softmax') : msg('ReLU');
  return { plain: name, tex: `\\mathrm{${name}}` };
}
