// What the views of this chapter ask of its stage.

import type { EditRequest, FactRow, Lenses, LensName } from '../../../workers/lab-api.ts';
import { upward } from '../../events/upward.ts';
import type { ToySettings } from './toy.ts';
import type { Words } from './words.ts';

/** The visitor changes the video's example. */
export class ToyEvent extends Event {
  static readonly type = 'lab-toy';
  readonly settings: Partial<ToySettings>;

  constructor(settings: Partial<ToySettings>) {
    super(ToyEvent.type, upward);
    this.settings = settings;
  }
}

/** A fact, as the data set names it. */
export interface ChosenFact {
  readonly subject: string;
  readonly relation: string;
}

/** What the visitor has picked to look at; what is left out stays. */
export interface Pick {
  readonly fact?: ChosenFact;
  readonly neuron?: number;
  /** The word that the answer is compared with; empty for none. */
  readonly rival?: string;
}

export class PickEvent extends Event {
  static readonly type = 'lab-pick';
  readonly pick: Pick;

  constructor(pick: Pick) {
    super(PickEvent.type, upward);
    this.pick = pick;
  }
}

/** The visitor wants a long look, or wants it stopped. */
export class LookEvent<Name extends LensName = LensName> extends Event {
  static readonly type = 'lab-look';
  readonly lens: Name;
  /** Absent: what is under way is to stop. */
  readonly asked?: Lenses[Name]['asks'];

  constructor(lens: Name, asked?: Lenses[Name]['asks']) {
    super(LookEvent.type, upward);
    this.lens = lens;
    this.asked = asked;
  }
}

/** A neuron of the layer looked at, and what it is held at, at every token. */
export interface Held {
  readonly neuron: number;
  readonly value: number;
}

/** The visitor holds a neuron at a value, or lets it go. */
export class HoldEvent extends Event {
  static readonly type = 'lab-hold';
  readonly held?: Held;

  constructor(held?: Held) {
    super(HoldEvent.type, upward);
    this.held = held;
  }
}

/** The visitor teaches facts of their own: all that differ from the data set's, and for how many steps. */
export class TeachEvent extends Event {
  static readonly type = 'lab-teach';
  readonly rows: readonly FactRow[];
  readonly steps: number;

  constructor(rows: readonly FactRow[], steps: number) {
    super(TeachEvent.type, upward);
    this.rows = rows;
    this.steps = steps;
  }
}

/** The visitor rewrites a fact in the weights, or stops doing so. */
export class EditEvent extends Event {
  static readonly type = 'lab-edit';
  readonly asked?: EditRequest;

  constructor(asked?: EditRequest) {
    super(EditEvent.type, upward);
    this.asked = asked;
  }
}

/** The visitor takes an edit back. */
export class UndoEditEvent extends Event {
  static readonly type = 'lab-undo-edit';
  readonly id: number;

  constructor(id: number) {
    super(UndoEditEvent.type, upward);
    this.id = id;
  }
}

/** The visitor adds up other words. */
export class SumEvent extends Event {
  static readonly type = 'lab-sum';
  readonly words: Words;

  constructor(words: Words) {
    super(SumEvent.type, upward);
    this.words = words;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-toy': ToyEvent;
    'lab-pick': PickEvent;
    'lab-look': LookEvent;
    'lab-hold': HoldEvent;
    'lab-sum': SumEvent;
    'lab-teach': TeachEvent;
    'lab-edit': EditEvent;
    'lab-undo-edit': UndoEditEvent;
  }
}
