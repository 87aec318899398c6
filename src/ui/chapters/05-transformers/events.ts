// What the views of this chapter ask of its stage.

import type { Words } from './words.ts';

const upward = { bubbles: true, composed: true } as const;

export interface Sampling {
  /** Divides the logits; 0 takes the likeliest token always. */
  readonly temperature: number;
  readonly seed: number;
}

/** The visitor turns the temperature or takes another seed. */
export class SamplingEvent extends Event {
  static readonly type = 'lab-sampling';
  readonly sampling: Partial<Sampling>;

  constructor(sampling: Partial<Sampling>) {
    super(SamplingEvent.type, upward);
    this.sampling = sampling;
  }
}

/** `step` appends one token, `auto` goes on until `stop`, `restart` takes all that was written away. */
export type WriteAction = 'step' | 'auto' | 'stop' | 'restart';

/** The visitor wants the model to write. */
export class WriteEvent extends Event {
  static readonly type = 'lab-write';
  readonly action: WriteAction;

  constructor(action: WriteAction) {
    super(WriteEvent.type, upward);
    this.action = action;
  }
}

/** The visitor picks other words to look at. */
export class WordsEvent extends Event {
  static readonly type = 'lab-words';
  readonly words: Partial<Words>;

  constructor(words: Partial<Words>) {
    super(WordsEvent.type, upward);
    this.words = words;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-sampling': SamplingEvent;
    'lab-write': WriteEvent;
    'lab-words': WordsEvent;
  }
}
