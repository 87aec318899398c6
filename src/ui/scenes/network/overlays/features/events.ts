// Events of the panel of features.

import { defineEvent, type EventsOf } from '../../../../events/element-event.ts';
import type { FeaturePlace } from './request.ts';

/** The visitor starts the training of transcoders, or stops what runs. */
export class FeaturesRunEvent extends defineEvent('lab-features-run', 'run')<[FeaturesRun]> {}

export type FeaturesRun =
  | 'stop'
  | { readonly train: { readonly activation: 'topk' | 'batch-topk' | 'jumprelu'; readonly seeds: number } }
  | { readonly change: FeatureChange };

/** Its activation is set to 0 or to a value at one token, or a value is added at all. */
export type FeatureChange =
  | { readonly kind: 'ablate' }
  | { readonly kind: 'clamp' | 'steer'; readonly value: number };

/** The visitor opens the page of a feature. */
export class FeatureChoiceEvent extends defineEvent('lab-feature-choice', 'place')<[FeaturePlace]> {}

declare global {
  interface HTMLElementEventMap extends EventsOf<typeof import('./events.ts')> {}
}
