// Where a token is, counted from the word that a probe is about.

/** `at the word`, `1 token before`, `2 tokens after`. */
export function offsetText(offset: number): string {
  if (offset === 0) return 'at the word';
  const count = Math.abs(offset);
  return `${count} ${count === 1 ? 'token' : 'tokens'} ${offset < 0 ? 'before' : 'after'}`;
}
