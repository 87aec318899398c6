// The time that is left of a training.

import { msg, str } from '@lit/localize';

/** Below it every second counts. */
const EXACT_SECONDS = 20;

/** A clause that follows the progress: `, about 40 s left`; empty while nothing is known. Longer times are rounded, so that they do not flicker. */
export function timeLeft(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  const rounded = seconds < EXACT_SECONDS ? Math.ceil(seconds) : 5 * Math.round(seconds / 5);
  return rounded <= 90
    ? msg(str`, about ${rounded} s left`)
    : msg(str`, about ${Math.max(2, Math.round(seconds / 60))} min left`);
}
