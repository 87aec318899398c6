// Labelled images of the training set, to select from, and of the test set.

import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { DigitData } from '../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../figures/card.ts';
import { formatInteger } from '../../format/numbers.ts';
import type { DigitImages } from '../../types/digits.ts';
import { digitGallery } from './digit-gallery.ts';

interface Examples {
  readonly train: DigitImages;
  readonly test: DigitImages;
}

/**
 * @param loaded numbers of images
 * @param chosen index of the selected training image
 */
export const digitExamples = (
  { train, test }: Examples,
  loaded: DigitData,
  chosen: number,
): TemplateResult => html`
  ${card(
    msg('Training images'),
    msg('Training set: 60,000 labelled images'),
    digitGallery(train, { chosen }),
    note(
      msg(
        str`${formatInteger(loaded.train)} are loaded; training loads the rest. Select an image for the other panels.`,
      ),
    ),
  )}
  ${card(
    msg('Test images'),
    msg('Test set: 10,000 images, not trained on'),
    digitGallery(test, { isInert: true }),
    note(
      msg(
        'Accuracy on the test set measures generalization; accuracy on the training set also includes memorization. The data set is MNIST, by Yann LeCun, Corinna Cortes and Christopher Burges.',
      ),
    ),
  )}
`;
