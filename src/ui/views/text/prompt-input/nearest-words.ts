// Suggests vocabulary words for an unknown word, by edit distance.

/** At most `maxCount` words, the nearest first; at most half of the longer word's letters are edited. */
export function nearestWords(word: string, vocabulary: readonly string[], maxCount = 3): string[] {
  const lower = word.toLowerCase();
  return vocabulary
    .map((known) => ({ known, edits: editDistance(lower, known.toLowerCase()) }))
    .filter(({ known, edits }) => edits <= Math.max(word.length, known.length) / 2)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, maxCount)
    .map(({ known }) => known);
}

/** Levenshtein distance, computed row by row. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
