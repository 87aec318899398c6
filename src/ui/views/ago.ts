// How long ago something was, in words.

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `5 minutes ago`, `yesterday`; less than a minute is `just now`. Both in milliseconds since 1970. */
export function ago(then: number, now: number): string {
  for (const [unit, length] of UNITS) {
    const count = Math.floor((now - then) / length);
    if (count >= 1) return words.format(-count, unit);
  }
  return 'just now';
}
