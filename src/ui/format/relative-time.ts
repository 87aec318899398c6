// Relative times in words.

import { msg } from '@lit/localize';
import { currentLanguage } from '../languages/current-language.ts';

const MS_PER_UNIT = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `5 minutes ago`, `yesterday`, or `just now` for less than a minute. Times in milliseconds since 1970. */
export function formatRelativeTime(time: number, now: number): string {
  for (const [unit, length] of MS_PER_UNIT) {
    const count = Math.floor((now - time) / length);
    if (count >= 1)
      return new Intl.RelativeTimeFormat(currentLanguage(), { numeric: 'auto' }).format(-count, unit);
  }
  return msg('just now');
}
