// The tasks of chapter 1: images that the digit network reads.

import { msg, str } from '@lit/localize';
import { formatList } from '../../format/lists.ts';
import { formatFixed, formatInteger } from '../../format/numbers.ts';
import { indexOfLargest, readLayers } from '../questions/read-digits.ts';
import type { Task, TaskLab } from '../tasks/task.ts';

/** Of the visitor's drawing; undefined without one. */
async function readDrawing(lab: TaskLab) {
  if (!lab.image || !('pixels' in lab.image)) return undefined;
  const outputs = (await readLayers(lab, lab.image)).at(-1) ?? [];
  const answer = indexOfLargest(outputs);
  return {
    outputs,
    answer,
    most: outputs[answer],
    bright: lab.image.pixels.filter((pixel) => pixel > 0.5).length,
  };
}

const HINT = msg('Draw on the pad; “Clear” empties it.');

export const TASKS: readonly Task[] = [
  {
    id: 'neural-network/draw-three',
    title: msg('A clear three'),
    text: msg('Draw a 3 that the network reads as a 3, with an output above 0.9.'),
    hint: HINT,
    at: 4.2,
    async check(lab) {
      const drawn = await readDrawing(lab);
      return drawn?.answer === 3 && drawn.most > 0.9
        ? msg(str`It reads a 3, with ${formatFixed(drawn.most, 2)}.`)
        : undefined;
    },
  },
  {
    id: 'neural-network/two-minds',
    title: msg('In two minds'),
    text: msg('Draw something for which two outputs are above 0.25 at once.'),
    hint: msg(str`${HINT} Mix the strokes of two digits.`),
    at: 226.5,
    async check(lab) {
      const drawn = await readDrawing(lab);
      const unsure = drawn?.outputs.flatMap((output, digit) => (output > 0.25 ? [digit] : [])) ?? [];
      return drawn && drawn.bright > 0 && unsure.length > 1
        ? msg(str`It hesitates between ${formatList(unsure.map(formatInteger))}.`)
        : undefined;
    },
  },
  {
    id: 'neural-network/few-pixels',
    title: msg('With few pixels'),
    text: msg('Draw with at most 40 bright pixels, so that one output is above 0.9.'),
    hint: msg(str`${HINT} A short stroke has about 20.`),
    at: 332.6,
    async check(lab) {
      const drawn = await readDrawing(lab);
      if (!drawn || drawn.bright === 0 || drawn.bright > 40 || drawn.most <= 0.9) return undefined;
      return msg(
        str`${drawn.bright} bright pixels are a ${drawn.answer} to it, with ${formatFixed(drawn.most, 2)}.`,
      );
    },
  },
];
