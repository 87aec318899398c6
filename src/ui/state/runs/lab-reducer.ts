// Reducer for the events of the worker, and the lab's state at an earlier step.

import { appendEvaluation, historyUntil } from '../../../shared/history/history.ts';
import type { Evaluation, LabEvent, TransformerEvent } from '../../../workers/rpc/api/lab-api.ts';
import type { LabState } from '../../types/lab.ts';
import { reduceRun } from './run-reducer.ts';

export function reduceLab(state: LabState, event: LabEvent | TransformerEvent): LabState {
  switch (event.type) {
    case 'engine':
      return { ...state, engine: event.engine };
    case 'edits':
      return { ...state, edits: event.edits };
    case 'notice':
      return { ...state, error: event.message };
    default:
      return reduceRun(state, event);
  }
}

/** The state after `step` steps; `evaluation` is a new evaluation of that checkpoint. */
export function labStateAt(live: LabState, step: number, evaluation?: Evaluation): LabState {
  const { series, evaluations } = historyUntil(live, step);
  return {
    ...live,
    previewStep: step,
    step,
    series,
    evaluations: evaluation ? appendEvaluation({ series, evaluations }, evaluation).evaluations : evaluations,
    edits: [],
    runState: 'paused',
    message: undefined,
    unitsPerSecond: 0,
  };
}
