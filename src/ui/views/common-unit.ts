// Numbers of one table in one unit, so that they can be compared at a glance.

import { powerOfTen, signedTo } from './numbers.ts';

export interface CommonUnit {
  /** `10⁻⁶`; empty where the numbers stand as they are. */
  readonly name: string;
  /** A number in this unit with its sign: the largest has the figures asked for, all others as many places. */
  write(value: number): string;
}

/** A power of a thousand where the largest number is below 0.01; none where it is not. */
export function commonUnit(values: Iterable<number>, figures = 4): CommonUnit {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const power = largest > 0 && largest < 0.01 ? 3 * Math.floor(Math.log10(largest) / 3) : 0;
  const scaled = largest / 10 ** power;
  const places = Math.min(4, Math.max(0, figures - 1 - Math.floor(Math.log10(scaled || 1))));
  return {
    name: power === 0 ? '' : powerOfTen(power),
    write(value) {
      const text = signedTo(value / 10 ** power, places);
      return Number(text) === 0 ? '0' : text;
    },
  };
}
