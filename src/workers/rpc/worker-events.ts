// Events of the worker. They are posted on the port of its responses: events emitted before a response are delivered before
// it. A listener passed through Comlink would have a port of its own, and no order between the two.

import type { Pulse } from '../heartbeat/pulse.ts';
import type {
  ComparisonEvent,
  DigitEvent,
  LabApi,
  LabEvent,
  RunLibraryEvent,
  TransformerEvent,
} from './api/lab-api.ts';

/** Name of the worker of embed.html, by which the shared script selects its role: it saves no runs. */
export const EMBEDDED_WORKER = 'embedded-lab';

export type WorkerEvent =
  | { readonly source: 'lab'; readonly event: LabEvent }
  | { readonly source: 'transformer'; readonly event: TransformerEvent }
  | { readonly source: 'digits'; readonly event: DigitEvent }
  | { readonly source: 'comparison'; readonly event: ComparisonEvent }
  | { readonly source: 'runs'; readonly event: RunLibraryEvent };

/** The root object that the worker exposes. */
export interface WorkerApi extends Pulse {
  readonly lab: LabApi;
  /** Posts every event from now on as a message, after events that describe the current state. */
  streamEvents(): Promise<void>;
}

/** Distinguishes events from Comlink's responses. */
export const isWorkerEvent = (message: unknown): message is WorkerEvent =>
  typeof message === 'object' && message !== null && 'source' in message && 'event' in message;
