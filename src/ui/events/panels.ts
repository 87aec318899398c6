// Events of panels, whose computations the visitor starts and stops.

import { defineEvent } from './element-event.ts';

/** The visitor starts the computation of texts and other prompts, or stops it. */
export class SteeringRunEvent extends defineEvent('lab-steering-run', 'run')<['measure' | 'stop']> {}
/** The visitor types the prompts of a direction. */
export class SteeringPromptsEvent extends defineEvent('lab-steering-prompts', 'prompts')<
  [{ readonly away: readonly string[]; readonly toward: readonly string[] }]
> {}
/** The visitor starts the fitting of probes, or stops it. */
export class ProbesRunEvent extends defineEvent('lab-probes-run', 'run')<['fit' | 'stop']> {}
/** The visitor starts the fit of the tuned lens, or stops it. */
export class TunedLensRunEvent extends defineEvent('lab-tuned-lens-run', 'run')<['fit' | 'stop']> {}
/** The visitor steers with the direction of a probe: a vector, and the activation that it was fitted on. */
export class ProbeSteerEvent extends defineEvent('lab-probe-steer', 'probe')<
  [{ readonly name: string; readonly vector: readonly number[]; readonly place: string }]
> {}
/** The visitor starts a computation, or stops the one that runs. */
export class PatchingRunEvent extends defineEvent('lab-patching-run', 'run')<[PatchingRun]> {}

/**
 * `exact` patches every place; `measure` runs the circuit that is drawn, `find` the smallest one that keeps the answer, by
 * `patched` edges after every edge was patched alone.
 */
export type PatchingRun = 'exact' | 'measure' | 'find' | 'patched' | 'stop';

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

/** The visitor opens the page of a feature. Layer, token and feature count from 0. */
export class FeatureChoiceEvent extends defineEvent('lab-feature-choice', 'place')<
  [{ readonly layer: number; readonly token: number; readonly feature: number }]
> {}
/** The visitor starts a lens on every checkpoint, or stops it. */
export class AlongRunEvent extends defineEvent('lab-along-run', 'run')<['compute' | 'stop']> {}
/** The visitor takes the next step on a copy, or measures the influence of its rows; or stops the computation. */
export class LessonsRunEvent extends defineEvent('lab-lessons-run', 'run')<['step' | 'influence' | 'stop']> {}
