// Events of the network map.

import type { Token } from '../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../network-map/camera/shot.ts';
import { defineEvent } from './element-event.ts';

/** The visitor changes what the map shows. */
export class MapShotEvent extends defineEvent('lab-map-shot', 'shot')<[Shot]> {}
/** The visitor appends a token to the prompt. */
export class MapTokenEvent extends defineEvent('lab-map-token', 'token')<[Token]> {}
