// Events of the panel of features.

import { ElementEvent } from './element-event.ts';

/** The visitor starts the training of transcoders, or stops what runs. */
export class FeaturesRunEvent extends ElementEvent<'lab-features-run'> {
  readonly run: FeaturesRun;

  constructor(run: FeaturesRun) {
    super('lab-features-run');
    this.run = run;
  }
}

export type FeaturesRun =
  | 'stop'
  | { readonly train: { readonly activation: 'topk' | 'batch-topk' | 'jumprelu'; readonly seeds: number } }
  | { readonly change: FeatureChange };

/** Its activation is set to 0 or to a value at one token, or a value is added at all. */
export type FeatureChange =
  | { readonly kind: 'ablate' }
  | { readonly kind: 'clamp' | 'steer'; readonly value: number };

/** The visitor opens the page of a feature. Layer, token and feature count from 0. */
export class FeatureChoiceEvent extends ElementEvent<'lab-feature-choice'> {
  readonly place: { readonly layer: number; readonly token: number; readonly feature: number };

  constructor(place: FeatureChoiceEvent['place']) {
    super('lab-feature-choice');
    this.place = place;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-features-run': FeaturesRunEvent;
    'lab-feature-choice': FeatureChoiceEvent;
  }
}
