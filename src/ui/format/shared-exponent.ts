// One power of ten for all numbers of a table, so that they compare at a glance.

import { formatPowerOfTen, formatSignedFixed } from './numbers.ts';

export interface SharedExponent {
  /** `10⁻⁶`; empty for a factor of 1. */
  readonly label: string;
  /** A signed number divided by the factor. The largest has the requested significant digits, all have the same decimals. */
  format(value: number): string;
}

/** The factor is a power of 1,000 if the largest magnitude is below 0.01, otherwise 1. */
export function sharedExponent(values: Iterable<number>, significantDigits = 4): SharedExponent {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const power = largest > 0 && largest < 0.01 ? 3 * Math.floor(Math.log10(largest) / 3) : 0;
  const scaled = largest / 10 ** power;
  const decimals = Math.min(4, Math.max(0, significantDigits - 1 - Math.floor(Math.log10(scaled || 1))));
  return {
    label: power === 0 ? '' : formatPowerOfTen(power),
    format(value) {
      const scaled = value / 10 ** power;
      return Number(scaled.toFixed(decimals)) === 0 ? '0' : formatSignedFixed(scaled, decimals);
    },
  };
}
