// Events of the network map.

import type { Token } from '../../../workers/rpc/api/lab-api.ts';
import { defineEvent, type EventsOf } from '../../events/element-event.ts';
import type { Shot } from './camera/shot.ts';

/** The visitor changes what the map shows. */
export class MapShotEvent extends defineEvent('lab-map-shot', 'shot')<[Shot]> {}
/** The visitor appends a token to the prompt. */
export class MapTokenEvent extends defineEvent('lab-map-token', 'token')<[Token]> {}

declare global {
  interface HTMLElementEventMap extends EventsOf<typeof import('./events.ts')> {}
}
