// Events of the panel of steering.

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

declare global {
  interface HTMLElementEventMap {
    'lab-steering-run': SteeringRunEvent;
    'lab-steering-prompts': SteeringPromptsEvent;
  }
}
