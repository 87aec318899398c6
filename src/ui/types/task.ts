// State of an asynchronous task.

import type { LensName, LensProgress, LensRequest, LensResult } from '../../workers/rpc/api/lab-api.ts';

export interface TaskState<TRequest = unknown, TResult = unknown> {
  /** The request of `result`. */
  readonly request?: TRequest;
  /** Of the last completed run; stays while a newer run is pending. */
  readonly result?: TResult;
  /** Present while the task runs; empty until its first report. */
  readonly progress?: Partial<LensProgress>;
  readonly error?: string;
}

export type LensTaskState<Name extends LensName> = TaskState<LensRequest<Name>, LensResult<Name>>;
