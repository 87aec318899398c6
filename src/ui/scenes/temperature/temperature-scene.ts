// Softmax with a temperature (chapter 5, 22:22 to 25:33): e to the power of each logit over T, each divided by the sum, one token drawn.

import { msg, str } from '@lit/localize';
import {
  formatFixed,
  formatInteger,
  formatPercent,
  formatPowerOfTen,
  formatScientific,
  formatSigned,
} from '../../format/numbers.ts';
import { formatSignificant } from '../../format/quantities.ts';
import { tokenLabel } from '../../format/token-label.ts';
import { clamp, mix, type Point } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving, moving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';
import { type Frame, frameOf } from './frame.ts';

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
  /** The token that is drawn, with its probability. */
  readonly drawn: { readonly id: number; readonly text: string; readonly share: number };
}

export interface TemperatureInput {
  readonly prompt: string;
  /** The largest logits, largest first. */
  readonly tokens: readonly ScoredToken[];
  /** Size of the vocabulary. */
  readonly vocabularySize: number;
  readonly softmax: (temperature: number, seed: number) => Softmax;
  readonly temperature: number;
  readonly seed: number;
  /** What the moment is about: both steps, the temperature, or the names of the numbers. */
  readonly about: 'steps' | 'temperature' | 'names';
  /** Of the visitor, who sets T. */
  readonly temperatureEvent: (temperature: number) => Event;
}

/** Seconds: powers rise, are divided by their sum, a token is drawn. */
const TIMES = { raise: 0.9, divide: 2.6, divided: 4.2, draw: 4.9, drawn: 5.9, end: 6.2 };
/** Where the temperature goes by itself, by seconds, before it comes back to the visitor's. */
const SWEEP = [
  [0.7, 1],
  [1.8, 0.2],
  [2.2, 0.2],
  [3.5, 5],
  [3.9, 5],
] as const;
const MOST_T = 5;
const STEP_T = 0.1;
/** Shares between the lines of the axis. */
const AXIS_STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25];
const MOST_LINES = 5;

export class TemperatureScene extends MarkScene<TemperatureInput> {
  readonly name = 'temperature';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Softmax of the logits'), msg('token'), msg('number')] as const;

  protected override isAnother(input: Partial<TemperatureInput>, before: Partial<TemperatureInput>): boolean {
    return input.prompt !== before.prompt || input.about !== before.about;
  }

  override summary({ prompt, tokens, softmax, temperature, seed }: Partial<TemperatureInput>): string {
    if (!tokens || !softmax || temperature === undefined || seed === undefined) return msg('Loading …');
    const { shares, drawn } = softmax(temperature, seed);
    const first = tokens
      .slice(0, 3)
      .map(({ text }, i) => `“${tokenLabel(text)}” ${formatPercent(shares[i])}`);
    return msg(
      str`At T = ${temperatureText(temperature)}, “${prompt}” goes on with ${first.join(', ')}. Drawn: “${tokenLabel(drawn.text)}” at ${formatPercent(drawn.share)}.`,
    );
  }

  override layout(
    input: Partial<TemperatureInput>,
    viewport: Viewport,
    t: number,
  ): readonly Mark[] | undefined {
    const { prompt, tokens, vocabularySize, softmax, temperature, seed, about, temperatureEvent } = input;
    if (!prompt || !tokens || !vocabularySize || !softmax || temperature === undefined) return undefined;
    if (seed === undefined || !about || !temperatureEvent) return undefined;
    const frame = frameOf(viewport);
    const T = about === 'temperature' ? sweptTo(temperature, t) : temperature;
    const result = softmax(T, seed);
    const shown = { tokens: tokens.slice(0, frame.columns), result, T, vocabularySize };
    const come = comeBy(t, about);
    return [
      ...axis(frame, shown, come.bars),
      ...bars(frame, shown, come),
      ...steps(frame, shown, come, about === 'names'),
      ...slider(frame, T, (next) => this.dispatch(temperatureEvent(next))),
      ...text(frame, shown, prompt, moving(t, TIMES.draw, TIMES.drawn)),
    ];
  }
}

interface Shown {
  readonly tokens: readonly ScoredToken[];
  readonly result: Softmax;
  readonly T: number;
  readonly vocabularySize: number;
}

/** How far each step has come, 0 to 1. */
interface Come {
  readonly powers: number;
  readonly bars: number;
  readonly drawn: boolean;
}

const comeBy = (t: number, about: TemperatureInput['about']): Come => ({
  powers: about === 'temperature' ? 1 : arriving(t, TIMES.raise, TIMES.raise + 1.3),
  bars: about === 'temperature' ? 1 : moving(t, TIMES.divide, TIMES.divided),
  drawn: t >= TIMES.draw,
});

function sweptTo(temperature: number, t: number): number {
  const path = [...SWEEP, [TIMES.draw - 0.2, temperature]] as const;
  return path.reduce<number>((T, [to, next], i) => mix(T, next, moving(t, path[i - 1]?.[0] ?? 0, to)), 1);
}

const temperatureText = (T: number): string => formatFixed(T, 1);

/** e^x: short, whatever its size. */
function powerText(x: number): string {
  if (Math.abs(x) > 700) return formatPowerOfTen(Math.round(x / Math.LN10));
  const power = Math.exp(x);
  if (power >= 1e6 || power < 1e-3) return formatScientific(power, 1);
  return power < 1000 ? formatSignificant(power) : formatInteger(power);
}

const mostOf = ({ result: { shares } }: Shown): number => Math.max(...shares);

/** Lines of the shares that the bars reach. */
function axis(frame: Frame, shown: Shown, alpha: number): Mark[] {
  const { em, left, right, y, size } = frame;
  const most = mostOf(shown);
  const step = AXIS_STEPS.find((each) => most / each < MOST_LINES) ?? 0.25;
  const ticks = Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) => i * step);
  return ticks.flatMap((share, i): Mark[] => {
    const at = mix(y.base, y.top, share / most);
    return [
      {
        key: `line-${i}`,
        shape: {
          ...{ kind: 'line', points: [left, at, right, at], lineWidth: 1, alpha },
          stroke: i === 0 ? 'lineStrong' : 'line',
        },
      },
      {
        key: `tick-${i}`,
        shape: {
          ...{ kind: 'text', x: left - 0.5 * em, y: at, align: 'right', alpha, fill: 'muted' },
          ...{
            text: `${formatFixed(100 * share, share > 0 && step < 0.01 ? 1 : 0)} %`,
            size: Math.max(12, size - 2),
          },
        },
      },
    ];
  });
}

/** Probabilities over their words: the largest is as high as there is room. */
function bars(frame: Frame, shown: Shown, come: Come): Mark[] {
  const { y, at, step, size, em } = frame;
  const { tokens, result } = shown;
  const most = mostOf(shown);
  return tokens.flatMap(({ id, text }, i): Mark[] => {
    const share = result.shares[i];
    const top = mix(y.base, y.top, (come.bars * share) / most);
    const isDrawn = come.drawn && id === result.drawn.id;
    const name = tokenLabel(text);
    const common = { kind: 'text', x: at(i), align: 'center', isBold: isDrawn, maxWidth: step - 4 } as const;
    return [
      {
        ...{ key: `bar-${id}`, name: msg(str`probability of “${name}”`), value: share },
        format: formatPercent,
        shape: {
          ...{ kind: 'box', x: at(i) - 0.38 * step, y: top, width: 0.76 * step, height: y.base - top },
          ...{ fill: isDrawn ? 'highlight' : 'positive', radius: 3 },
        },
      },
      {
        key: `share-${id}`,
        shape: {
          ...{ ...common, y: top - 0.8 * em, text: formatPercent(share), size, alpha: come.bars },
          hasHalo: true,
        },
      },
      {
        key: `word-${id}`,
        shape: { ...common, y: y.words, text: name, size, fill: isDrawn ? 'highlight' : 'text' },
      },
    ];
  });
}

/** The logits, and e^(x / T) of each before the division. */
function steps(frame: Frame, shown: Shown, come: Come, isOfNames: boolean): Mark[] {
  const { y, at, step, left, em, size } = frame;
  if (!y.steps) return [];
  const { tokens, T, result } = shown;
  const { top, base, powers, logits } = y.steps;
  const small = size - 2;
  const label = (key: string, text: string, y: number, alpha = 1, isBold = false): Mark => ({
    key,
    shape: {
      ...{ kind: 'text', x: left - 0.5 * em, y, text, size: small, align: 'right', alpha, isBold },
      fill: isBold ? 'highlight' : 'muted',
    },
  });
  const columns = tokens.flatMap(({ id, text, logit }, i): Mark[] => {
    const name = tokenLabel(text);
    const height = T === 0 ? 0 : (base - top) * come.powers * Math.exp((logit - tokens[0].logit) / T);
    const common = { kind: 'text', x: at(i), align: 'center', maxWidth: step - 4 } as const;
    return [
      {
        key: `ghost-${id}`,
        shape: {
          ...{ kind: 'box', x: at(i) - 0.38 * step, y: base - height, width: 0.76 * step, height },
          ...{ stroke: 'muted', radius: 2, alpha: 0.8 * come.powers },
        },
      },
      {
        key: `power-${id}`,
        shape: {
          ...{ ...common, y: powers, text: T === 0 ? '–' : powerText(logit / T), size: small },
          ...{ fill: 'muted', alpha: come.powers },
        },
      },
      {
        ...{ key: `logit-${id}`, name: msg(str`logit of “${name}”`), value: logit, format: formatSigned },
        shape: { ...common, y: logits, text: formatSigned(logit), size: small, isBold: isOfNames },
      },
    ];
  });
  return [
    {
      key: 'floor',
      shape: { kind: 'line', points: [left, base, frame.right, base], stroke: 'line', lineWidth: 1 },
    },
    ...columns,
    label('logits', msg('logits x'), logits, 1, isOfNames),
    ...(isOfNames ? [label('shares', msg('probability'), y.top - 1.3 * em, come.bars, true)] : []),
    label('powers', 'e^(x ∕ T)', powers, come.powers),
    ...(T === 0 ? [] : [label('divisor', `÷ ${powerText(result.logSum)} ↑`, y.words, come.bars, true)]),
  ];
}

/** The one act: T. */
function slider(frame: Frame, T: number, set: (T: number) => void): Mark[] {
  const { y, left, right, size, em } = frame;
  const [from, to] = [left + 0.5 * em, right - 0.8 * em];
  const at = (T: number) => mix(from, to, Math.min(1, T / MOST_T));
  const setRounded = (T: number) => set(Math.round(clamp(T, 0, MOST_T) / STEP_T) / (1 / STEP_T));
  const common = {
    ...{ value: T, format: temperatureText, step: (by: 1 | -1) => setRounded(T + by * STEP_T) },
    drag: ({ x }: Point) => setRounded((MOST_T * (x - from)) / (to - from)),
  };
  const ticks = y.steps ? Array.from({ length: MOST_T + 1 }, (_, i) => i) : [];
  return [
    {
      key: 'track',
      shape: { kind: 'line', points: [from, y.slider, to, y.slider], stroke: 'lineStrong', lineWidth: 4 },
    },
    ...ticks.map(
      (tick): Mark => ({
        key: `at-${tick}`,
        shape: {
          ...{ kind: 'text', x: at(tick), y: y.steps?.ticks ?? 0, text: String(tick), align: 'center' },
          ...{ size: size - 2, fill: 'muted' },
        },
      }),
    ),
    {
      ...{ key: 'knob', name: msg('temperature T'), isAct: true, ...common },
      shape: { kind: 'dot', x: at(T), y: y.slider, radius: 9, fill: 'highlight' },
    },
    {
      key: 'temperature',
      shape: {
        ...{ kind: 'text', x: left - 0.5 * em, y: y.slider, align: 'right', size, isBold: true },
        ...{
          text: frame.isNarrow ? `T ${temperatureText(T)}` : `T = ${temperatureText(T)}`,
          fill: 'highlight',
        },
      },
    },
  ];
}

/** The text, to which the drawn token comes, and what the other tokens have together. */
function text(frame: Frame, shown: Shown, prompt: string, come: number): Mark[] {
  const { y, em, left, right, size, at } = frame;
  const { tokens, result, vocabularySize } = shown;
  const larger = frame.isNarrow ? size + 1 : size + 5;
  const scale = em / size;
  const shownPrompt = endOf(prompt, Math.floor((0.4 * (right - left)) / (0.55 * larger * scale)));
  const gap = Math.min(left, em) + 0.58 * larger * scale * shownPrompt.length;
  const others = 1 - tokens.reduce((sum, _, i) => sum + result.shares[i], 0);
  const column = tokens.findIndex(({ id }) => id === result.drawn.id);
  const [x, from] =
    column < 0
      ? [right - 8 * em, y.text]
      : [at(column) - 1.5 * em, mix(y.base, y.top, result.shares[column] / mostOf(shown))];
  return [
    {
      key: 'prompt',
      shape: { kind: 'text', x: gap, y: y.text, text: shownPrompt, size: larger, align: 'right' },
    },
    {
      ...{ key: 'drawn', name: msg(str`drawn: “${tokenLabel(result.drawn.text)}”`), format: formatPercent },
      value: result.drawn.share,
      shape: {
        ...{ kind: 'text', x: mix(x, gap + 0.5 * em, come), y: mix(from, y.text, come), size: larger },
        ...{ text: tokenLabel(result.drawn.text), isBold: true, fill: 'highlight', hasHalo: true },
        alpha: Math.min(1, 4 * come),
      },
    },
    {
      ...{
        key: 'others',
        name: msg('probability of all other tokens'),
        value: others,
        format: formatPercent,
      },
      shape: {
        ...{ kind: 'text', x: right, y: y.text, align: 'right', size: Math.max(12, size - 1), fill: 'muted' },
        text: msg(
          str`${formatInteger(vocabularySize - tokens.length)} others: ${formatPercent(Math.max(0, others))}`,
        ),
      },
    },
  ];
}

/** Whole words at the end of a text, at most so many letters. */
function endOf(text: string, letters: number): string {
  if (text.length <= letters) return text;
  const end = text.slice(text.length - letters + 2);
  return `… ${end.slice(end.indexOf(' ') + 1)}`;
}
