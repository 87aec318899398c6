// Every prefix as a training example (chapter 6, 11:09): the text grows word by word, with the guess and the true next word.

import { msg, str } from '@lit/localize';
import { formatPercent } from '../../format/numbers.ts';
import { clamp } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';

interface Outcome {
  readonly text: string;
  readonly probability: number;
}

export interface PrefixesInput {
  /** After each token of the text: the most probable next one, and the true one, which the last has none of. */
  readonly prefixes: readonly {
    readonly token: string;
    readonly guess: Outcome;
    readonly actual?: Outcome | undefined;
  }[];
  /** Of the prefix that is looked at. */
  readonly chosen: number;
  readonly chooseEvent: (prefix: number) => Event;
}

/** Seconds from row to row. */
const TIMES = { start: 0.4, each: 0.55, arrive: 0.5, end: 5.6 };

export class PrefixesScene extends MarkScene<PrefixesInput> {
  readonly name = 'prefixes';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Every prefix'), msg('prefix and next token'), msg('probability')] as const;

  protected override isAnother(input: Partial<PrefixesInput>, before: Partial<PrefixesInput>): boolean {
    return input.prefixes !== before.prefixes;
  }

  override summary({ prefixes }: Partial<PrefixesInput>): string {
    if (!prefixes) return msg('Loading …');
    const known = prefixes.filter(({ actual }) => actual);
    const right = known.filter(({ guess, actual }) => guess.text === actual?.text).length;
    return msg(str`${right} of ${known.length} first guesses are right, all in one forward pass.`);
  }

  override layout(input: Partial<PrefixesInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { prefixes, chosen, chooseEvent } = input;
    if (!prefixes || chosen === undefined || !chooseEvent) return undefined;
    const page = pageOf(viewport, prefixes.length);
    const each = Math.min(TIMES.each, (TIMES.end - TIMES.start - TIMES.arrive) / page.count);
    return [
      ...head(page),
      ...Array.from({ length: page.count }, (_, row) => page.from + row).flatMap((at, row) => {
        const begin = TIMES.start + each * row;
        const come = arriving(t, begin, begin + TIMES.arrive);
        const choose = () => this.dispatch(chooseEvent(at));
        return rowOf(page, input as PrefixesInput, at, come, choose);
      }),
    ];
  }
}

interface Page {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  /** The prefixes that have room: the last ones. */
  readonly from: number;
  readonly count: number;
  readonly top: number;
  readonly row: number;
  readonly left: number;
  readonly right: number;
  /** Pixels of a probability of 1. */
  readonly bar: number;
  /** Left edge of the true words. */
  readonly truth: number;
}

function pageOf({ width, height, textScale }: Viewport, T: number): Page {
  const size = width < 620 * textScale ? 12 : 17;
  const em = size * textScale;
  const top = 1.8 * em;
  const below = height - top - 0.4 * em;
  const count = clamp(Math.floor(below / (2.7 * em)), 1, T);
  const left = em;
  const truth = 0.68 * width;
  return {
    ...{ size, em, top, left, truth, count, from: T - count, right: width - 0.6 * em },
    ...{ row: Math.min(below / count, 7 * em), bar: truth - left - 9.5 * em },
  };
}

function head({ size, left, truth, right, em }: Page): Mark[] {
  const text = { kind: 'text', y: 0.9 * em, size } as const;
  return [
    {
      key: 'head-guess',
      shape: {
        ...text,
        x: left,
        text: msg('text so far, and the guess'),
        fill: 'positive',
        maxWidth: truth - left - em,
      },
    },
    {
      key: 'head-truth',
      shape: { ...text, x: truth, text: msg('true next word'), fill: 'highlight', maxWidth: right - truth },
    },
  ];
}

/** The end of a text that has room. */
function ending(words: readonly string[], letters: number): string {
  let from = words.length - 1;
  while (from > 0 && words.slice(from - 1).join(' ').length < letters) from -= 1;
  return `${from > 0 ? '… ' : ''}${words.slice(from).join(' ')}`;
}

function rowOf(
  page: Page,
  { prefixes, chosen }: PrefixesInput,
  at: number,
  alpha: number,
  press: () => void,
): Mark[] {
  const { size, em, top, row, left, right, bar, truth, from } = page;
  const { guess, actual } = prefixes[at];
  const y = top + (at - from) * row;
  const words = prefixes.slice(0, at + 1).map(({ token }) => token);
  const text = ending(words, (truth - left) / (0.62 * em));
  const [line, middle] = [y + 0.24 * row, y + 0.7 * row];
  const height = Math.min(0.36 * row, 1.7 * em);
  const isRight = guess.text === actual?.text;
  const common = { kind: 'text', size, alpha } as const;
  const end = left + bar * guess.probability * alpha;
  return [
    {
      ...{ key: `row-${at}`, name: text, press, ...(at === from && { isAct: true }) },
      shape: {
        ...{ kind: 'box', x: 0.4 * em, y: y + 1, width: right - 0.2 * em, height: row - 3, radius: 6 },
        ...(at === chosen && { fill: 'raised' as const }),
        alpha,
      },
    },
    { key: `text-${at}`, shape: { ...common, x: left, y: line, text, maxWidth: truth - left - em } },
    {
      ...{ key: `guess-${at}`, name: msg(str`${text}: guess ${guess.text}`) },
      ...{ value: guess.probability, format: formatPercent },
      shape: {
        ...{ kind: 'box', x: left, y: middle - height / 2, width: end - left, height, radius: 2 },
        ...{ fill: isRight ? 'highlight' : 'positive', alpha },
      },
    },
    {
      key: `guess-text-${at}`,
      shape: {
        ...{
          ...common,
          x: end + 0.5 * em,
          y: middle,
          text: `${guess.text} ${formatPercent(guess.probability)}`,
        },
        ...{ isBold: true, fill: isRight ? 'highlight' : 'positive', maxWidth: truth - end - em },
      },
    },
    ...(actual ? truthOf(page, at, actual, { text, line, middle, isRight, alpha }) : []),
  ];
}

/** The true word, with the probability that it had. */
function truthOf(
  { size, truth, right }: Page,
  at: number,
  { text: word, probability }: Outcome,
  {
    text,
    line,
    middle,
    isRight,
    alpha,
  }: { text: string; line: number; middle: number; isRight: boolean; alpha: number },
): Mark[] {
  const common = { kind: 'text', x: truth, alpha, fill: 'highlight', maxWidth: right - truth } as const;
  return [
    {
      ...{
        key: `truth-${at}`,
        name: msg(str`${text}: true ${word}`),
        value: probability,
        format: formatPercent,
      },
      shape: { ...common, y: line, text: isRight ? `${word} ✓` : word, size, isBold: true },
    },
    { key: `truth-share-${at}`, shape: { ...common, y: middle, text: formatPercent(probability), size } },
  ];
}
