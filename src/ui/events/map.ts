// Events of the network map.

import type { Shot } from '../network-map/camera/shot.ts';
import type { Subject } from '../network-map/scene/items.ts';
import { ElementEvent } from './element-event.ts';

/** The visitor changes what the map shows. */
export class MapShotEvent extends ElementEvent<'lab-map-shot'> {
  readonly shot: Shot;

  constructor(shot: Shot) {
    super('lab-map-shot');
    this.shot = shot;
  }
}

/** The visitor points at something, or at nothing. */
export class MapHoverEvent extends ElementEvent<'lab-map-hover'> {
  readonly subject: Subject | undefined;

  constructor(subject: Subject | undefined) {
    super('lab-map-hover');
    this.subject = subject;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-map-shot': MapShotEvent;
    'lab-map-hover': MapHoverEvent;
  }
}
