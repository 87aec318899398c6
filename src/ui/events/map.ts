// Events of the network map.

import type { Token } from '../../workers/rpc/api/lab-api.ts';
import type { Shot } from '../network-map/camera/shot.ts';
import { ElementEvent } from './element-event.ts';

/** The visitor changes what the map shows. */
export class MapShotEvent extends ElementEvent<'lab-map-shot'> {
  readonly shot: Shot;

  constructor(shot: Shot) {
    super('lab-map-shot');
    this.shot = shot;
  }
}

/** The visitor appends a token to the prompt. */
export class MapTokenEvent extends ElementEvent<'lab-map-token'> {
  readonly token: Token;

  constructor(token: Token) {
    super('lab-map-token');
    this.token = token;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-map-shot': MapShotEvent;
    'lab-map-token': MapTokenEvent;
  }
}
