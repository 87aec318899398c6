// Events of the panel of probes.

import { defineEvent, type EventsOf } from '../../../../events/element-event.ts';

/** The visitor starts the fitting of probes, or stops it. */
export class ProbesRunEvent extends defineEvent('lab-probes-run', 'run')<['fit' | 'stop']> {}
/** The visitor steers with the direction of a probe: a vector, and the activation that it was fitted on. */
export class ProbeSteerEvent extends defineEvent('lab-probe-steer', 'probe')<
  [{ readonly name: string; readonly vector: readonly number[]; readonly place: string }]
> {}

declare global {
  interface HTMLElementEventMap extends EventsOf<typeof import('./events.ts')> {}
}
