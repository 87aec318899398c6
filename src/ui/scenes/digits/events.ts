// The event of the digit map that no other element dispatches.

import { defineEvent, type EventsOf } from '../../events/element-event.ts';
import type { DigitShot } from './shot.ts';

/** The visitor changes what the map shows. */
export class DigitShotEvent extends defineEvent('lab-digit-shot', 'shot')<[DigitShot]> {}

declare global {
  interface HTMLElementEventMap extends EventsOf<typeof import('./events.ts')> {}
}
