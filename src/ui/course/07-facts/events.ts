// Events from the views of this chapter to its stage, beside choices.

import type { EditRequest, FactRow, LensName, LensRequest } from '../../../workers/rpc/api/lab-api.ts';
import { ElementEvent } from '../../events/element-event.ts';
import type { VectorOperands } from './vector-operands.ts';

/** The visitor starts or stops a lens. */
export class QueryEvent<Name extends LensName = LensName> extends ElementEvent<'lab-query'> {
  readonly lens: Name;
  /** Undefined: stop the running request. */
  readonly request?: LensRequest<Name>;
  /** Whether the moment starts it, not the visitor. */
  readonly isAutomatic: boolean;

  constructor(lens: Name, request?: LensRequest<Name>, isAutomatic = false) {
    super('lab-query');
    this.isAutomatic = isAutomatic;
    this.lens = lens;
    this.request = request;
  }
}

/** A neuron of the selected layer and the value it is clamped to at every token. */
export interface NeuronClamp {
  readonly neuron: number;
  readonly value: number;
}

/** The visitor clamps a neuron, or releases it. */
export class ClampEvent extends ElementEvent<'lab-clamp'> {
  readonly clamp?: NeuronClamp;

  constructor(clamp?: NeuronClamp) {
    super('lab-clamp');
    this.clamp = clamp;
  }
}

/** The visitor trains the model on facts of their own: all that differ from the data set, with a number of steps. */
export class UserFactsEvent extends ElementEvent<'lab-user-facts'> {
  readonly rows: readonly FactRow[];
  readonly steps: number;

  constructor(rows: readonly FactRow[], steps: number) {
    super('lab-user-facts');
    this.rows = rows;
    this.steps = steps;
  }
}

/** The visitor starts or stops an edit. */
export class EditEvent extends ElementEvent<'lab-edit'> {
  readonly request?: EditRequest;

  constructor(request?: EditRequest) {
    super('lab-edit');
    this.request = request;
  }
}

/** The visitor undoes an edit. */
export class UndoEditEvent extends ElementEvent<'lab-undo-edit'> {
  readonly id: number;

  constructor(id: number) {
    super('lab-undo-edit');
    this.id = id;
  }
}

/** The visitor selects other words. */
export class VectorSumEvent extends ElementEvent<'lab-vector-sum'> {
  readonly operands: VectorOperands;

  constructor(words: VectorOperands) {
    super('lab-vector-sum');
    this.operands = words;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-query': QueryEvent;
    'lab-clamp': ClampEvent;
    'lab-vector-sum': VectorSumEvent;
    'lab-user-facts': UserFactsEvent;
    'lab-edit': EditEvent;
    'lab-undo-edit': UndoEditEvent;
  }
}
