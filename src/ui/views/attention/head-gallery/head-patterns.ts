// What a head visibly does on this prompt, told from its pattern alone.

/** A habit that one look at a pattern can show. */
export interface DetectedHeadPattern {
  /** As short as a label under a thumbnail. */
  label: 'previous' | 'itself' | 'first' | 'induction';
  /** What it means, ready to follow a share: `71 % of the attention goes to …`. */
  meaning: string;
  /** Mean attention on that place, 0 to 1, over the queries where the habits can be told apart. */
  meanAttention: number;
  /** The same for a head that spreads its attention evenly. */
  uniformAttention: number;
}

/** A habit is named from this share on, and only if it is also twice what chance gives. */
const MIN_MEAN_ATTENTION = 0.5;
/** Fewer queries than this tell nothing. */
const MIN_QUERIES = 2;

type HeadPatternDefinition = Pick<DetectedHeadPattern, 'label' | 'meaning'> & {
  /** The key a head of this habit looks at; undefined where the query says nothing about it. */
  keyFor: (query: number, tokens: readonly string[]) => number | undefined;
};

const HEAD_PATTERNS: readonly HeadPatternDefinition[] = [
  {
    label: 'induction',
    meaning: 'the token that followed the last time this token appeared',
    keyFor: (query, tokens) => {
      const before = tokens.lastIndexOf(tokens[query], query - 1);
      // Right after its twin, that token is the query itself: nothing to tell.
      return query > 0 && before >= 0 && before + 1 < query ? before + 1 : undefined;
    },
  },
  // The first token can only look at itself, and the second one's previous token is also the first.
  {
    label: 'previous',
    meaning: 'the token just before',
    keyFor: (query) => (query >= 2 ? query - 1 : undefined),
  },
  {
    label: 'itself',
    meaning: 'the very token that asks',
    keyFor: (query) => (query >= 1 ? query : undefined),
  },
  { label: 'first', meaning: 'the first token', keyFor: (query) => (query >= 2 ? 0 : undefined) },
];

/**
 * The clearest habit of a head on one prompt, if it has any.
 *
 * @param pattern [T, T], a row for each query
 * @param tokens the T tokens of the prompt
 */
export function detectHeadPattern(
  pattern: Float32Array,
  tokens: readonly string[],
): DetectedHeadPattern | undefined {
  return HEAD_PATTERNS.flatMap((habit) => measureHeadPattern(habit, pattern, tokens) ?? [])
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
