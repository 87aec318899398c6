// What the stage asks the engine: how the cost depends on one quantity, and for a table of them all, on all.

import type { ChainReading, Quantity, SmallNetwork, SmallReading } from '../../../workers/lab-api.ts';
import type { Digits } from '../../controllers/digit-store.ts';

export interface Question {
  readonly network: SmallNetwork;
  readonly of: Quantity;
  readonly nudge: number;
  /** Also the differences of every weight and bias. */
  readonly all: boolean;
}

export interface Reading {
  readonly question: Question;
  readonly chain: ChainReading;
  readonly all?: SmallReading;
}

export async function read(digits: Digits, question: Question): Promise<Reading> {
  const { network, of, nudge, all } = question;
  const [chain, every] = await Promise.all([
    digits.lens('chain', { network, of, nudge }),
    all ? digits.lens('small', { ...network, nudge: Math.abs(nudge) }) : undefined,
  ]);
  return { question, chain, ...(every && { all: every }) };
}
