// Counts the weights of GPT-3 and of the model, in the same eight kinds of matrices and what is in none of them.

import { msg } from '@lit/localize';
import type { ModelConfig, ParameterInfo } from '../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../format/numbers.ts';

export type Part = (typeof KINDS)[number]['part'] | (typeof GATE)['part'] | 'rest';

export interface LedgerRow {
  readonly part: Part;
  readonly name: string;
  /** Rows and columns of one matrix, heads and layers, where there are several; none if the count is not a product. */
  readonly factors: readonly number[];
  readonly count: number;
}

/** The eight kinds of matrices, in the order in which the films count them. */
const KINDS = [
  { part: 'embedding', name: msg('Embedding') },
  { part: 'unembedding', name: msg('Unembedding') },
  { part: 'query', name: msg('Query') },
  { part: 'key', name: msg('Key') },
  { part: 'value', name: msg('Value down') },
  { part: 'output', name: msg('Value up') },
  { part: 'up', name: msg('Up-projection') },
  { part: 'down', name: msg('Down-projection') },
] as const;

/** GPT-3 has none. */
const GATE = { part: 'gate', name: msg('Gate') } as const;
const REST = { part: 'rest', name: msg('Positions, biases, norms') } as const;

const [LAYERS, HEADS, WIDTH, HEAD_WIDTH] = [96, 96, 12_288, 128];
const [NEURONS, TOKENS, PLACES] = [49_152, 50_257, 2048];
const product = (factors: readonly number[]) => factors.reduce((a, b) => a * b, 1);

export const formatProduct = (factors: readonly number[]): string => factors.map(formatInteger).join(' × ');

const ofHeads = [HEAD_WIDTH, WIDTH, HEADS, LAYERS];
const GPT3_FACTORS: readonly (readonly number[])[] = [
  [WIDTH, TOKENS],
  [TOKENS, WIDTH],
  ...[ofHeads, ofHeads, ofHeads],
  [WIDTH, HEAD_WIDTH, HEADS, LAYERS],
  [NEURONS, WIDTH, LAYERS],
  [WIDTH, NEURONS, LAYERS],
];

/** GPT-3's eight kinds, from its published sizes, as in the films. */
export const GPT3: readonly LedgerRow[] = KINDS.map((kind, i) => ({
  ...kind,
  ...{ factors: GPT3_FACTORS[i], count: product(GPT3_FACTORS[i]) },
}));

/** What the films omit: a position's vector for each place, in each layer the biases and two norms, and the last norm. */
export const GPT3_REST: LedgerRow = {
  ...{ ...REST, factors: [] },
  count: PLACES * WIDTH + LAYERS * (4 * WIDTH + NEURONS + WIDTH + 4 * WIDTH) + 2 * WIDTH,
};

type HeadCounts = Pick<ModelConfig, 'H' | 'keyValueHeads'>;

/**
 * The model's tensors in the same kinds, gates after the up-projections, and last the tensors that the films omit. As in the
 * films, a matrix has a row for each number that it computes, and those of attention are counted by head.
 */
export function modelLedger(
  parameters: readonly ParameterInfo[],
  { H, keyValueHeads = H }: HeadCounts,
): LedgerRow[] {
  const headsOf: Partial<Record<Part, number>> = {
    ...{ query: H, output: H },
    ...{ key: keyValueHeads, value: keyValueHeads },
  };
  const isGated = parameters.some(({ parts }) => parts.includes('gate'));
  const kinds = KINDS.flatMap((kind): (typeof kind | typeof GATE)[] =>
    isGated && kind.part === 'up' ? [kind, GATE] : [kind],
  );
  const rows = kinds.map(({ part, name }) => {
    const tensors = parameters.filter(({ parts }) => parts.includes(part));
    const [first] = tensors;
    if (!first) return { part, name, factors: [], count: 0 };
    // Each file has a row of the unembedding for each token.
    const hasOutputRows = first.isTransposed || part === 'unembedding';
    const [outputs, inputs] = hasOutputRows ? first.shape : first.shape.toReversed();
    const heads = headsOf[part] ?? 1;
    const size =
      part === 'output' ? [outputs, inputs / heads] : [outputs / first.parts.length / heads, inputs];
    const factors = [...size, ...[heads, tensors.length].filter((count) => count > 1)];
    return { part, name, factors, count: product(factors) };
  });
  const all = parameters.reduce((sum, { shape }) => sum + product(shape), 0);
  return [...rows, { ...REST, factors: [], count: all - totalOf(rows) }];
}

const ledgers = new WeakMap<HeadCounts, readonly LedgerRow[]>();

/** The same, counted once for a model. */
export function ledgerOf(parameters: readonly ParameterInfo[], model: ModelConfig): readonly LedgerRow[] {
  const ledger = ledgers.get(model) ?? modelLedger(parameters, model);
  ledgers.set(model, ledger);
  return ledger;
}

export const totalOf = (rows: readonly LedgerRow[]): number =>
  rows.reduce((sum, { count }) => sum + count, 0);
