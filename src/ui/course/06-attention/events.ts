// What this chapter's views tell its stage.

import { ElementEvent } from '../../events/element-event.ts';
import type { Panel } from './panels.ts';

/** What the visitor sets on the stage. */
export interface Choices {
  readonly view: Panel;
  /** Position of the key; the strongest one where it is left out. */
  readonly key?: number;
  /** Whether later tokens are hidden, as they are in the network. */
  readonly masked: boolean;
  /** How the head in focus is switched off; left out where it is on. */
  readonly ablate?: 'zero' | 'mean';
  /** Of the texts drawn with and without the head. */
  readonly seed: number;
  /** Where the keys of cross-attention come from; another of the data's prompts where it is left out. */
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
