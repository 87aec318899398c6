// Selects the tokens of the next-token chart, with probabilities before and after an intervention.
import type { TokenProbability } from '../../../../workers/rpc/api/lab-api.ts';

/** One row: a bar, or two when an intervention is compared. A probability is undefined if the token is not in that list. */
export interface NextTokenRow {
  id: number;
  text: string;
  now?: number;
  changed?: number;
}

/** Top tokens of the intervention that always get a row, however low their probability was before. */
const MIN_CHANGED_SHOWN = 2;

/**
 * At most `maxRows` rows: the top tokens of `next` and, with an intervention, its top tokens. The number of rows is constant,
 * so the layout does not shift while a model trains.
 */
export function nextTokenRows(
  next: readonly TokenProbability[],
  changed: readonly TokenProbability[] | undefined,
  maxRows: number,
): NextTokenRow[] {
  const topChanged = (changed ?? []).slice(0, MIN_CHANGED_SHOWN);
  const ranked = [...next.slice(0, maxRows - topChanged.length), ...topChanged, ...next];
  const chosen = [...new Map(ranked.map((token) => [token.id, token])).values()].slice(0, maxRows);
  const probability = (tokens: readonly TokenProbability[] | undefined, id: number) =>
    tokens?.find((token) => token.id === id)?.probability;
  return chosen
    .map(({ id, text }) => ({ id, text, now: probability(next, id), changed: probability(changed, id) }))
    .sort((a, b) => (b.now ?? 0) - (a.now ?? 0));
}

/** Probability mass of all tokens without a row. */
export function remainingProbability(rows: readonly NextTokenRow[], which: 'now' | 'changed'): number {
  return Math.max(0, 1 - rows.reduce((sum, row) => sum + (row[which] ?? 0), 0));
}
