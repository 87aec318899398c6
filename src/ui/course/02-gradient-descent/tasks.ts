// The tasks of chapter 2: where the network errs, and a training of one’s own.

import { msg, str } from '@lit/localize';
import { formatFixed, formatInteger, formatPercent } from '../../format/numbers.ts';
import { indexOfLargest } from '../questions/read-digits.ts';
import { readLabelled, type Task } from '../tasks/labelled-image.ts';

const HINT = msg(
  'The gallery under “Digits” has an image by its number; the digits below the pad are others.',
);

export const TASKS: readonly Task[] = [
  {
    id: 'gradient-descent/sure-and-wrong',
    title: msg('Sure and wrong'),
    text: msg(
      'Find an image of the data set that the network reads wrong although its brightest output is above 0.5.',
    ),
    hint: HINT,
    at: 782.6,
    async check(lab) {
      const image = await readLabelled(lab);
      if (!image || image.answer === image.label || image.outputs[image.answer] <= 0.5) return undefined;
      return msg(
        str`The image is a ${image.label}, and the network says ${image.answer} with ${formatFixed(image.outputs[image.answer], 2)}.`,
      );
    },
  },
  {
    id: 'gradient-descent/costly',
    title: msg('The most expensive image'),
    text: msg('Find an image of the data set whose cost is above 1.'),
    hint: HINT,
    at: 216.6,
    async check(lab) {
      const image = await readLabelled(lab);
      if (!image || image.cost <= 1) return undefined;
      const most = indexOfLargest(image.terms);
      return msg(str`It costs ${formatFixed(image.cost, 2)}; most of it is the output for ${most}.`);
    },
  },
  {
    id: 'gradient-descent/own-training',
    title: msg('Learn from nothing'),
    text: msg('Re-initialize the network and train it until it reads at least 80 % of the test images.'),
    hint: msg('“Re-initialize” is above the map, “Train” at the bottom of the page.'),
    at: 620.2,
    async check(lab) {
      if (!lab.isOwnDigits) return undefined;
      const { accuracy, step } = await lab.digits.lens('test', { split: 'test', mostWrong: 1 });
      return accuracy >= 0.8 && step > 0
        ? msg(str`After ${formatInteger(step)} steps it reads ${formatPercent(accuracy)}.`)
        : undefined;
    },
  },
];
