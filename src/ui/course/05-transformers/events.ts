// Events from the views of this chapter to its stage, beside choices.

import { ElementEvent } from '../../events/element-event.ts';

/** `step` appends one token, `auto` continues until `stop`, `restart` removes all generated tokens. */
export type GenerateAction = 'step' | 'auto' | 'stop' | 'restart';

/** The visitor controls text generation. */
export class GenerateEvent extends ElementEvent<'lab-generate'> {
  readonly action: GenerateAction;

  constructor(action: GenerateAction) {
    super('lab-generate');
    this.action = action;
  }
}

/** The visitor picks a point of a cloud, by its index. */
export class PointPickEvent extends ElementEvent<'lab-point-pick'> {
  readonly point: number;

  constructor(point: number) {
    super('lab-point-pick');
    this.point = point;
  }
}

/** `start` computes a UMAP layout, `stop` keeps its current state. */
export type UmapAction = 'start' | 'stop';

/** The visitor starts or stops UMAP. */
export class UmapEvent extends ElementEvent<'lab-umap'> {
  readonly action: UmapAction;

  constructor(action: UmapAction) {
    super('lab-umap');
    this.action = action;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-generate': GenerateEvent;
    'lab-point-pick': PointPickEvent;
    'lab-umap': UmapEvent;
  }
}
