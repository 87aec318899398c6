// What the worker tells the page unasked. It comes through the port of the worker's answers: whoever has an answer has been
// told all that came before it. A listener of Comlink's would have a port of its own, and be overtaken.

import type { DigitEvent, LabApi, LabEvent, RunLibraryEvent } from './api/lab-api.ts';

export type WorkerEvent =
  | { readonly from: 'model'; readonly event: LabEvent }
  | { readonly from: 'digits'; readonly event: DigitEvent }
  | { readonly from: 'runs'; readonly event: RunLibraryEvent };

/** The lab as the page asks it. */
export interface HostedLabApi extends LabApi {
  /** Tells everything from now on, as messages, beginning with where things stand. */
  streamEvents(): Promise<void>;
}

/** Whether a message is one of these, and no answer. */
export const isWorkerEvent = (message: unknown): message is WorkerEvent =>
  typeof message === 'object' && message !== null && 'from' in message && 'event' in message;
