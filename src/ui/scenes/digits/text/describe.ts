// The picture in words and numbers: a summary, the name of what is pointed at, and a table.

import { msg, str } from '@lit/localize';
import { addingDecimals } from '../../../format/adding-decimals.ts';
import { formatFixed, formatSigned, formatSignedFixed } from '../../../format/numbers.ts';
import type { TableData } from '../../../types/table.ts';
import { pixelName } from '../../../views/digits/pixel-image/pixels.ts';
import type { Subject } from '../scene/items.ts';
import { type DigitShot, openNeuron } from '../shot.ts';
import { answerOf, type DigitMapValues, desiredChange, edgeValue, termsOf, weightRow } from '../values.ts';

/** As in the panels: layer 1 is the first hidden one, neurons count from 0, and the outputs are the digits. */
export function neuronName({ sizes }: DigitMapValues, layer: number, neuron: number): string {
  return layer === sizes.length - 1 ? msg(str`output ${neuron}`) : msg(str`layer ${layer}, neuron ${neuron}`);
}

/** @param hasWeightImages whether the weights of first neurons are drawn as images beside them */
export function shotSummary(values: DigitMapValues, shot: DigitShot, hasWeightImages: boolean): string {
  const { digit, output } = answerOf(values);
  const answer = msg(str`Its answer: ${digit}, activation ${formatFixed(output, 2)}.`);
  const opened = openNeuron(shot);
  if (opened) return neuronSummary(values, opened.layer, opened.neuron);
  if (shot.layers?.join() === 'pixels')
    return msg('784 neurons: each holds the brightness of one pixel, 0 for black to 1 for white.');
  const cost = values.cost
    ? msg(str` Label ${values.cost.label}, cost ${formatFixed(values.cost.total, 2)}.`)
    : '';
  switch (shot.overlay) {
    case 'weights':
      return msg(
        str`Lines are weights: blue positive, red negative, wider for larger ones.${hasWeightImages ? msg(' The image beside a neuron of the first hidden layer shows its 784 weights.') : ''}`,
      );
    case 'cost':
      return msg(str`The cost is the sum of ten terms, drawn as squares.${cost}`);
    case 'nudges': {
      const { examples = 1 } = values.gradient ?? {};
      if (shot.hasNoLines)
        return msg(
          str`Arrows show how each activation should change, compared within its layer: blue up, red down.${cost}`,
        );
      if (shot.way === 'all' && shot.neuron)
        return msg(
          str`Three ways to change ${neuronName(values, shot.neuron.layer, shot.neuron.neuron)}: its bias, the weights into it (lines) and the activations before it (arrows). Blue up, red down.${cost}`,
        );
      const whose = examples === 1 ? msg('this image') : msg(str`the mean of ${examples} images`);
      return msg(
        str`How each weight should change for ${whose}: blue up, red down, wider for larger changes.${examples === 1 ? msg(str`${cost} Arrows show how each activation should change, compared within its layer.`) : ''}`,
      );
    }
    case 'requests':
      return msg(
        str`How each neuron wants the activations before it to change: blue up, red down. These changes are added over all outputs.${cost}`,
      );
    default:
      return shot.hasNoLines
        ? answer
        : msg(
            str`${shot.layers?.includes('outputs') === false ? '' : `${answer} `}Lines are activation times weight: blue adds, red subtracts.`,
          );
  }
}

/** The same in a line, without numbers that the picture has. */
export function shotLine(values: DigitMapValues, shot: DigitShot): string {
  if (openNeuron(shot)) return shotSummary(values, shot, false);
  switch (shot.overlay) {
    case 'weights':
      return msg('Lines are weights: blue positive, red negative.');
    case 'nudges': {
      const { examples = 1 } = values.gradient ?? {};
      if (shot.hasNoLines) return msg('Arrows: how each activation should change, blue up, red down.');
      if (shot.way === 'all' && shot.neuron)
        return msg('Bias, weights (lines), activations (arrows): blue up, red down.');
      return examples === 1
        ? msg('How each weight should change for this image: blue up, red down.')
        : msg(str`How each weight should change for the mean of ${examples} images: blue up, red down.`);
    }
    case 'requests':
      return msg('How each neuron wants those before it to change: blue up, red down.');
    default:
      return shotSummary(values, shot, false);
  }
}

function neuronSummary(values: DigitMapValues, layer: number, neuron: number): string {
  const z = values.weightedSums[layer - 1][neuron];
  const bias = values.weights[layer - 1].biases.data[neuron];
  const name = neuronName(values, layer, neuron);
  const decimals = addingDecimals([z - bias, bias], z);
  const [sum, b, total] = [z - bias, bias, z].map((each) => formatSignedFixed(each, decimals));
  return msg(
    str`${name[0].toUpperCase()}${name.slice(1)}: weights times activations add up to ${sum}; with the bias ${b} that is z = ${total}, and its activation ${formatFixed(values.activations[layer][neuron], 2)}.`,
  );
}

/** Lines of the tip beside the pointer. @param pixel what the pointer is at on the pad */
export function tipOf(values: DigitMapValues, shot: DigitShot, subject: Subject, pixel?: number): string[] {
  switch (subject.kind) {
    case 'pad': {
      if (pixel === undefined) return [];
      const lines = [pixelName(pixel), msg(str`activation ${formatFixed(values.activations[0][pixel], 2)}`)];
      const { neuron } = shot;
      if (neuron?.layer === 1)
        lines.push(msg(str`weight ${formatSigned(weightRow(values, 1, neuron.neuron)[pixel])}`));
      return lines;
    }
    case 'strip':
      return [msg('784 pixels, row by row')];
    case 'sample':
      return [msg(str`an image of a ${subject.digit}`)];
    case 'target':
      return [msg(str`make ${subject.digit} the target`)];
    case 'neuron': {
      const { layer, neuron } = subject;
      const change = desiredChange(values, layer, neuron);
      return [
        neuronName(values, layer, neuron),
        msg(str`activation ${formatFixed(values.activations[layer][neuron], 3)}`),
        msg(str`weighted sum + bias ${formatSigned(values.weightedSums[layer - 1][neuron])}`),
        ...(change !== undefined ? [msg(str`desired change ${formatSignedFixed(change, 4)}`)] : []),
      ];
    }
  }
}

/** The numbers of the picture. */
export function shotTable(values: DigitMapValues, shot: DigitShot): TableData {
  const opened = openNeuron(shot);
  return opened ? termTable(values, opened.layer, opened.neuron) : neuronTable(values);
}

function neuronTable(values: DigitMapValues): TableData {
  const { sizes, cost, activations, weightedSums, weights } = values;
  const last = sizes.length - 1;
  const rows = sizes.slice(1).flatMap((size, at) =>
    Array.from({ length: size }, (_, neuron) => {
      const layer = at + 1;
      const change = desiredChange(values, layer, neuron);
      const output = layer === last ? cost : undefined;
      return {
        name: neuronName(values, layer, neuron),
        cells: [
          formatFixed(activations[layer][neuron], 3),
          formatSigned(weightedSums[at][neuron]),
          formatSigned(weights[at].biases.data[neuron]),
          ...(cost
            ? [
                output ? formatFixed(output.targets[neuron], 0) : '',
                output ? formatFixed(output.terms[neuron], 4) : '',
              ]
            : []),
          ...(values.gradient?.d_z ? [change === undefined ? '' : formatSignedFixed(change, 5)] : []),
        ],
      };
    }),
  );
  const columns = [msg('neuron'), msg('activation'), 'z', msg('bias')];
  if (cost) columns.push('target', msg('term of the cost'));
  if (values.gradient?.d_z) columns.push(msg('desired change'));
  return { caption: msg('Every neuron of the network'), columns, rows };
}

function termTable(values: DigitMapValues, layer: number, neuron: number): TableData {
  const terms = termsOf(values, layer, neuron);
  const before = values.activations[layer - 1];
  const hasGradient = values.gradient !== undefined;
  const rows = Array.from(weightRow(values, layer, neuron), (weight, from) => {
    const nudge = edgeValue(values, 'nudges', layer - 1, from, neuron);
    return {
      name: layer === 1 ? pixelName(from) : neuronName(values, layer - 1, from),
      cells: [
        formatFixed(before[from], 3),
        formatSigned(weight),
        formatSigned(terms[from]),
        ...(nudge === undefined ? [] : [formatSignedFixed(nudge, 5)]),
      ],
    };
  });
  const columns = [
    msg('input'),
    msg('activation'),
    msg('weight'),
    msg('product'),
    ...(hasGradient ? [msg('nudge')] : []),
  ];
  return { caption: msg(str`What ${neuronName(values, layer, neuron)} adds up`), columns, rows };
}
