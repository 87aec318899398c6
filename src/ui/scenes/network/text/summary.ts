// The picture of a shot as one or two sentences.

import { msg, str } from '@lit/localize';
import { formatInteger, formatPercent, formatSignedFixed } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import type { HeadStep, Shot, Spotlight } from '../camera/shot.ts';
import { overlayOf } from '../overlays/overlays.ts';
import { type NetworkValues, patternOf } from '../values/network-values.ts';
import { subjectName, type Words } from './describe.ts';

/** What stays bright, in words. */
const SPOTLIT: Readonly<Record<Spotlight, string>> = {
  ends: msg(' Bright: what goes in and what comes out.'),
  mlps: msg(' Bright: the neurons of each token.'),
  heads: '',
  grid: '',
};

/** Heads of a block whose strongest weights are listed. */
const LISTED_HEADS = 4;

/** A probability, with the temperature if that is not 1. */
export function shareText(
  { probability }: { readonly probability: number },
  { temperature = 1 }: Pick<NetworkValues, 'temperature'> = {},
): string {
  const share = formatPercent(probability);
  return temperature === 1 ? share : msg(str`${share} at T = ${formatSignificant(temperature)}`);
}

/** The same in a line, without what the picture says itself: with an overlay, its own numbers. */
export function shotLine(words: Words, shot: Shot): string {
  if ((shot.overlay ?? 'values') === 'values')
    return `${targetSummary(words, shot, true)}${ablationSummary(words, shot)}`.trim();
  const { explanation, summary, lenses } = overlayOf(shot);
  const needed = Object.keys(lenses?.('', shot, words.values.edit) ?? {});
  const { lenses: read, errors = {} } = words.values;
  if (needed.some((name) => !(name in read) && !(name in errors)))
    return msg(str`Computing … ${explanation}`);
  const numbers = `${ablationSummary(words, shot)}${summary?.(words.values, shot) ?? ''}`;
  return (numbers || explanation).trim();
}

export function shotSummary(words: Words, shot: Shot): string {
  const { explanation, summary } = overlayOf(shot);
  const overlay = shot.overlay && shot.overlay !== 'values' ? ` ${explanation}` : '';
  return `${targetSummary(words, shot)}${ablationSummary(words, shot)}${summary?.(words.values, shot) ?? ''}${overlay}`;
}

function targetSummary(words: Words, shot: Shot, isBrief = false): string {
  const { shape, values, labels } = words;
  const { target } = shot;
  const [first] = values.next;
  const token = Math.min(shot.token ?? labels.length - 1, labels.length - 1);
  const isComputed = typeof shot.front !== 'number' || shot.front >= 1;
  const prediction = !isComputed
    ? ''
    : msg(
        str`After “${labels.at(-1)}” the network predicts “${tokenLabel(first.text)}”, ${shareText(first, values)}.`,
      );
  switch (target.at) {
    case 'network': {
      const spotlit = shot.spotlight ? SPOTLIT[shot.spotlight] : '';
      if (isBrief) return `${prediction}${spotlit}`;
      const parts =
        shape.M > 0
          ? msg(str`${shape.H} heads and ${formatInteger(shape.M)} neurons`)
          : msg(str`${shape.H} heads`);
      return msg(str`${shape.L} blocks of ${parts} read ${labels.length} tokens. ${prediction}${spotlit}`);
    }
    case 'embedding':
      return msg(
        str`Each token becomes the ${shape.C} numbers of its embedding${shape.hasPositions ? msg(', plus those of its position') : ''}.`,
      );
    case 'unembedding':
      if (isBrief) return prediction;
      return msg(
        str`The last vector becomes a probability for each of ${formatInteger(shape.V)} tokens. ${prediction}`,
      );
    case 'block': {
      const heads = Array.from({ length: shape.H }, (_, head) => ({
        name: `${target.layer + 1}.${head + 1}`,
        ...strongestKey(words, target.layer, head, token),
      }));
      const listed = heads.sort((a, b) => b.weight - a.weight).slice(0, LISTED_HEADS);
      const texts = listed.map(({ name, label, weight }) =>
        msg(str`${name} to “${label}” ${formatPercent(weight)}`),
      );
      return msg(str`Block ${target.layer + 1}, attention from “${labels[token]}”: ${texts.join(', ')}.`);
    }
    case 'head':
      return headSummary(words, target, token, shot.headStep);
    case 'mlp': {
      const result = values.lenses['mlp-neurons'];
      const mlp = msg(str`MLP ${target.layer + 1} at “${labels[target.token]}”`);
      if (!result) return msg(str`${mlp}: rows of neurons, their activations, and the columns they add.`);
      const active = msg(str`${mlp}: ${result.active} of ${result.total} neurons are active.`);
      return isBrief ? active : msg(str`${active} Rows are named for the words that drive them most.`);
    }
    case 'vector':
      return msg(
        str`${capitalize(subjectName(words, { kind: 'vector', name: shape.stages[target.stage].name, token: target.token }))}: ${shape.C} numbers.`,
      );
  }
}

/** Up to a step: how long its vectors are, which key matches best, or what is attended to most. */
function headSummary(
  words: Words,
  { layer, head }: { readonly layer: number; readonly head: number },
  token: number,
  step: HeadStep = 'output',
): string {
  const { shape, values, labels } = words;
  const name = msg(str`Head ${layer + 1}.${head + 1}`);
  if (step === 'queries')
    return msg(str`${name}: the ${shape.C} numbers at “${labels[token]}” become a query of ${shape.D}.`);
  if (step === 'keys') return msg(str`${name}: keys have ${shape.D} numbers, as many as queries.`);
  const scores = values.lenses['head-trace']?.scores.subarray(
    token * labels.length,
    token * labels.length + token + 1,
  );
  if (scores && (step === 'scores' || step === 'mask')) {
    const best = Math.max(...scores);
    return msg(
      str`“${labels[token]}” matches “${labels[scores.indexOf(best)]}” best: q · k / √${shape.D} = ${formatSignedFixed(best, 1)}.`,
    );
  }
  const { label, weight } = strongestKey(words, layer, head, token);
  return msg(str`${name}: “${labels[token]}” attends most to “${label}”, ${formatPercent(weight)}.`);
}

function ablationSummary({ values }: Words, shot: Shot): string {
  const [after] = values.ablated ?? [];
  const names = ablatedNames(shot).join(', ');
  if (names === '' || !after) return '';
  return msg(str` Without ${names}: “${tokenLabel(after.text)}”, ${shareText(after, values)}.`);
}

/** Of what is switched off. */
function ablatedNames({ ablated }: Shot): string[] {
  const { heads = [], mlps = [] } = ablated ?? {};
  return [
    ...heads.map(({ layer, head }) => msg(str`head ${layer + 1}.${head + 1}`)),
    ...mlps.map((layer) => msg(str`MLP ${layer + 1}`)),
  ];
}

/** Names that fit a button. */
const SHORT = 3;

/** What is switched off, in a few words; empty if nothing is. */
export function ablatedText(shot: Shot): string {
  const names = ablatedNames(shot);
  return names.length > SHORT ? msg(str`${names.length} parts`) : names.join(', ');
}

/** The token that a head attends to most from another one. */
function strongestKey({ values, labels }: Words, layer: number, head: number, token: number) {
  const T = labels.length;
  const row =
    patternOf(values, layer, head)?.subarray(token * T, token * T + token + 1) ?? new Float32Array(1);
  const key = row.indexOf(Math.max(...row));
  return { label: labels[key], weight: row[key] };
}

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
