// What each moment of the films counts of GPT-3's weights, and what was counted before.

import { GPT3, type LedgerRow, totalOf } from './ledger.ts';

/** The kinds from one to another, in the order of the ledger: of one head or of one layer, or all of them. */
const COUNTS = {
  all: { from: 0, to: 8 },
  embedding: { from: 0, to: 1 },
  unembedding: { from: 1, to: 2 },
  'query-key': { from: 2, to: 4, isOne: 'head' },
  head: { from: 2, to: 6, isOne: 'head' },
  attention: { from: 2, to: 6 },
  up: { from: 6, to: 7, isOne: 'layer' },
  mlps: { from: 6, to: 8 },
} as const satisfies Readonly<Record<string, { from: number; to: number; isOne?: 'head' | 'layer' }>>;

export type CountName = keyof typeof COUNTS;

export const COUNT_NAMES = Object.keys(COUNTS) as CountName[];

export const isCountName = (name: unknown): name is CountName => COUNT_NAMES.includes(name as CountName);

export interface Count {
  readonly before: readonly LedgerRow[];
  /** Of one head or one layer: rows × columns of its matrix. */
  readonly now: readonly LedgerRow[];
  readonly isOne: 'head' | 'layer' | undefined;
}

const countOf = ({ from, to, isOne }: { from: number; to: number; isOne?: Count['isOne'] }): Count => ({
  ...{ before: GPT3.slice(0, from), isOne },
  now: GPT3.slice(from, to).map((row) => (isOne ? matrixOf(row) : row)),
});

/** One of the matrices of a kind. */
export function matrixOf(row: LedgerRow): LedgerRow {
  const factors = row.factors.slice(0, 2);
  return { ...row, factors, count: factors.length < 2 ? 0 : factors[0] * factors[1] };
}

export const countNamed = (name: CountName): Count => countOf(COUNTS[name]);

export const GPT3_TOTAL = totalOf(GPT3);
