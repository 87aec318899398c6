// Numbers and words of the view of modular sums.

import { msg, str } from '@lit/localize';
import type { FourierResult } from '../../../../workers/rpc/api/lab-api.ts';
import { formatList } from '../../../format/lists.ts';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';
import type { ChartLine } from '../../charts/line-chart/chart-data.ts';

/** The number whose product with k is 1 modulo a prime p. */
export function inverseModulo(k: number, p: number): number {
  return Array.from({ length: p }, (_, number) => number).find((number) => (number * k) % p === 1) ?? 1;
}

/** Accuracy from which a rule is said to hold. */
const HOLDS = 0.95;

/** What the losses say about the step. */
export function ruleText({ train, validation, restricted, frequencies }: FourierResult): string {
  const key = frequencies.filter(({ isKey }) => isKey).map(({ k }) => k);
  const accuracies = msg(
    str`Training sums ${formatPercent(train.accuracy)}, held-out sums ${formatPercent(validation.accuracy)}`,
  );
  if (train.accuracy < HOLDS) return msg(str`${accuracies}: it learns its examples.`);
  if (validation.accuracy < HOLDS)
    return restricted.loss < validation.loss && key.length > 0
      ? msg(str`${accuracies}: it knows its examples; a rule is forming at ${nameFrequencies(key)}.`)
      : msg(str`${accuracies}: it knows its examples by heart, and no rule yet.`);
  return msg(str`${accuracies}: it has a rule, at ${nameFrequencies(key)}.`);
}

function nameFrequencies(key: readonly number[]): string {
  if (key.length === 0) return msg('no single frequency');
  return key.length > 1
    ? msg(str`frequencies ${formatList(key.map(formatInteger))}`)
    : msg(str`frequency ${key[0]}`);
}

/** The four losses by step; a large point each at `step`. */
export function lossLinesOf(history: readonly FourierResult[], step: number): ChartLine[] {
  const lines = [
    { name: msg('training'), colour: 'blue', key: 'train' },
    { name: msg('held out'), colour: 'yellow', key: 'validation' },
    { name: msg('restricted'), colour: 'teal', key: 'restricted' },
    { name: msg('excluded'), colour: 'red', key: 'excluded' },
  ] as const;
  return lines.flatMap(({ name, colour, key }): ChartLine[] => {
    const points = history.map((result) => [result.step, result[key].loss] as const);
    return [
      { name, colour, style: 'dotted', points },
      { name, colour, style: 'mark', points: points.filter(([at]) => at === step) },
    ];
  });
}

/** Room of a number in a drawing, in pixels. */
const LABEL = { width: 20, height: 15, distance: 14 } as const;

/** Where the numbers of these points are written, away from the centre; those that would cover another one are left out. */
export function placeLabels(points: readonly (readonly number[])[], centre: number) {
  const placed: { readonly index: number; readonly x: number; readonly y: number }[] = [];
  for (const [index, [x, y]] of points.entries()) {
    const distance = Math.hypot(x - centre, y - centre) || 1;
    const label = {
      index,
      x: x + ((x - centre) / distance) * LABEL.distance,
      y: y + ((y - centre) / distance) * LABEL.distance,
    };
    const covers = (other: { readonly x: number; readonly y: number }) =>
      Math.abs(label.x - other.x) < LABEL.width && Math.abs(label.y - other.y) < LABEL.height;
    if (!placed.some(covers)) placed.push(label);
  }
  return placed;
}
