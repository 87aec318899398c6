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
  StartOptions,
  TransformerApi,
} from '../api/lab-api.ts';
import { isWorkerEvent, type WorkerApi, type WorkerEvent } from '../worker-events.ts';
import { CrashSnapshot } from './crash-snapshot.ts';
import {
  type CallOptions,
  type Client,
  createClient,
  type LensClient,
  toProgressCallback,
} from './create-client.ts';
import { trustedWorkerUrl, workerAddress } from './worker-urls.ts';

export type { CallOptions } from './create-client.ts';

/** An error of the worker, as a message for the screen. */
export class LabError extends Error {
  override readonly name = 'LabError';
}

/** The parts of a worker that the client uses. */
export type LabWorker = Comlink.Endpoint & Pick<Worker, 'terminate'>;

export interface LabClientOptions {
  /** Every event of the worker, after events that describe the current state. */
  onEvent: (event: WorkerEvent) => void;
  /** The worker crashed; `recovered` says whether another one has replaced it. */
  onCrash: (message: string, recovered: boolean) => void;
  createWorker?: () => LabWorker;
}

export type TransformerClient = Client<TransformerApi> & LensClient<Pick<Lenses, LensName>>;
export type DigitClient = Client<DigitApi> & LensClient<Pick<DigitLenses, DigitLensName>>;

/** The lab as the page calls it: `LabApi`, each method with call options as its last argument. */
export interface LabClient extends Client<Omit<LabApi, 'transformer' | 'digits'>> {
  readonly transformer: TransformerClient;
  readonly digits: DigitClient;
  /** Terminates the worker and rejects pending requests. */
  dispose(): void;
}

export function createLabClient(options: LabClientOptions): LabClient {
  const connection = new LabConnection(options);
  const client = createClient<LabClient>((path, args, callOptions) =>
    connection.call(path, args, callOptions),
  );
  return Object.assign(client, { dispose: () => connection.dispose() });
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
  generate: true,
  applyEdit: true,
  openFiles: true,
  readFiles: true,
  open: true,
  create: true,
  problems: true,
  memory: true,
  diagnose: true,
  evaluateCheckpoint: true,
};

/** Methods that replace the run of their session, and when its crash snapshot is outdated: before or after the call. */
const REPLACES_RUN: Readonly<Record<string, 'before' | 'after'>> = {
  create: 'before',
  reset: 'before',
  open: 'before',
  teach: 'before',
  openFiles: 'after',
};

/** Crashes after which the page gives up on the worker. */
const MAX_CRASHES = 3;

type Remote = WorkerApi & Comlink.ProxyMethods;

/** One worker, from its creation to its end. */
interface WorkerConnection {
  readonly worker: LabWorker;
  /** Comlink's types do not cover nested objects: all of it is remote. */
  readonly api: Remote;
  /** Aborts at the end of the worker: pending requests reject. */
  readonly closed: AbortSignal;
  readonly close: (reason: LabError) => void;
}

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

  constructor(options: LabClientOptions) {
    this.#options = options;
    this.#connection = this.#connect();
  }

  async call(
    path: readonly string[],
    args: readonly unknown[],
    options: Partial<CallOptions>,
  ): Promise<unknown> {
    const method = path[path.length - 1];
    if (method === 'start') return this.start(args[0] as StartOptions, options.signal);
    const hasCallback = Object.hasOwn(JOBS, method) && (options.signal || options.onProgress);
    const send = () =>
      this.#request(
        (api) => callMethod(api.lab, path, hasCallback ? [...args, toProgressCallback(options)] : args),
        options.signal,
      );
    if (method === 'train')
      return pauseOnAbort(options.signal, () => this.call([path[0], 'pause'], [], {}), send);
    const snapshot = path[0] === 'transformer' ? this.#snapshots.model : this.#snapshots.digits;
    const isSession = path[0] === 'transformer' || path[0] === 'digits';
    const replaces = isSession ? REPLACES_RUN[method] : undefined;
    if (replaces === 'before') snapshot.clear();
    const result = await (replaces === 'after' ? snapshot.clearAfter(send()) : send());
    if (method === 'switchEngine') this.#startOptions = args[0] as StartOptions;
    return result;
  }

  async start(options: StartOptions, signal?: AbortSignal): Promise<Engine> {
    const engine = await this.#request((api) => api.lab.start(options), signal);
    await this.#request((api) => api.streamEvents());
    this.#startOptions = options;
    return engine;
  }

  dispose(): void {
    this.#connection.close(new LabError('The lab was closed.'));
  }

  /** Settles with the response, the end of the worker or the signal, whichever is first. */
  async #request<Result>(send: (api: WorkerApi) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    signal?.throwIfAborted();
    const { api, closed } = this.#connection;
    closed.throwIfAborted();
    try {
      return await abortable(send(api), closed, ...(signal ? [signal] : []));
    } catch (error) {
      // Comlink rebuilds an error from its message: the class is lost.
      throw signal?.aborted || error instanceof LabError ? error : new LabError(errorMessage(error));
    }
  }

  #connect(): WorkerConnection {
    const worker = (this.#options.createWorker ?? createLabWorker)();
    const api = Comlink.wrap(worker) as unknown as Remote;
    const onMessage = (message: Event) => {
      const { data } = message as MessageEvent;
      if (isWorkerEvent(data)) this.#dispatch(data);
    };
    const closed = new AbortController();
    const onError = (event: Event) => {
      event.preventDefault();
      void this.#recover(connection, (event as ErrorEvent).message ?? '');
    };
    const close = (reason: LabError) => {
      if (closed.signal.aborted) return;
      worker.removeEventListener('error', onError as EventListener);
      // Messages of a crashed worker can arrive after its replacement has started.
      worker.removeEventListener('message', onMessage);
      api[Comlink.releaseProxy]();
      worker.terminate();
      closed.abort(reason);
    };
    worker.addEventListener('error', onError as EventListener);
    worker.addEventListener('message', onMessage);
    const connection: WorkerConnection = { worker, api, closed: closed.signal, close };
    return connection;
  }

  #dispatch(event: WorkerEvent): void {
    if (event.source === 'runs')
      for (const snapshot of Object.values(this.#snapshots)) snapshot.handleEvent(event.event);
    this.#options.onEvent(event);
  }

  async #recover(crashed: WorkerConnection, message: string): Promise<void> {
    if (crashed !== this.#connection) return;
    const cause = message && `: ${message.replace(/^Uncaught (Error: )?/, '')}`;
    const description = `The lab’s worker stopped${cause}`.replace(/\.?$/, '.');
    crashed.close(new LabError(description));
    this.#crashCount++;
    if (this.#crashCount > MAX_CRASHES || !this.#startOptions) {
      this.#options.onCrash(`${description} Reload the page to try again.`, false);
      return;
    }
    this.#connection = this.#connect();
    try {
      const restored = await this.#resume(this.#startOptions);
      this.#options.onCrash(`${description} It was restarted ${restored}`, true);
    } catch (error) {
      this.#options.onCrash(`${description} Restarting it failed: ${errorMessage(error)}`, false);
    }
  }

  /** Restores both runs in the new worker; returns what was restored, as a phrase. */
  async #resume(options: StartOptions): Promise<string> {
    const { model, digits } = this.#snapshots;
    // The snapshots stay: the next crash may precede the next snapshot.
    const [modelSnapshot, digitsSnapshot] = [model.latest, digits.latest];
    await this.start(options);
    for (const snapshot of [digitsSnapshot, modelSnapshot])
      if (snapshot)
        await this.#request((api) => api.lab.runs.resume(snapshot.network, snapshot.file, snapshot.id));
    return modelSnapshot ? `with the model of step ${modelSnapshot.step}.` : 'without a model.';
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

/** The page's Trusted Types policy allows only its own scripts. */
const createLabWorker = (): LabWorker =>
  new Worker(trustedWorkerUrl(workerAddress), { type: 'module', name: 'lab' });
