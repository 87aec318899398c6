// Panels of chapters 2 and 3: images, the gradient, and the training.

import { msg } from '@lit/localize';
import { html } from 'lit';
import {
  fetchFirstImages,
  fetchImageLenses,
  fetchImages,
  firstTrainingImages,
} from '../../state/digits/digit-images.ts';
import type { DigitImages } from '../../types/digits.ts';
import { digitExamples } from '../../views/digits/digit-examples.ts';
import '../../views/digits/digit-gradient/digit-gradient.ts';
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
    needs: ['image'],
    fetch: (digits, { image }) =>
      fetchImageLenses(digits, image, { gradient: firstTrainingImages(BATCH_SIZE) }),
    render: ({ run, neuron, live }, { image, results }) => html`<lab-digit-gradient
      .run=${run} .gradient=${results.gradient} .images=${BATCH_SIZE} .activations=${image.activations}
      .chosen=${neuron} .live=${live}
    ></lab-digit-gradient>`,
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
