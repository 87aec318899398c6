// Names heads after the patterns that they follow far above chance.

import { msg } from '@lit/localize';
import { bestHeadOf, type ScoredHead } from '../../../shared/best-head.ts';
import type { HeadPatternResult } from '../../../workers/rpc/api/lab-api.ts';
import { headPatternName } from '../../format/head-pattern.ts';

/** Where each pattern attends. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'previous token': msg('at the token just before'),
  'same token': msg('at places with its own token, its own place included'),
  'first token': msg('at the first token of the text'),
  induction: msg('at what followed the last times its token appeared'),
  'noun to adjective': msg('noun back to adjective'),
  'creature to adjectives': msg('creature back to adjectives'),
  'pronoun to noun': msg('pronoun back to noun'),
};

export const describeHeadPattern = (headPattern: string): string => DESCRIPTIONS[headPattern] ?? headPattern;

/** Label, such as `noun → adjective`. */
export const headPatternLabel = (headPattern: string): string =>
  headPatternName(headPattern).replace(' to ', ' → ');

export interface BestHead extends ScoredHead {
  readonly headPattern: HeadPatternResult;
  /** Whether the score is far enough above chance to name the head. */
  readonly isClear: boolean;
}

/** Minimum share for a name, if chance and the head's attention at the same distances elsewhere give at most half of it. */
const CLEAR_SCORE = 0.4;

/** The best head for each pattern that occurs in the texts: for a link between words the one that follows them, not distances. */
export function bestHeads(headPatterns: readonly HeadPatternResult[]): BestHead[] {
  return headPatterns
    .filter(({ queries }) => queries > 0)
    .map((headPattern) => {
      const best = bestHeadOf(headPattern.scores, headPattern.positional);
      return { headPattern, ...best, isClear: isClearScore(headPattern, best.layer, best.head) };
    });
}

/** Name of a head: every pattern that it follows, since a head may have several tasks; undefined if none is clear. */
export function headName(
  headPatterns: readonly HeadPatternResult[],
  layer: number,
  head: number,
): string | undefined {
  const clear = headPatterns.filter((headPattern) => isClearScore(headPattern, layer, head));
  const lead = ({ scores, chance }: HeadPatternResult) => scores[layer][head] - chance;
  const names = clear.sort((a, b) => lead(b) - lead(a)).map(({ habit }) => headPatternLabel(habit));
  return names.length > 0 ? names.join(', ') : undefined;
}

function isClearScore(
  { scores, chance, positional }: HeadPatternResult,
  layer: number,
  head: number,
): boolean {
  const score = scores[layer]?.[head] ?? 0;
  return score >= CLEAR_SCORE && score >= 2 * chance && score >= 2 * (positional?.[layer]?.[head] ?? 0);
}
