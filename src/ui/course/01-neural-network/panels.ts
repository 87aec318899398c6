// The panels of chapter 1: what each fetches and shows.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { card, note } from '../../figures/card.ts';
import { formatInteger } from '../../format/numbers.ts';
import { CountScene } from '../../scenes/count/count-scene.ts';
import { DetectorScene } from '../../scenes/detector/detector-scene.ts';
import { MatrixScene } from '../../scenes/matrix/matrix-scene.ts';
import { UnrollScene } from '../../scenes/unroll/unroll-scene.ts';
import { fetchFirstImages } from '../../state/digits/digit-images.ts';
import { digitGallery } from '../../views/digits/digit-gallery.ts';
import { digitFilter } from '../../views/digits/image-picker.ts';
import { learnedFeatures, learnedFeaturesStyles } from '../../views/digits/learned-features.ts';
import type { Moment } from '../chapter.ts';
import { type DigitContext, digitPanel } from '../digit-stage/digit-panel.ts';
import { pixelsOf } from '../digit-stage/map-data.ts';
import type { Choices } from './choices.ts';
import { fetchNeuron } from './neuron-data.ts';
import { activationName, countInput, detectorInput, matrixInput, unrollInput } from './scene-inputs.ts';
import './views/digit-neuron/digit-neuron.ts';

export interface Context extends DigitContext {
  readonly choices: Choices;
  /** Whether weights were edited by hand. */
  readonly hasManualEdits: boolean;
  /** Of the moment. */
  readonly settings: NonNullable<Moment['settings']>;
}

/** Number of images in the gallery. */
const GALLERY_SIZE = 40;

export const FIGURE_STYLES = [learnedFeaturesStyles];

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
        .activationFunction=${activationName(run.kind, place.layer === run.sizes.length - 1)}
        .changed=${hasManualEdits}
        .isReadOnly=${isStaged}
      ></lab-digit-neuron>`,
    }),
    unroll: panel({
      label: msg('Pixels as neurons'),
      views: ['pixel-column'],
      needs: ['input'],
      fetch: (digits, { input }) => pixelsOf(digits, input),
      scene: (kept, { choices }, pixels) => kept.get(UnrollScene).show(unrollInput(pixels, choices)),
    }),
    curve: panel({
      label: msg('σ and ReLU'),
      views: ['sigmoid-plot', 'relu-plot', 'edge-detector'],
      isOfNone: true,
      scene: (kept, context) => kept.get(DetectorScene).show(detectorInput(context)),
    }),
    matrix: panel({
      label: msg('As a matrix'),
      views: ['matrix-notation'],
      ...ofNeuron,
      scene: (kept, { run, settings }, data) => kept.get(MatrixScene).show(matrixInput(data, run, settings)),
    }),
  },
  'All weights': {
    hope: panel({
      label: msg('Learned features'),
      views: ['feature-hierarchy'],
      ...ofNeuron,
      render: (_, { weights, place }) => learnedFeatures(weights[0], place),
    }),
    count: panel({
      label: msg('13,002 numbers'),
      views: ['param-counter'],
      fetch: async (digits) => (await digits.lens('weights', {})).layers,
      scene: (kept, { settings }, layers) => kept.get(CountScene).show(countInput(layers, settings)),
    }),
  },
};
