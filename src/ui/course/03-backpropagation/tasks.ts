// The tasks of chapter 3: images that ask for much, for little, or for nothing.

import { msg, str } from '@lit/localize';
import { formatList } from '../../format/lists.ts';
import { formatFixed, formatInteger, formatPercent } from '../../format/numbers.ts';
import { formatSignificant } from '../../format/quantities.ts';
import { readLabelled, type Task } from '../tasks/labelled-image.ts';

const HINT = msg(
  'The gallery under “Training” has an image by its number; the digits below the pad are others.',
);

export const TASKS: readonly Task[] = [
  {
    id: 'backpropagation/satisfied',
    title: msg('Nothing to wish for'),
    text: msg('Find an image of the data set whose cost is below 0.00005: it asks for next to no change.'),
    hint: HINT,
    at: 232.7,
    async check(lab) {
      const image = await readLabelled(lab);
      return image && image.cost < 0.00005
        ? msg(
            str`Its cost is ${formatSignificant(image.cost)}: the ${image.label} is read with ${formatFixed(image.outputs[image.label], 3)}.`,
          )
        : undefined;
    },
  },
  {
    id: 'backpropagation/two-wishes',
    title: msg('Two loud wishes'),
    text: msg('Find an image of the data set for which at least two outputs are off by more than 0.5.'),
    hint: HINT,
    at: 253.4,
    async check(lab) {
      const image = await readLabelled(lab);
      const off = image?.terms.flatMap((term, digit) => (term > 0.25 ? [digit] : [])) ?? [];
      return off.length > 1
        ? msg(str`The outputs for ${formatList(off.map(formatInteger))} are off by more than 0.5.`)
        : undefined;
    },
  },
  {
    id: 'backpropagation/thin',
    title: msg('A thin digit'),
    text: msg(
      'Find or draw an image for which at least 90 % of the weights from pixels stay exactly as they are.',
    ),
    hint: msg('A weight stays where its pixel is black: look for a thin 1, or draw a short stroke.'),
    at: 355,
    async check({ image, digits }) {
      if (!image) return undefined;
      const { activations } = await digits.lens('weighted-sum', { input: image, layer: 1, neuron: 0 });
      const black = activations.data.filter((pixel) => pixel === 0).length / activations.data.length;
      return black >= 0.9 && black < 1
        ? msg(str`${formatPercent(black)} of its pixels are black, and as many weights stay.`)
        : undefined;
    },
  },
];
