// Numbers of one table in one unit, so that they can be compared at a glance.

import { formatPowerOfTen, formatSignedFixed } from './numbers.ts';

export interface SharedExponent {
  /** `10⁻⁶`; empty where the numbers stand as they are. */
  readonly label: string;
  /** A number in this unit with its sign: the largest has the figures asked for, all others as many places. */
  format(value: number): string;
}

/** A power of a thousand where the largest number is below 0.01; none where it is not. */
export function sharedExponent(values: Iterable<number>, significantDigits = 4): SharedExponent {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const power = largest > 0 && largest < 0.01 ? 3 * Math.floor(Math.log10(largest) / 3) : 0;
  const scaled = largest / 10 ** power;
  const decimals = Math.min(4, Math.max(0, significantDigits - 1 - Math.floor(Math.log10(scaled || 1))));
  return {
    label: power === 0 ? '' : formatPowerOfTen(power),
    format(value) {
      const text = formatSignedFixed(value / 10 ** power, decimals);
      return Number(text) === 0 ? '0' : text;
    },
  };
}
