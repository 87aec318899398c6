// What the views of this chapter ask of its stage.

import type { EditRequest, FactRow, LensName, LensRequest } from '../../../workers/rpc/api/lab-api.ts';
import { ElementEvent } from '../../events/element-event.ts';
import type { ToySettings } from './toy.ts';
import type { VectorOperands } from './vector-operands.ts';

/** The visitor changes the video's example. */
export class ToySettingsEvent extends ElementEvent<'lab-toy-settings'> {
  readonly settings: Partial<ToySettings>;

  constructor(settings: Partial<ToySettings>) {
    super('lab-toy-settings');
    this.settings = settings;
  }
}

/** A fact, as the data set names it. */
export interface ChosenFact {
  readonly subject: string;
  readonly relation: string;
}

/** What the visitor has picked to look at; what is left out stays. */
export interface StageSelection {
  readonly fact?: ChosenFact;
  readonly neuron?: number;
  /** The word that the answer is compared with; empty for none. */
  readonly contrast?: string;
}

export class StageSelectionEvent extends ElementEvent<'lab-stage-selection'> {
  readonly selection: StageSelection;

  constructor(pick: StageSelection) {
    super('lab-stage-selection');
    this.selection = pick;
  }
}

/** The visitor wants a long look, or wants it stopped. */
export class QueryEvent<Name extends LensName = LensName> extends ElementEvent<'lab-query'> {
  readonly lens: Name;
  /** Absent: what is under way is to stop. */
  readonly request?: LensRequest<Name>;

  constructor(lens: Name, request?: LensRequest<Name>) {
    super('lab-query');
    this.lens = lens;
    this.request = request;
  }
}

/** A neuron of the layer looked at, and what it is held at, at every token. */
export interface NeuronClamp {
  readonly neuron: number;
  readonly value: number;
}

/** The visitor holds a neuron at a value, or lets it go. */
export class ClampEvent extends ElementEvent<'lab-clamp'> {
  readonly clamp?: NeuronClamp;

  constructor(clamp?: NeuronClamp) {
    super('lab-clamp');
    this.clamp = clamp;
  }
}

/** The visitor teaches facts of their own: all that differ from the data set's, and for how many steps. */
export class UserFactsEvent extends ElementEvent<'lab-user-facts'> {
  readonly rows: readonly FactRow[];
  readonly steps: number;

  constructor(rows: readonly FactRow[], steps: number) {
    super('lab-user-facts');
    this.rows = rows;
    this.steps = steps;
  }
}

/** The visitor rewrites a fact in the weights, or stops doing so. */
export class EditEvent extends ElementEvent<'lab-edit'> {
  readonly request?: EditRequest;

  constructor(request?: EditRequest) {
    super('lab-edit');
    this.request = request;
  }
}

/** The visitor takes an edit back. */
export class UndoEditEvent extends ElementEvent<'lab-undo-edit'> {
  readonly id: number;

  constructor(id: number) {
    super('lab-undo-edit');
    this.id = id;
  }
}

/** The visitor adds up other words. */
export class VectorSumEvent extends ElementEvent<'lab-vector-sum'> {
  readonly operands: VectorOperands;

  constructor(words: VectorOperands) {
    super('lab-vector-sum');
    this.operands = words;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-toy-settings': ToySettingsEvent;
    'lab-stage-selection': StageSelectionEvent;
    'lab-query': QueryEvent;
    'lab-clamp': ClampEvent;
    'lab-vector-sum': VectorSumEvent;
    'lab-user-facts': UserFactsEvent;
    'lab-edit': EditEvent;
    'lab-undo-edit': UndoEditEvent;
  }
}
