// Events from the views of this chapter to its stage, beside choices.

import type { EditRequest, FactRow, LensName, LensRequest } from '../../../workers/rpc/api/lab-api.ts';
import { defineEvent, type EventsOf } from '../../events/element-event.ts';
import type { VectorOperands } from './vector-operands.ts';

/** The visitor, or the moment (`isAutomatic`), starts a lens, or stops it (`request` undefined). */
export class QueryEvent<Name extends LensName = LensName> extends defineEvent(
  'lab-query',
  'lens',
  'request',
  'isAutomatic',
)<[lens: Name, request?: LensRequest<Name>, isAutomatic?: boolean]> {}

/** A neuron of the selected layer and the value it is clamped to at every token. */
export interface NeuronClamp {
  readonly neuron: number;
  readonly value: number;
}

/** The visitor clamps a neuron, or releases it. */
export class ClampEvent extends defineEvent('lab-clamp', 'clamp')<[clamp?: NeuronClamp]> {}
/** The visitor trains the model on facts of their own: all that differ from the data set, with a number of steps. */
export class UserFactsEvent extends defineEvent('lab-user-facts', 'rows', 'steps')<
  [rows: readonly FactRow[], steps: number]
> {}
/** The visitor starts or stops an edit. */
export class EditEvent extends defineEvent('lab-edit', 'request')<[request?: EditRequest]> {}
/** The visitor undoes an edit. */
export class UndoEditEvent extends defineEvent('lab-undo-edit', 'id')<[number]> {}
/** The visitor selects other words. */
export class VectorSumEvent extends defineEvent('lab-vector-sum', 'operands')<[VectorOperands]> {}

declare global {
  interface HTMLElementEventMap extends EventsOf<typeof import('./events.ts')> {}
}
