// Counts the weights of GPT-3 and of the model, in the same eight categories, and a ninth for the gates of a gated MLP.

import { msg } from '@lit/localize';
import type { ModelConfig, ParameterInfo } from '../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../format/numbers.ts';

export interface LedgerRow {
  /** Of the tensors counted; none for those that the video omits. */
  readonly part?: (typeof CATEGORIES)[number][1] | (typeof GATE)[1];
  readonly name: string;
  /** Rows and columns of one matrix, heads and layers; text if the count is not a product. */
  readonly shape: string;
  readonly count: number;
}

/** The eight kinds of matrices, in the video's order. */
const CATEGORIES = [
  [msg('Embedding'), 'embedding'],
  [msg('Key'), 'key'],
  [msg('Query'), 'query'],
  [msg('Value'), 'value'],
  [msg('Output'), 'output'],
  ['Up-projection', 'up'],
  ['Down-projection', 'down'],
  [msg('Unembedding'), 'unembedding'],
] as const;

/** GPT-3 has none; a model with gates has them in a row of their own. */
const GATE = [msg('Gate'), 'gate'] as const;

const [LAYERS, HEADS, WIDTH, HEAD_WIDTH, NEURONS, TOKENS] = [96, 96, 12_288, 128, 49_152, 50_257];
const formatProduct = (...factors: number[]) => factors.map(formatInteger).join(' × ');
const product = (factors: readonly number[]) => factors.reduce((a, b) => a * b, 1);

/** GPT-3, from its published sizes, without biases, positions and layer norms, as in the video. */
export const GPT3: readonly LedgerRow[] = [
  [WIDTH, TOKENS],
  ...Array.from({ length: 3 }, () => [HEAD_WIDTH, WIDTH, HEADS, LAYERS]),
  [WIDTH, HEAD_WIDTH, HEADS, LAYERS],
  [NEURONS, WIDTH, LAYERS],
  [WIDTH, NEURONS, LAYERS],
  [TOKENS, WIDTH],
].map((factors, i) => ({
  name: CATEGORIES[i][0],
  part: CATEGORIES[i][1],
  shape: formatProduct(...factors),
  count: product(factors),
}));

type HeadCounts = Pick<ModelConfig, 'H' | 'keyValueHeads'>;

/**
 * The model's tensors in the same categories, gates after the up-projections, and last the tensors that the video omits. As in the
 * video, a matrix has a row for each number that it computes, and those of attention are counted by head.
 */
export function modelLedger(
  parameters: readonly ParameterInfo[],
  { H, keyValueHeads = H }: HeadCounts,
): LedgerRow[] {
  const headsOf: Partial<Record<string, number>> = {
    ...{ query: H, output: H },
    ...{ key: keyValueHeads, value: keyValueHeads },
  };
  const isGated = parameters.some(({ parts }) => parts.includes('gate'));
  const categories = CATEGORIES.flatMap((each): (typeof each | typeof GATE)[] =>
    isGated && each[1] === 'up' ? [each, GATE] : [each],
  );
  const rows = categories.map(([name, part]) => {
    const tensors = parameters.filter(({ parts }) => parts.includes(part));
    const [first] = tensors;
    if (!first)
      return { name, part, shape: part === 'unembedding' ? msg('the embedding’s') : msg('none'), count: 0 };
    // Each file has a row of the unembedding for each token.
    const hasOutputRows = first.isTransposed || part === 'unembedding';
    const [outputs, inputs] = hasOutputRows ? first.shape : first.shape.toReversed();
    const heads = headsOf[part] ?? 1;
    const size =
      part === 'output' ? [outputs, inputs / heads] : [outputs / first.parts.length / heads, inputs];
    const counts = [heads, tensors.length].filter((count) => count > 1);
    return {
      name,
      part,
      shape: formatProduct(...size, ...counts),
      count: product([...size, heads, tensors.length]),
    };
  });
  const all = parameters.reduce((sum, { shape }) => sum + product(shape), 0);
  const rest = all - totalOf(rows);
  return [...rows, { name: msg('Positions, biases, norms'), shape: '–', count: rest }];
}

export const totalOf = (rows: readonly LedgerRow[]): number =>
  rows.reduce((sum, { count }) => sum + count, 0);
