// Events of the elements, one class per event. All bubble out of shadow roots.

import type { EventsOf } from './element-event.ts';

export * from './comparison.ts';
export * from './course.ts';
export * from './device.ts';
export * from './digits.ts';
export * from './downloads.ts';
export * from './focus.ts';
export * from './model.ts';
export * from './notes.ts';
export * from './page.ts';
export * from './panels.ts';
export * from './runs.ts';

declare global {
  interface HTMLElementEventMap extends EventsOf<typeof import('./index.ts')> {}
}
