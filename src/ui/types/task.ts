// State of an asynchronous task.

import type { LensName, LensProgress, LensRequest, LensResult } from '../../workers/rpc/api/lab-api.ts';

/** Where long work stands, as a view draws it. */
export interface TaskState<TRequest = unknown, TResult = unknown> {
  /** What the answer was asked for. */
  readonly request?: TRequest;
  /** The last one; stays while a newer one is on its way. */
  readonly result?: TResult;
  /** While it is under way; empty until the first piece is done. */
  readonly progress?: Partial<LensProgress>;
  /** What went wrong, a sentence. */
  readonly error?: string;
}

/** Of a look through a lens. */
export type LensTaskState<Name extends LensName> = TaskState<LensRequest<Name>, LensResult<Name>>;
