// Addition modulo a prime: the task on which networks “grok” (Power et al. 2022; Nanda et al. 2023).

import { InvalidSettingError } from '../../../shared/field-error.ts';
import type { SettingLimit } from '../../../shared/setting-limit.ts';
import type { Dataset } from '../dataset.ts';
import type { SplitOptions } from '../facts/fact-dataset.ts';
import { taskDataset } from './task-dataset.ts';

export interface ModularOptions extends SplitOptions {
  /** p: numbers are 0 to p − 1. */
  modulus?: number;
}

export const DEFAULT_MODULUS = 59;
export const MODULAR_HELD_OUT = 0.4;
export const MODULAR_LIMITS = {
  modulus: { min: 11, max: 113, isInteger: true, reason: 'all pairs are one batch' },
} as const satisfies Record<string, SettingLimit>;

/** All p² sums a + b mod p; a + b and b + a are in the same split. Throws if p is not prime. */
export function modular({ modulus: p = DEFAULT_MODULUS, ...split }: ModularOptions = {}): Dataset {
  if (!isPrime(p))
    throw new InvalidSettingError(
      'modulus',
      `modulus is ${p}; it must be a prime number, such as ${DEFAULT_MODULUS}.`,
    );
  const numbers = Array.from({ length: p }, (_, number) => `${number}`);
  return taskDataset(
    {
      name: 'modular',
      description:
        `Sums of two numbers modulo ${p}: all pairs, a part of them held out. The network first learns its examples by heart; long ` +
        'after, it finds a rule that holds for the rest.',
      vocabulary: [...numbers, '+', '='],
      examples: numbers.flatMap((a) =>
        numbers.map((b) => ({
          question: [a, '+', b, '='],
          answer: [numbers[(Number(a) + Number(b)) % p]],
          group: [Number(a), Number(b)].sort((one, other) => one - other).join(' '), // b + a gives a + b away
        })),
      ),
      heldOut: MODULAR_HELD_OUT,
      statistics: [{ label: 'modulus', value: p }],
      chance: 1 / p,
    },
    split,
  );
}

/** Only then every frequency from 1 on runs through all numbers. */
function isPrime(p: number): boolean {
  for (let divisor = 2; divisor * divisor <= p; divisor++) if (p % divisor === 0) return false;
  return p > 1;
}
