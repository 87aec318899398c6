// Reducer for the events of the worker, and the lab's state at an earlier step.

import { appendEvaluation } from '../../../shared/history/history.ts';
import type { Evaluation, LabEvent, TransformerEvent } from '../../../workers/rpc/api/lab-api.ts';
import { displayText } from '../../format/display-message.ts';
import type { LabState } from '../../types/lab.ts';
import { reduceRun, runAt } from './run-reducer.ts';

export function reduceLab(state: LabState, event: LabEvent | TransformerEvent): LabState {
  switch (event.type) {
    case 'engine':
      return { ...state, engine: event.engine };
    case 'edits':
      return { ...state, edits: event.edits };
    case 'notice':
      return { ...state, error: displayText(event.message) };
    default:
      return reduceRun(state, event);
  }
}

/** The state after `step` steps; `evaluation` is a new evaluation of that checkpoint. */
export function labStateAt(live: LabState, step: number, evaluation?: Evaluation): LabState {
  const then = runAt(live, step);
  return { ...then, ...(evaluation && appendEvaluation(then, evaluation)), edits: [] };
}
