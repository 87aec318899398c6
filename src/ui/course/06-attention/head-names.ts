// What heads are called by what they do: each by the habit it follows most, where that is far from chance.

import type { HeadPatternResult } from '../../../workers/rpc/api/lab-api.ts';

/** Where each habit looks; links that a data set knows of have their own name. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'previous token': 'at the token just before',
  'same token': 'at places with its own token, its own place included',
  'first token': 'at the first token of the text',
  induction: 'at what followed the last times its token appeared',
};

export const describeHeadPattern = (headPattern: string): string =>
  DESCRIPTIONS[headPattern] ?? headPattern.replace(' to ', ' back to ');

/** As a label: `noun → adjective`. */
export const headPatternLabel = (headPattern: string): string => headPattern.replace(' to ', ' → ');

export interface BestHead {
  readonly headPattern: HeadPatternResult;
  readonly layer: number;
  readonly head: number;
  readonly score: number;
  /** Whether it is so far above chance that the head may be called after it. */
  readonly isClear: boolean;
}

/** A habit names a head from this share on, if chance would give half of it at most. */
const CLEAR_SCORE = 0.4;

/** The best head for each habit that had an occasion to show. */
export function bestHeads(headPatterns: readonly HeadPatternResult[]): BestHead[] {
  return headPatterns
    .filter(({ queries }) => queries > 0)
    .map((headPattern) => {
      const heads = headPattern.scores.flatMap((scores, layer) =>
        scores.map((score, head) => ({ layer, head, score })),
      );
      const best = heads.reduce((a, b) => (b.score > a.score ? b : a));
      return { headPattern, ...best, isClear: isClearScore(best.score, headPattern) };
    });
}

/** What a head is called; undefined where no habit stands out. */
export function headName(
  headPatterns: readonly HeadPatternResult[],
  layer: number,
  head: number,
): string | undefined {
  const clear = headPatterns.filter((headPattern) =>
    isClearScore(headPattern.scores[layer]?.[head] ?? 0, headPattern),
  );
  const [first] = clear.sort((a, b) => b.scores[layer][head] - b.chance - (a.scores[layer][head] - a.chance));
  return first && headPatternLabel(first.habit);
}

const isClearScore = (score: number, { chance }: HeadPatternResult) =>
  score >= CLEAR_SCORE && score >= 2 * chance;
