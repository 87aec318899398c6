// The head that follows a pattern most.

/** Both count from 0. */
export interface ScoredHead {
  readonly layer: number;
  readonly head: number;
  readonly score: number;
}

/**
 * The head with the largest score. `positional`: its attention at the same distances elsewhere; the head whose score exceeds that
 * most follows content, not position. Both [layer][head], at least one head.
 */
export function bestHeadOf(
  scores: readonly (readonly number[])[],
  positional?: readonly (readonly number[])[],
): ScoredHead {
  const heads = scores.flatMap((row, layer) =>
    row.map((score, head) => ({ layer, head, score, margin: score - (positional?.[layer]?.[head] ?? 0) })),
  );
  const { margin: _, ...best } = heads.reduce((best, each) => (each.margin > best.margin ? each : best));
  return best;
}
