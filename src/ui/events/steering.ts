// Events of the panels of steering, probes and the tuned lens.

import { ElementEvent } from './element-event.ts';

/** The visitor starts the computation of texts and other prompts, or stops it. */
export class SteeringRunEvent extends ElementEvent<'lab-steering-run'> {
  readonly run: 'measure' | 'stop';

  constructor(run: 'measure' | 'stop') {
    super('lab-steering-run');
    this.run = run;
  }
}

/** The visitor types the prompts of a direction. */
export class SteeringPromptsEvent extends ElementEvent<'lab-steering-prompts'> {
  readonly prompts: { readonly away: readonly string[]; readonly toward: readonly string[] };

  constructor(prompts: SteeringPromptsEvent['prompts']) {
    super('lab-steering-prompts');
    this.prompts = prompts;
  }
}

/** The visitor starts the fitting of probes, or stops it. */
export class ProbesRunEvent extends ElementEvent<'lab-probes-run'> {
  readonly run: 'fit' | 'stop';

  constructor(run: 'fit' | 'stop') {
    super('lab-probes-run');
    this.run = run;
  }
}

/** The visitor starts the fit of the tuned lens, or stops it. */
export class TunedLensRunEvent extends ElementEvent<'lab-tuned-lens-run'> {
  readonly run: 'fit' | 'stop';

  constructor(run: 'fit' | 'stop') {
    super('lab-tuned-lens-run');
    this.run = run;
  }
}

/** The visitor steers with the direction of a probe: a vector, and the activation that it was fitted on. */
export class ProbeSteerEvent extends ElementEvent<'lab-probe-steer'> {
  readonly probe: { readonly name: string; readonly vector: readonly number[]; readonly place: string };

  constructor(probe: ProbeSteerEvent['probe']) {
    super('lab-probe-steer');
    this.probe = probe;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-steering-run': SteeringRunEvent;
    'lab-steering-prompts': SteeringPromptsEvent;
    'lab-probes-run': ProbesRunEvent;
    'lab-probe-steer': ProbeSteerEvent;
    'lab-tuned-lens-run': TunedLensRunEvent;
  }
}
