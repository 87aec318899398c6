// Partial selection of the highest or lowest values, without sorting a whole vocabulary.

/** Indices of the `count` highest values, in descending order; ties go to the lower index. */
export function topIndices(scores: ArrayLike<number>, count: number): number[] {
  const best: number[] = [];
  if (count < 1) return best;
  for (let i = 0; i < scores.length; i++) {
    if (best.length === count && !(scores[i] > scores[best[count - 1]])) continue;
    let at = best.length < count ? best.length : count - 1;
    while (at > 0 && scores[i] > scores[best[at - 1]]) {
      best[at] = best[at - 1];
      at--;
    }
    best[at] = i;
  }
  return best;
}

/** Indices of the `count` lowest values, in ascending order; ties go to the higher index. */
export function bottomIndices(scores: ArrayLike<number>, count: number): number[] {
  const last = scores.length - 1;
  const mirrored = Float64Array.from({ length: scores.length }, (_, i) => -scores[last - i]);
  return topIndices(mirrored, count).map((i) => last - i);
}
