// Panels of chapters 2 and 3: images, the gradient, and the training.

import { msg } from '@lit/localize';
import { html } from 'lit';
import type { DigitLayerWeights } from '../../../workers/rpc/api/lab-api.ts';
import { NeuronPickEvent } from '../../events/index.ts';
import { type ParametersInput, ParametersScene } from '../../scenes/parameters/parameters-scene.ts';
import { fetchFirstImages, fetchImages, firstTrainingImages } from '../../state/digits/digit-images.ts';
import type { DigitImages, NeuronIndex } from '../../types/digits.ts';
import { digitExamples } from '../../views/digits/digit-examples.ts';
import { digitTraining } from '../../views/digits/digit-training.ts';
import { digitFilter, imagePicker } from '../../views/digits/image-picker.ts';
import { type DigitContext, digitPanel } from './digit-panel.ts';

/** Images of a gallery. */
export const GALLERY_SIZE = 20;
/** Training images that gradients are averaged over: a mini-batch in training. */
export const BATCH_SIZE = 100;
const MISCLASSIFIED_COUNT = 18;

const panel = digitPanel<DigitContext>();

/** The gallery of training images, with its filter. */
export const renderGallery = (gallery: DigitImages | undefined, { image, choices, choose }: DigitContext) =>
  imagePicker(gallery, image, choices.digit, (digit) => choose({ digit }));

const pickNeuron = (neuron: NeuronIndex) => new NeuronPickEvent(neuron);

/** For the column of all weights, with the mean cost of a mini-batch. */
export const parametersOf = (
  { run: { sizes }, neuron }: DigitContext,
  layers: readonly DigitLayerWeights[],
  cost: number,
): ParametersInput => ({
  ...{ layers, sizes, cost, isGradient: false, examples: BATCH_SIZE },
  ...{ layer: neuron?.layer, neuron: neuron?.neuron, neuronEvent: pickNeuron },
});

export const TRAINING_PANELS = {
  examples: panel({
    label: msg('Images'),
    views: ['mnist-gallery'],
    needs: ['digit'],
    fetch: async (digits, { digit }) => ({
      train: await fetchFirstImages(digits, 'train', 2 * GALLERY_SIZE, digit),
      test: await fetchFirstImages(digits, 'test', 2 * GALLERY_SIZE, digit),
    }),
    render: ({ choices, choose, digits, image }, examples) => html`
      ${digitFilter(choices.digit, (digit) => choose({ digit }))} ${digitExamples(examples, digits.data, image)}
    `,
  }),
  gradient: panel({
    label: msg('The gradient'),
    views: ['gradient-vector'],
    fetch: (digits) => digits.lens('gradient', firstTrainingImages(BATCH_SIZE)),
    scene: (kept, context, { layers, cost }) =>
      kept.get(ParametersScene).show({ ...parametersOf(context, layers, cost), isGradient: true }),
  }),
  training: panel({
    label: msg('Training'),
    views: ['training-run'],
    isOfVisitor: true,
    fetch: async (digits) => {
      const test = await digits.lens('test', { split: 'test', mostWrong: MISCLASSIFIED_COUNT });
      const indices = test.wrong.map(({ index }) => index);
      return { test, misclassified: await fetchImages(digits, 'test', indices) };
    },
    render: ({ digits, draft }, results) => digitTraining(digits, results, draft),
  }),
};
