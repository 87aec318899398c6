// Which tokens are worth a bar, and how probable they are before and after something was changed.
import type { TokenProbability } from '../../../../workers/rpc/api/lab-api.ts';

/** One bar, or two where a change is compared. Probabilities are undefined where the token is not among those listed. */
export interface NextTokenRow {
  id: number;
  text: string;
  now?: number;
  changed?: number;
}

/** How many of a change's favourites are shown at least, however unlikely they were before. */
const MIN_CHANGED_SHOWN = 2;

/**
 * The `most` most probable tokens, those of `next` first; where there is a change to compare, its favourites are among
 * them. Always as many, so that nothing jumps while a model trains.
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

/** What is left for all tokens without a row. */
export function remainingProbability(rows: readonly NextTokenRow[], which: 'now' | 'changed'): number {
  return Math.max(0, 1 - rows.reduce((sum, row) => sum + (row[which] ?? 0), 0));
}
