// Events from the views of this chapter to its stage.

import { ElementEvent } from '../../events/element-event.ts';
import type { Panel } from './panels.ts';

/** The visitor's choices on the stage. */
export interface Choices {
  readonly view: Panel;
  /** Position of the key; default: the one with the largest weight. */
  readonly key?: number;
  /** Whether the mask hides later tokens, as in the network. */
  readonly masked: boolean;
  /** How the selected head is ablated; undefined if it is on. */
  readonly ablate?: 'zero' | 'mean';
  /** Seed of the texts generated with and without the head. */
  readonly seed: number;
  /** The text of the keys in cross-attention; default: another prompt of the data set. */
  readonly keysText?: string;
}

export class ChoiceEvent extends ElementEvent<'lab-choice'> {
  readonly choices: Partial<Choices>;

  constructor(choices: Partial<Choices>) {
    super('lab-choice');
    this.choices = choices;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-choice': ChoiceEvent;
  }
}
