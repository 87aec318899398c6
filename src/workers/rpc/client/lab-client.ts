// The page's side of the RPC boundary: creates the worker, sends requests, and replaces the worker when it crashes.

import * as Comlink from 'comlink';
import { abortable } from '../../../shared/abortable.ts';
import { errorMessage } from '../../../shared/error-message.ts';
import type {
  DigitApi,
  DigitLenses,
  DigitLensName,
  Engine,
  LabApi,
  Lenses,
  LensName,
  NetworkKind,
  ProgressCallback,
  RunLibraryApi,
  RunLibraryEvent,
  StartOptions,
  TransformerApi,
} from '../api/lab-api.ts';
import { EMBEDDED_WORKER, type WorkerEvent } from '../worker-events.ts';
import {
  type CallOptions,
  type Client,
  createClient,
  type LensClient,
  type StepLensClient,
  toProgressCallback,
} from './create-client.ts';
import { LabError, type LabWorker, WorkerConnection } from './worker-connection.ts';
import { trustedWorkerUrl, workerAddress } from './worker-urls.ts';

export { HANG_SECONDS } from '../../heartbeat/heartbeat.ts';
export type { CallOptions } from './create-client.ts';
export { LabError, type LabWorker } from './worker-connection.ts';

/**
 * What the client does if the worker stays silent for `HANG_SECONDS`: it waits for a script that may still be loading, replaces
 * the worker, or stops it, because no engine has ever started or too many workers have crashed.
 */
export type SilenceOutcome = 'wait' | 'replace' | 'stop';

export interface LabClientOptions {
  /** Every event of the worker, after events that describe the current state. */
  onEvent: (event: WorkerEvent) => void;
  /** The worker ended; `recovered` says whether another one has replaced it. */
  onCrash: (message: string, recovered: boolean) => void;
  /** A new worker replaces one that has ended; `onCrash` follows. */
  onRestart?: () => void;
  /** Sends the request that restores a run in a new worker, with options to follow and stop its reading. */
  whileReading?: (request: (options: CallOptions) => Promise<void>) => Promise<void>;
  /** Seconds for which the worker has not answered; 0 when it has answered again or was replaced. */
  onSilence?: (seconds: number, outcome: SilenceOutcome) => void;
  createWorker?: () => LabWorker;
}

export type TransformerClient = Client<TransformerApi> & LensClient<Pick<Lenses, LensName>>;
export type DigitClient = Client<DigitApi> & LensClient<Pick<DigitLenses, DigitLensName>>;

/** The lab as the page calls it: `LabApi`, its methods with call options as their last argument. */
export interface LabClient extends Client<Omit<LabApi, 'transformer' | 'digits' | 'runs'>> {
  readonly runs: Client<RunLibraryApi> & StepLensClient<Pick<Lenses, LensName>>;
  readonly transformer: TransformerClient;
  readonly digits: DigitClient;
  /** Replaces the worker, e.g. one that hangs. */
  restart(): void;
  /** Terminates the worker and rejects pending requests. */
  dispose(): void;
}

export function createLabClient(options: LabClientOptions): LabClient {
  const connection = new LabConnection(options);
  const client = createClient<LabClient>((path, args, callOptions) =>
    connection.call(path, args, callOptions),
  );
  return Object.assign(client, {
    start: (options: StartOptions, callOptions?: Partial<CallOptions>) =>
      connection.start(options, callOptions?.signal),
    switchEngine: (options: StartOptions, callOptions?: Partial<CallOptions>) =>
      connection.switchEngine(options, callOptions?.signal),
    restart: () => connection.restart(),
    dispose: () => connection.dispose(),
  });
}

type Snapshot = Extract<RunLibraryEvent, { type: 'snapshot' }>;

/** Crashes after which the page gives up on the worker. */
const MAX_CRASHES = 3;

/** Events of a worker without runs. A new worker reports the same, later. */
const NO_RUNS: readonly WorkerEvent[] = [
  ...(['transformer', 'digits'] as const).flatMap((source): WorkerEvent[] => {
    const network = source === 'digits' ? 'digits' : 'model';
    return [
      { source, event: { type: 'state', state: 'none' } },
      { source: 'runs', event: { type: 'current', network, current: { checkpoints: [] } } },
    ];
  }),
  { source: 'comparison', event: { type: 'comparison' } },
];

class LabConnection {
  readonly #options: LabClientOptions;
  #connection: WorkerConnection;
  /** Set once an engine has started: a worker that fails before is not restarted. */
  #startOptions?: StartOptions;
  /** The last snapshot of each run: a new worker resumes from it after a crash. */
  readonly #snapshots: { [Network in NetworkKind]?: Snapshot } = {};
  #crashCount = 0;
  #isDisposed = false;
  /** Of the first worker: its script is fetched a second time. */
  #script: 'asked for' | 'unread' | 'replaced' = 'asked for';
  /** The restoration of the runs in a new worker; requests wait for it. */
  #recovery?: Promise<void>;

  constructor(options: LabClientOptions) {
    this.#options = options;
    this.#connection = this.#connect();
  }

  async call(
    path: readonly string[],
    args: readonly unknown[],
    options: Partial<CallOptions>,
  ): Promise<unknown> {
    await this.#recovered(options.signal);
    const allArgs = options.onProgress ? [...args, toProgressCallback(options)] : args;
    return this.#connection.request((api) => callMethod(api.lab, path, allArgs), options.signal);
  }

  async start(options: StartOptions, signal?: AbortSignal): Promise<Engine> {
    await this.#recovered(signal);
    return this.#start(options, signal);
  }

  async switchEngine(options: StartOptions, signal?: AbortSignal): Promise<Engine> {
    await this.#recovered(signal);
    const engine = await this.#connection.request((api) => api.lab.switchEngine(options), signal);
    this.#startOptions = options;
    return engine;
  }

  restart(): void {
    // A visitor who restarts the worker does not give up on it.
    this.#crashCount = 0;
    this.#connection.fail('The lab’s worker did not answer and was stopped.');
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#connection.close(new LabError('The lab was closed.'));
  }

  async #recovered(signal?: AbortSignal): Promise<void> {
    while (this.#recovery) await abortable(this.#recovery, ...(signal ? [signal] : []));
  }

  async #start(options: StartOptions, signal?: AbortSignal): Promise<Engine> {
    try {
      return await this.#startWorker(options, signal);
    } catch (error) {
      if (this.#script !== 'unread' || this.#isDisposed) throw error;
      // The browser may keep a 404 or half a script that the host sent while it was being deployed.
      await replaceWorkerScript();
      this.#script = 'replaced';
      this.#connection = this.#connect();
      return this.#startWorker(options, signal);
    }
  }

  async #startWorker(options: StartOptions, signal?: AbortSignal): Promise<Engine> {
    const connection = this.#connection;
    const engine = await connection.request((api) => api.lab.start(options), signal);
    await connection.request((api) => api.streamEvents());
    this.#startOptions = options;
    return engine;
  }

  #connect(): WorkerConnection {
    return new WorkerConnection((this.#options.createWorker ?? createLabWorker)(), {
      onEvent: (event) => this.#dispatch(event),
      onFailure: (description, isUnread) => this.#handleFailure(description, isUnread),
      onSilence: (seconds, hasStarted) => this.#reportSilence(seconds, hasStarted),
    });
  }

  #dispatch(event: WorkerEvent): void {
    if (event.source === 'runs') {
      const { event: change } = event;
      if (change.type === 'snapshot') this.#snapshots[change.network] = change;
      if (change.type === 'replaced') delete this.#snapshots[change.network];
    }
    this.#options.onEvent(event);
  }

  /** Absent if a failure of the worker is final. */
  get #restartOptions(): StartOptions | undefined {
    return this.#crashCount < MAX_CRASHES ? this.#startOptions : undefined;
  }

  #reportSilence(seconds: number, hasStarted: boolean): void {
    const outcome = this.#restartOptions ? 'replace' : 'stop';
    this.#options.onSilence?.(seconds, hasStarted ? outcome : 'wait');
  }

  /** Replaces the worker, unless it has failed too often or never started. */
  #handleFailure(description: string, isUnread: boolean): void {
    if (isUnread && this.#script === 'asked for' && !this.#startOptions) {
      this.#script = 'unread';
      return;
    }
    this.#reportNoRuns();
    const options = this.#restartOptions;
    this.#crashCount++;
    if (!options) {
      this.#options.onCrash(`${description} Reload the page to try again.`, false);
      return;
    }
    this.#options.onRestart?.();
    const recovery = this.#recover(this.#connection, options, description).finally(() => {
      if (this.#recovery === recovery) this.#recovery = undefined;
    });
    this.#recovery = recovery;
  }

  async #recover(failed: WorkerConnection, options: StartOptions, description: string): Promise<void> {
    // It holds the lock of the worker that writes runs until it has ended.
    await failed.waitForEnd();
    if (this.#isDisposed) return;
    let connection: WorkerConnection | undefined;
    try {
      connection = this.#connect();
      this.#connection = connection;
      await this.#start(options);
      const restored = await this.#restoreRuns(connection);
      this.#options.onCrash(`${description} It was restarted${restored}`, true);
    } catch (error) {
      // Closed: the next failure has its own recovery.
      if (connection?.isClosed) return;
      const message = `${description} Restarting it failed: ${errorMessage(error)}`;
      connection?.close(new LabError(message));
      this.#reportNoRuns();
      this.#options.onCrash(message, false);
    }
  }

  /** Restores both runs in the new worker; returns what was restored, as the end of a sentence. */
  async #restoreRuns(connection: WorkerConnection): Promise<string> {
    const restored: string[] = [];
    const failed: string[] = [];
    for (const latest of [this.#snapshots.digits, this.#snapshots.model]) {
      if (!latest) continue;
      const { network, file, id, step } = latest;
      const run = `the ${network === 'digits' ? 'digit network' : 'model'} of step ${step}`;
      try {
        const resume = (...callback: ProgressCallback[]) =>
          connection.request((api) => api.lab.runs.resume(network, file, id, ...callback));
        const { whileReading } = this.#options;
        await (whileReading?.((options) => resume(toProgressCallback(options))) ?? resume());
        restored.unshift(run);
      } catch (error) {
        if (connection.isClosed) throw error;
        failed.unshift(` It cannot restore ${run}: ${errorMessage(error)}`);
      } finally {
        // It stays: the next crash may precede the next snapshot.
        this.#snapshots[network] ??= latest;
      }
    }
    return `${restored.length > 0 ? ` with ${restored.join(' and ')}` : ''}.${failed.join('')}`;
  }

  /** Nothing trains without a worker. */
  #reportNoRuns(): void {
    for (const event of NO_RUNS) this.#options.onEvent(event);
    this.#reportSilence(0, true);
  }
}

/** The bytes of a file are given away, not copied: who opens or imports one has no more use for them. */
function callMethod(root: unknown, path: readonly string[], args: readonly unknown[]): Promise<unknown> {
  type Node = { readonly [key: string]: Node } & ((...args: unknown[]) => Promise<unknown>);
  const method = path.reduce((node, key) => node[key], root as Node);
  return method(...args.map((arg) => (isBytes(arg) ? Comlink.transfer(arg, [arg.buffer]) : arg)));
}

const isBytes = (value: unknown): value is Uint8Array<ArrayBuffer> => value instanceof Uint8Array;

/** Fetches it past what the browser keeps. */
const replaceWorkerScript = (): Promise<unknown> =>
  fetch(workerAddress, { cache: 'reload' }).then(
    (response) => response.arrayBuffer(),
    () => {},
  );

/** The page's Trusted Types policy allows only its own scripts. */
const createLabWorker = (name = 'lab'): LabWorker =>
  new Worker(trustedWorkerUrl(workerAddress), { type: 'module', name });

/** A worker that saves no runs, and leaves their lock to the tabs of the lab. */
export const createEmbeddedWorker = () => createLabWorker(EMBEDDED_WORKER);
