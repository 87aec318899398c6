// One worker, from its creation to its end: requests, events, and every sign that it has ended.

import * as Comlink from 'comlink';
import { abortable } from '../../../shared/abortable.ts';
import { endSentence } from '../../../shared/end-sentence.ts';
import { errorMessage } from '../../../shared/error-message.ts';
import { monitorWorker, type WorkerMonitor } from '../../heartbeat/monitor-worker.ts';
import { isWorkerEvent, type WorkerApi, type WorkerEvent } from '../worker-events.ts';

/** An error of the worker, as a message for the screen. */
export class LabError extends Error {
  override readonly name = 'LabError';
}

/** The parts of a worker that the client uses. */
export type LabWorker = Comlink.Endpoint & Pick<Worker, 'terminate'>;

export interface ConnectionListener {
  onEvent(event: WorkerEvent): void;
  /** The worker failed and was terminated; `description` is a sentence. `isUnread`: its script did not load. */
  onFailure(description: string, isUnread: boolean): void;
  /** Seconds without an answer, and whether there was one before; 0 seconds when the worker has answered again. */
  onSilence(seconds: number, hasStarted: boolean): void;
}

export class WorkerConnection {
  readonly #worker: LabWorker;
  /** Comlink's types do not cover nested objects: all of it is remote. */
  readonly #api: WorkerApi & Comlink.ProxyMethods;
  readonly #listener: ConnectionListener;
  /** Aborts at the end of the worker: pending requests reject. */
  readonly #closed = new AbortController();
  readonly #monitor: WorkerMonitor;
  #hasStarted = false;

  constructor(worker: LabWorker, listener: ConnectionListener) {
    this.#worker = worker;
    this.#api = Comlink.wrap(worker) as unknown as WorkerApi & Comlink.ProxyMethods;
    this.#listener = listener;
    worker.addEventListener('message', this.#onMessage);
    worker.addEventListener('error', this.#onError);
    worker.addEventListener('messageerror', this.#onMessageError);
    this.#monitor = monitorWorker({
      endpoint: worker,
      pulse: this.#api,
      onEnd: (predicate) => this.fail(`The lab’s worker ${predicate}.`),
      onSilence: (seconds, hasStarted) => listener.onSilence(seconds, hasStarted),
    });
  }

  /** Resolves when a closed worker has ended: a browser stops an endless loop, and releases its locks, a while later. */
  async waitForEnd(): Promise<void> {
    const timeout = new Promise((resolve) => setTimeout(resolve, END_TIMEOUT_MS));
    await Promise.race([this.#monitor.ended, timeout]);
  }

  get isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  /** Settles with the response, the end of the worker or the signal, whichever is first. */
  async request<Result>(send: (api: WorkerApi) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    signal?.throwIfAborted();
    this.#closed.signal.throwIfAborted();
    try {
      return await abortable(send(this.#api), this.#closed.signal, ...(signal ? [signal] : []));
    } catch (error) {
      // Comlink rebuilds an error from its message and its name: the class is lost.
      throw signal?.aborted || error instanceof LabError
        ? error
        : new LabError(errorMessage(error), { cause: error });
    }
  }

  /** Terminates the worker and reports the failure. */
  fail(description: string, isUnread = false): void {
    if (this.isClosed) return;
    this.close(new LabError(description));
    this.#listener.onFailure(description, isUnread);
  }

  /** Terminates the worker; pending and later requests reject with the reason. */
  close(reason: LabError): void {
    if (this.isClosed) return;
    this.#monitor.stop();
    this.#worker.removeEventListener('error', this.#onError);
    this.#worker.removeEventListener('messageerror', this.#onMessageError);
    // Messages of a crashed worker can arrive after its replacement has started.
    this.#worker.removeEventListener('message', this.#onMessage);
    this.#api[Comlink.releaseProxy]();
    this.#worker.terminate();
    this.#closed.abort(reason);
  }

  readonly #onMessage = ((message: MessageEvent) => {
    this.#hasStarted = true;
    if (isWorkerEvent(message.data)) this.#listener.onEvent(message.data);
  }) as EventListener;

  readonly #onError = ((event: ErrorEvent) => {
    event.preventDefault();
    const cause = event.message && `: ${event.message.replace(/^Uncaught (Error: )?/, '')}`;
    // A script that is missing, or is no script, causes an error event without a message.
    const isUnread = !cause && !this.#hasStarted;
    const predicate = isUnread ? SCRIPT_FAILURE : `stopped${cause ?? ''}`;
    this.fail(endSentence(`The lab’s worker ${predicate}`), isUnread);
  }) as EventListener;

  readonly #onMessageError = (() =>
    this.fail('The lab’s worker sent a message that cannot be read.')) as EventListener;
}

/** Chromium stops a terminated script after two seconds at the latest. */
const END_TIMEOUT_MS = 3000;

const SCRIPT_FAILURE = 'did not start: its script could not be loaded';
