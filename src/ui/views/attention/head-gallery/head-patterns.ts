// Detects the dominant pattern of a head on one prompt: previous token, self, first token or induction.

import { msg } from '@lit/localize';

export interface DetectedHeadPattern {
  /** Short label below a thumbnail. */
  label: string;
  /** The attended key, to complete `71 % of its attention goes to …`. */
  meaning: string;
  /** Mean attention weight of that key, 0 to 1, over the queries that distinguish the patterns. */
  meanAttention: number;
  /** The same under uniform attention. */
  uniformAttention: number;
}

/** Threshold of `meanAttention`; it must also be twice that of uniform attention. */
const MIN_MEAN_ATTENTION = 0.5;
/** Fewer queries are no evidence. */
const MIN_QUERIES = 2;

type HeadPatternDefinition = Pick<DetectedHeadPattern, 'label' | 'meaning'> & {
  /** The key that this pattern attends to; undefined if the query does not distinguish the patterns. */
  keyFor: (query: number, tokens: readonly string[]) => number | undefined;
};

const HEAD_PATTERNS: readonly HeadPatternDefinition[] = [
  {
    label: msg('induction'),
    meaning: msg('the token after the previous occurrence of this token'),
    keyFor: (query, tokens) => {
      const previous = tokens.lastIndexOf(tokens[query], query - 1);
      // Directly after its previous occurrence, that token is the query itself.
      return query > 0 && previous >= 0 && previous + 1 < query ? previous + 1 : undefined;
    },
  },
  // The first token attends only to itself, and the previous token of the second is also the first.
  {
    label: msg('previous'),
    meaning: msg('the previous token'),
    keyFor: (query) => (query >= 2 ? query - 1 : undefined),
  },
  {
    label: msg('itself'),
    meaning: msg('the token itself'),
    keyFor: (query) => (query >= 1 ? query : undefined),
  },
  { label: msg('first'), meaning: msg('the first token'), keyFor: (query) => (query >= 2 ? 0 : undefined) },
];

/**
 * The dominant pattern of a head on one prompt, if there is one.
 *
 * @param pattern [T, T], a row for each query
 * @param tokens the T tokens of the prompt
 */
export function detectHeadPattern(
  pattern: Float32Array,
  tokens: readonly string[],
): DetectedHeadPattern | undefined {
  return HEAD_PATTERNS.flatMap((definition) => measureHeadPattern(definition, pattern, tokens) ?? [])
    .filter(
      ({ meanAttention, uniformAttention }) =>
        meanAttention >= MIN_MEAN_ATTENTION && meanAttention >= 2 * uniformAttention,
    )
    .sort((a, b) => b.meanAttention - a.meanAttention)[0];
}

function measureHeadPattern(
  { label, meaning, keyFor }: HeadPatternDefinition,
  pattern: Float32Array,
  tokens: readonly string[],
): DetectedHeadPattern | undefined {
  let meanAttention = 0;
  let uniformAttention = 0;
  let queries = 0;
  for (let query = 0; query < tokens.length; query++) {
    const key = keyFor(query, tokens);
    if (key === undefined) continue;
    meanAttention += pattern[query * tokens.length + key];
    uniformAttention += 1 / (query + 1);
    queries++;
  }
  if (queries < MIN_QUERIES) return undefined;
  return {
    label,
    meaning,
    meanAttention: meanAttention / queries,
    uniformAttention: uniformAttention / queries,
  };
}
