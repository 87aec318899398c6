// Events from the views of this chapter to its stage, beside choices.

import { defineEvent, type EventsOf } from '../../events/element-event.ts';

/** `step` appends one token, `auto` continues until `stop`, `restart` removes all generated tokens. */
export type GenerateAction = 'step' | 'auto' | 'stop' | 'restart';

/** The visitor controls text generation. */
export class GenerateEvent extends defineEvent('lab-generate', 'action')<[GenerateAction]> {}
/** The visitor picks a point of a cloud, by its index. */
export class PointPickEvent extends defineEvent('lab-point-pick', 'point')<[number]> {}

/** `start` computes a UMAP layout, `stop` keeps its current state. */
export type UmapAction = 'start' | 'stop';

/** The visitor starts or stops UMAP. */
export class UmapEvent extends defineEvent('lab-umap', 'action')<[UmapAction]> {}

declare global {
  interface HTMLElementEventMap extends EventsOf<typeof import('./events.ts')> {}
}
