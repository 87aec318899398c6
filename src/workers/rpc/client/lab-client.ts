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
  StartOptions,
  TransformerApi,
} from '../api/lab-api.ts';
import { EMBEDDED_WORKER, type WorkerEvent } from '../worker-events.ts';
import { CrashSnapshot } from './crash-snapshot.ts';
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

/** The lab as the page calls it: `LabApi`, each method with call options as its last argument. */
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
    restart: () => connection.restart(),
    dispose: () => connection.dispose(),
  });
}

/** Methods whose last parameter is a progress callback. */
type JobName<Api> = {
  [Key in keyof Api]: Api[Key] extends (...args: infer Arguments) => Promise<unknown>
    ? Required<Arguments> extends [...unknown[], (progress: never) => boolean | Promise<boolean>]
      ? Key
      : never
    : JobName<Api[Key]>;
}[keyof Api];
const JOBS: Readonly<Record<JobName<LabApi>, true>> = {
  lens: true,
  lensAlong: true,
  generate: true,
  applyEdit: true,
  openFiles: true,
  readFiles: true,
  open: true,
  openRecorded: true,
  resume: true,
  verify: true,
  import: true,
  recover: true,
  viewCheckpoint: true,
  branch: true,
  create: true,
  problems: true,
  costs: true,
  diagnose: true,
  evaluateCheckpoint: true,
};

/** Methods that replace the run of their session, and when its crash snapshot is outdated: before or after the call. */
const REPLACES_RUN: Readonly<Record<string, 'before' | 'after'>> = {
  create: 'before',
  reset: 'before',
  open: 'before',
  openRecorded: 'before',
  teach: 'before',
  openFiles: 'after',
};

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
  readonly #snapshots: Readonly<Record<NetworkKind, CrashSnapshot>> = {
    model: new CrashSnapshot('model'),
    digits: new CrashSnapshot('digits'),
  };
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
    const { signal } = options;
    while (this.#recovery) await abortable(this.#recovery, ...(signal ? [signal] : []));
    const method = path[path.length - 1];
    if (method === 'start') return this.#start(args[0] as StartOptions, signal);
    const hasCallback = Object.hasOwn(JOBS, method) && (signal || options.onProgress);
    const send = () =>
      this.#connection.request(
        (api) => callMethod(api.lab, path, hasCallback ? [...args, toProgressCallback(options)] : args),
        signal,
      );
    if (method === 'train') return pauseOnAbort(signal, () => this.call([path[0], 'pause'], [], {}), send);
    const snapshot = path[0] === 'transformer' ? this.#snapshots.model : this.#snapshots.digits;
    const isSession = path[0] === 'transformer' || path[0] === 'digits';
    const replaces = isSession ? REPLACES_RUN[method] : undefined;
    if (replaces === 'before') snapshot.clear();
    const result = await (replaces === 'after' ? snapshot.clearAfter(send()) : send());
    if (method === 'switchEngine') this.#startOptions = args[0] as StartOptions;
    return result;
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
    if (event.source === 'runs')
      for (const snapshot of Object.values(this.#snapshots)) snapshot.handleEvent(event.event);
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
    // The snapshots stay: the next crash may precede the next snapshot.
    for (const { latest } of [this.#snapshots.digits, this.#snapshots.model]) {
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

/** A file is transferred to `open`, not copied. */
function callMethod(root: unknown, path: readonly string[], args: readonly unknown[]): Promise<unknown> {
  type Node = { readonly [key: string]: Node } & ((...args: unknown[]) => Promise<unknown>);
  const method = path.reduce((node, key) => node[key], root as Node);
  const isFile = path[path.length - 1] === 'open' && args[0] instanceof Uint8Array;
  return method(
    ...args.map((arg) =>
      isFile ? Comlink.transfer(arg as Uint8Array, [(arg as Uint8Array<ArrayBuffer>).buffer]) : arg,
    ),
  );
}

/** During `train`, an abort of the signal pauses the run. */
async function pauseOnAbort<Result>(
  signal: AbortSignal | undefined,
  pause: () => Promise<unknown>,
  train: () => Promise<Result>,
): Promise<Result> {
  const onAbort = () => void pause().catch(() => {});
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await train();
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

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
