// Softmax with a temperature (chapter 5, 22:22 to 25:33): logits over T, e to the power of each, each divided by the sum.

import { msg, str } from '@lit/localize';
import {
  formatFixed,
  formatInteger,
  formatPercent,
  formatPowerOfTen,
  formatReal,
  formatScientific,
  formatSigned,
} from '../../format/numbers.ts';
import { formatSignificant } from '../../format/quantities.ts';
import { tokenLabel } from '../../format/token-label.ts';
import { clamp, mix, type Point } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import type { Box } from '../../stage/marks/shape.ts';
import { arriving, moving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';
import { type About, type Band, type Frame, frameOf } from './frame.ts';

export interface ScoredToken {
  readonly id: number;
  readonly text: string;
  readonly logit: number;
}

/** Of a temperature. */
export interface Softmax {
  /** Probabilities of the tokens. */
  readonly shares: readonly number[];
  /** Natural logarithm of the sum of e^(x / T) over the vocabulary. */
  readonly logSum: number;
}

export interface TemperatureInput {
  readonly prompt: string;
  /** Some, largest logit first, the least last. */
  readonly tokens: readonly ScoredToken[];
  /** Size of the vocabulary. */
  readonly vocabularySize: number;
  readonly softmax: (temperature: number) => Softmax;
  readonly temperature: number;
  readonly about: About;
  /** Of the visitor, who sets T. */
  readonly temperatureEvent: (temperature: number) => Event;
}

/** Seconds: logits grow, powers rise, and are divided by their sum. */
const TIMES = { logits: 0.2, raise: 1.4, divide: 3, divided: 4.6, end: 5 };
/** Where the temperature goes by itself, by seconds, before it comes to the moment's. */
const SWEEP = [
  [0.6, 1],
  [2, 2],
  [2.8, 2],
  [4.6, undefined],
] as const;
const MOST_T = 5;
const STEP_T = 0.1;

export class TemperatureScene extends MarkScene<TemperatureInput> {
  readonly name = 'temperature';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Softmax of the logits'), msg('token'), msg('number')] as const;

  protected override isAnother(input: Partial<TemperatureInput>, before: Partial<TemperatureInput>): boolean {
    return input.prompt !== before.prompt || input.about !== before.about;
  }

  override summary({ tokens, softmax, temperature, vocabularySize }: Partial<TemperatureInput>): string {
    if (!tokens || !softmax || temperature === undefined || !vocabularySize) return msg('Loading …');
    const others = 1 - softmax(temperature).shares.reduce((sum, share) => sum + share, 0);
    return msg(
      str`The other ${formatInteger(vocabularySize - tokens.length)} tokens have ${formatPercent(Math.max(0, others))} together.`,
    );
  }

  override layout(
    input: Partial<TemperatureInput>,
    viewport: Viewport,
    t: number,
  ): readonly Mark[] | undefined {
    const { prompt, tokens, vocabularySize, softmax, temperature, about, temperatureEvent } = input;
    if (!prompt || !tokens || !vocabularySize || !softmax || temperature === undefined) return undefined;
    if (!about || !temperatureEvent) return undefined;
    const frame = frameOf(viewport, about);
    const isAboutT = about === 'temperature';
    const T = isAboutT ? sweptTo(temperature, t) : temperature;
    const columns = columnsOf(tokens.length, frame.columns);
    const at = (of: Softmax) => columns.map((i) => of.shares[i]);
    const [result, plain] = [softmax(T), softmax(1)];
    const shown = {
      ...{ tokens: columns.map((i) => tokens[i]), T, shares: at(result), plain: at(plain) },
      ...{ logSum: result.logSum, isAboutT },
    };
    const come = {
      logits: isAboutT ? 1 : arriving(t, TIMES.logits, TIMES.raise),
      powers: arriving(t, TIMES.raise, TIMES.raise + 1.3),
      shares: isAboutT ? 1 : moving(t, TIMES.divide, TIMES.divided),
    };
    return [
      ...logits(frame, shown, come.logits),
      ...powers(frame, shown, come.powers),
      ...shares(frame, shown, come.shares),
      ...titles(frame, shown, { prompt, vocabularySize }, come),
      ...slider(frame, T, (next) => this.dispatch(temperatureEvent(next))),
    ];
  }
}

/** As many as have room, from the largest to the least. */
const columnsOf = (tokens: number, room: number): number[] => {
  const count = Math.min(tokens, room);
  return Array.from({ length: count }, (_, i) => Math.round((i * (tokens - 1)) / Math.max(1, count - 1)));
};

interface Shown {
  readonly tokens: readonly ScoredToken[];
  readonly T: number;
  /** Probabilities at T, and at T = 1. */
  readonly shares: readonly number[];
  readonly plain: readonly number[];
  readonly logSum: number;
  /** Beside the numbers at T, those at T = 1 are outlined. */
  readonly isAboutT: boolean;
}

function sweptTo(temperature: number, t: number): number {
  return SWEEP.reduce<number>(
    (T, [to, next = temperature], i) => mix(T, next, moving(t, SWEEP[i - 1]?.[0] ?? 0, to)),
    1,
  );
}

const temperatureText = (T: number): string => formatFixed(T, 1);

/** e^x: short, whatever its size. */
function powerText(x: number): string {
  if (Math.abs(x) > 700) return formatPowerOfTen(Math.round(x / Math.LN10));
  const power = Math.exp(x);
  if (power >= 1e6 || power < 1e-3) return formatScientific(power, 1);
  return power < 1000 ? formatSignificant(power) : formatInteger(power);
}

const boxOf = ({ at, step }: Frame, column: number, y: number, height: number): Box => ({
  ...{ kind: 'box', x: at(column) - 0.38 * step, width: 0.76 * step },
  ...{ y: Math.min(y, y - height), height: Math.abs(height), radius: 3 },
});

/** Above a bar, or below one that hangs. */
function number(frame: Frame, key: string, text: string, column: number, end: number, isBelow = false): Mark {
  const { em, size, step } = frame;
  return {
    key,
    shape: {
      ...{ kind: 'text', x: frame.at(column), y: end + (isBelow ? 0.8 : -0.8) * em, text, align: 'center' },
      ...{ size: Math.max(12, size - 1), maxWidth: step - 1, hasHalo: true },
    },
  };
}

/** The logits, or these over T: blue upwards, red downwards. */
function logits(frame: Frame, { tokens, T, isAboutT }: Shown, come: number): Mark[] {
  const over = isAboutT ? T : 1;
  const values = tokens.map(({ logit }) => (over === 0 ? 0 : logit / over));
  const all = [0, ...values, ...(isAboutT ? tokens.map(({ logit }) => logit) : [])];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const { top, base } = frame.logits;
  const scale = (base - top) / (most - least || 1);
  const zero = base + least * scale;
  return [
    floor('zero', frame, zero),
    ...tokens.flatMap(({ id, text, logit }, i): Mark[] => {
      const name = tokenLabel(text);
      const height = come * values[i] * scale;
      // Beyond both bars.
      const end = isAboutT && Math.abs(logit) > Math.abs(values[i]) ? logit * scale : height;
      return [
        {
          ...{ key: `logit-${id}`, value: values[i], format: formatSigned },
          name: isAboutT ? msg(str`logit of “${name}” ÷ T`) : msg(str`logit of “${name}”`),
          shape: {
            ...boxOf(frame, i, zero, height),
            fill: height < 0 ? 'negative' : 'positive',
            alpha: 0.85,
          },
        },
        ...(isAboutT ? [outline(`logit-at-1-${id}`, boxOf(frame, i, zero, logit * scale))] : []),
        number(frame, `x-${id}`, over === 0 ? '–' : formatReal(values[i], 1), i, zero - end, end < 0),
      ];
    }),
  ];
}

const floor = (key: string, { left, right }: Frame, y: number): Mark => ({
  key,
  shape: { kind: 'line', points: [left, y, right, y], stroke: 'lineStrong', lineWidth: 1 },
});

const outline = (key: string, box: Box): Mark => ({
  key,
  shape: { ...box, stroke: 'text', lineWidth: 1.5, alpha: 0.8 },
});

/** Of powers and shares, which are proportional: the largest is as high as there is room, or as `most` has it. */
const heightsOf = ({ tokens, T }: Shown, { top, base }: Band, most = 1): number[] =>
  tokens.map(({ logit }) => (T === 0 ? 0 : ((base - top) * Math.exp((logit - tokens[0].logit) / T)) / most));

/** e^(x / T), before the division. */
function powers(frame: Frame, shown: Shown, come: number): Mark[] {
  const { powers: band } = frame;
  if (!band) return [];
  const heights = heightsOf(shown, band);
  return [
    floor('floor', frame, band.base),
    ...shown.tokens.flatMap(({ id, logit }, i): Mark[] => [
      {
        key: `power-${id}`,
        shape: {
          ...boxOf(frame, i, band.base, come * heights[i]),
          stroke: 'data',
          lineWidth: 1.5,
          alpha: come,
        },
      },
      ...(come > 0.5
        ? [
            number(
              frame,
              `e-${id}`,
              shown.T === 0 ? '–' : powerText(logit / shown.T),
              i,
              band.base - come * heights[i],
            ),
          ]
        : []),
    ]),
  ];
}

/** Probabilities over their words: powers that have come down, divided by their sum. */
function shares(frame: Frame, shown: Shown, come: number): Mark[] {
  const { shares: band, powers: from, words, step, size } = frame;
  const { tokens, shares, plain, isAboutT } = shown;
  const most = Math.max(...shares, ...(isAboutT ? plain : []));
  const raised = from && heightsOf(shown, from);
  return [
    floor('base', frame, band.base),
    ...tokens.flatMap(({ id, text }, i): Mark[] => {
      const name = tokenLabel(text);
      const scale = (band.base - band.top) / most;
      const base = from ? mix(from.base, band.base, come) : band.base;
      const height = mix(raised?.[i] ?? 0, shares[i] * scale, come);
      return [
        {
          ...{ key: `bar-${id}`, name: msg(str`probability of “${name}”`), value: shares[i] },
          format: formatPercent,
          shape: { ...boxOf(frame, i, base, height), fill: 'positive', alpha: Math.min(1, 5 * come) },
        },
        ...(isAboutT ? [outline(`bar-at-1-${id}`, boxOf(frame, i, band.base, plain[i] * scale))] : []),
        ...(come === 1
          ? [
              number(
                frame,
                `share-${id}`,
                formatPercent(shares[i]),
                i,
                base - Math.max(height, isAboutT ? plain[i] * scale : 0),
              ),
            ]
          : []),
        {
          key: `word-${id}`,
          shape: {
            ...{ kind: 'text', x: frame.at(i), y: words, text: name, size, align: 'center' },
            maxWidth: step - 1,
          },
        },
      ];
    }),
  ];
}

/** The text, and what each row of bars is. */
function titles(
  frame: Frame,
  { T, tokens, logSum, isAboutT }: Shown,
  { prompt, vocabularySize }: { readonly prompt: string; readonly vocabularySize: number },
  come: { readonly logits: number; readonly powers: number; readonly shares: number },
): Mark[] {
  const { left, em, size, right, logits, powers, shares } = frame;
  const label = (key: string, text: string, { top, base }: Band, alpha: number): Mark => ({
    key,
    shape: {
      ...{ kind: 'text', x: left - 0.6 * em, y: (top + base) / 2, text, size, align: 'right', alpha },
      ...{ isBold: true, fill: 'muted', maxWidth: left - 0.8 * em },
    },
  });
  const note = isAboutT
    ? msg('outlined: T = 1')
    : msg(str`${tokens.length} of ${formatInteger(vocabularySize)} tokens`);
  const power = T === 1 ? 'eˣ' : 'e^(x ∕ T)';
  const text = `${prompt} …`;
  const width = right - left + 4.4 * em;
  return [
    {
      key: 'prompt',
      shape: {
        ...{ kind: 'text', x: 0.8 * em, y: 1.4 * em, text, size: size + 4, isBold: true },
        maxWidth: 0.64 * width,
      },
    },
    {
      key: 'note',
      shape: { kind: 'text', x: right, y: 1.4 * em, text: note, size, align: 'right', fill: 'muted' },
    },
    label('logits', isAboutT ? `x ÷ ${temperatureText(T)}` : msg('logits x'), logits, come.logits),
    ...(powers && T > 0
      ? [
          label('powers', power, powers, come.powers),
          label('divisor', `÷ ${powerText(logSum)}`, { top: powers.base, base: shares.top }, come.shares),
        ]
      : []),
    label('shares', size > 12 ? msg('probability') : msg('prob.'), shares, come.shares),
  ];
}

/** The one act: T. */
function slider(frame: Frame, T: number, set: (T: number) => void): Mark[] {
  const { slider: y, left, right, size, em } = frame;
  if (y === undefined) return [];
  const [from, to] = [left + 0.5 * em, right - 0.8 * em];
  const at = (T: number) => mix(from, to, Math.min(1, T / MOST_T));
  const setRounded = (T: number) => set(Math.round(clamp(T, 0, MOST_T) / STEP_T) / (1 / STEP_T));
  const common = {
    ...{ value: T, format: temperatureText, step: (by: 1 | -1) => setRounded(T + by * STEP_T) },
    drag: ({ x }: Point) => setRounded((MOST_T * (x - from)) / (to - from)),
  };
  return [
    {
      key: 'track',
      shape: { kind: 'line', points: [from, y, to, y], stroke: 'lineStrong', lineWidth: 4 },
    },
    {
      ...{
        key: 'at-1',
        shape: { kind: 'line', points: [at(1), y - 0.5 * em, at(1), y + 0.5 * em], stroke: 'text' },
      },
    },
    {
      ...{ key: 'knob', name: msg('temperature T'), isAct: true, ...common },
      shape: { kind: 'dot', x: at(T), y, radius: 10, fill: 'highlight' },
    },
    {
      key: 'temperature',
      shape: {
        ...{ kind: 'text', x: left - 0.6 * em, y, align: 'right', size: size + 2, isBold: true },
        ...{ text: `T = ${temperatureText(T)}`, fill: 'highlight' },
      },
    },
  ];
}
