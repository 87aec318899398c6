// Conversion of float16 and bfloat16, on values computed by hand and on all bit patterns.

import { describe, expect, it } from 'vitest';
import { toFloats } from '../../../src/model/files/float-types.ts';
import { toFloat16 } from '../../../src/shared/float16.ts';

const read = (type: 'F16' | 'BF16', ...bits: number[]) => [...toFloats(type, Uint16Array.from(bits).buffer)];

describe('half precision', () => {
  it('matches IEEE 754', () => {
    const numbers = read('F16', 0x0000, 0x3c00, 0xc000, 0x7bff, 0x3555, 0x0001, 0x0400, 0x83ff);
    expect(numbers).toEqual([0, 1, -2, 65504, 0.333251953125, 2 ** -24, 2 ** -14, -(2 ** -14 - 2 ** -24)]);
    expect(read('F16', 0x7c00, 0xfc00, 0x7e00)).toEqual([Infinity, -Infinity, NaN]);
    expect(Object.is(read('F16', 0x8000)[0], -0)).toBe(true);
  });

  it('is monotonic in its bits for positive numbers', () => {
    const numbers = read('F16', ...Array.from({ length: 0x7c01 }, (_, bits) => bits));
    expect(numbers.every((value, i) => i === 0 || value > numbers[i - 1])).toBe(true);
  });
});

describe('rounding to half precision', () => {
  const round = (...values: number[]) => [...toFloat16(Float32Array.from(values))];

  it('keeps all values of half precision', () => {
    const all = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits).filter(
      (bits) => (bits & 0x7fff) <= 0x7c00,
    );
    expect(toFloat16(toFloats('F16', all.slice().buffer))).toEqual(all);
  });

  it('takes the nearest value, ties to even', () => {
    const ulp = 2 ** -10;
    expect(round(1 + 0.4 * ulp, 1 + 0.5 * ulp, 1 + 0.6 * ulp, 1 + 1.5 * ulp)).toEqual([
      0x3c00, 0x3c00, 0x3c01, 0x3c02,
    ]);
    expect(round(-1 - 0.6 * ulp, 2 - 0.4 * ulp, 65519, 65520, Number.NaN)).toEqual([
      0xbc01, 0x4000, 0x7bff, 0x7c00, 0x7e00,
    ]);
    expect(round(2 ** -25, 1.1 * 2 ** -25, -(2 ** -24), 2 ** -14 - 2 ** -26, 1e-30)).toEqual([
      0, 1, 0x8001, 0x400, 0,
    ]);
  });
});

describe('bfloat16', () => {
  it('is the upper half of a float', () => {
    expect(read('BF16', 0x3f80, 0xbf80, 0x4049, 0x0000, 0x7f80)).toEqual([1, -1, 3.140625, 0, Infinity]);
  });
});
