// The page's half of the door: makes the worker, asks it, and replaces it when it crashes.

import * as Comlink from 'comlink';
import { abortable } from '../../../shared/abortable.ts';
import { errorMessage } from '../../../shared/error-message.ts';
import type {
  ActivationName,
  AppliedEdit,
  Diagnostics,
  DigitApi,
  DigitEvent,
  EditRequest,
  Engine,
  FactRow,
  FilesInfo,
  GenerateRequest,
  Generation,
  GenerationProgress,
  Inspection,
  InspectRequest,
  KernelInfo,
  LabApi,
  LabEvent,
  LensName,
  LensRequest,
  LensResult,
  MemoryEstimate,
  PresetInfo,
  RunInfo,
  RunLibraryApi,
  RunLibraryEvent,
  RunRequest,
  StartOptions,
} from '../api/lab-api.ts';
import { type HostedLabApi, isWorkerEvent, type WorkerEvent } from '../worker-events.ts';
import { type CallOptions, toProgressCallback } from './call-options.ts';
import { CrashSnapshot } from './crash-snapshot.ts';
import { DigitClient } from './digit-client.ts';
import { RunClient } from './run-client.ts';
import { RunLibraryClient } from './run-library-client.ts';
import { trustedWorkerUrl, workerAddress } from './worker-urls.ts';

export type { CallOptions } from './call-options.ts';

/** What went wrong, as a sentence for the screen. */
export class LabError extends Error {
  override readonly name = 'LabError';
}

/** The parts of a worker the client needs. */
export type LabWorker = Comlink.Endpoint & Pick<Worker, 'terminate'>;

export interface LabClientOptions {
  /** Every event of the lab, beginning with where things stand. */
  onEvent: (event: LabEvent) => void;
  /** The same of the digit network. */
  onDigitEvent?: (event: DigitEvent) => void;
  /** What is told of the runs kept on this device. */
  onRunLibraryEvent?: (event: RunLibraryEvent) => void;
  /** The worker crashed and another has taken its place, or none could: a sentence, and whether there is a lab still. */
  onCrash: (sentence: string, alive: boolean) => void;
  createWorker?: () => LabWorker;
}

/** So often may a worker crash, ever, before the page gives up on it. */
const MAX_CRASHES = 3;

/** One worker from its making to its end. */
interface WorkerConnection {
  worker: LabWorker;
  api: Comlink.Remote<HostedLabApi>;
  /** Aborts when this worker is no more, so that whoever waits for it is told. */
  closed: AbortSignal;
  close: (reason: LabError) => void;
}

/**
 * The lab as the page calls it. Each method is that of `LabApi`; an `AbortSignal` as its last argument ends the waiting
 * at once (and, for `train`, the training at the next step).
 */
export class LabClient extends RunClient<RunRequest, RunInfo, LabEvent> {
  readonly #options: LabClientOptions;
  readonly #makeWorker: () => LabWorker;
  #connection: WorkerConnection;
  /** Set once an engine has started: a worker that cannot even do that is not tried again. */
  #started?: StartOptions;
  /** Both runs as they were a while ago, to go on from after a crash. */
  readonly #modelSnapshot = new CrashSnapshot('model');
  readonly #digitsSnapshot = new CrashSnapshot('digits');
  #crashCount = 0;

  constructor(options: LabClientOptions) {
    super();
    this.#options = options;
    this.#makeWorker = options.createWorker ?? createLabWorker;
    this.#connection = this.#connect();
  }

  async start(options: StartOptions, signal?: AbortSignal): Promise<Engine> {
    const engine = await this.#call((api) => api.start(options), signal);
    await this.#call((api) => api.streamEvents());
    this.#started = options;
    return engine;
  }

  async switchEngine(options: StartOptions): Promise<Engine> {
    const engine = await this.#call((api) => api.switchEngine(options));
    this.#started = options;
    return engine;
  }

  presets(): Promise<PresetInfo[]> {
    return this.#call((api) => api.presets());
  }

  memory(request: RunRequest, signal?: AbortSignal): Promise<MemoryEstimate | undefined> {
    return this.#call((api) => api.memory(request), signal);
  }

  inspect(request: InspectRequest, signal?: AbortSignal): Promise<Inspection> {
    return this.#call((api) => api.inspect(request), signal);
  }

  generate(request: GenerateRequest, options: CallOptions<GenerationProgress> = {}): Promise<Generation> {
    return this.#call((api) => api.generate(request, toProgressCallback(options)), options.signal);
  }

  lens<Name extends LensName>(
    name: Name,
    request: LensRequest<Name>,
    options: CallOptions = {},
  ): Promise<LensResult<Name>> {
    // Comlink's types forget that the answer depends on the name.
    return this.#call(
      (api) => (api as unknown as LabApi).lens(name, request, toProgressCallback(options)),
      options.signal,
    );
  }

  teach(rows: FactRow[], steps: number): Promise<RunInfo> {
    this.#modelSnapshot.clear();
    return this.#call((api) => api.teach(rows, steps));
  }

  applyEdit(request: EditRequest, options: CallOptions = {}): Promise<AppliedEdit> {
    return this.#call((api) => api.applyEdit(request, toProgressCallback(options)), options.signal);
  }

  undoEdit(id: number): Promise<void> {
    return this.#call((api) => api.undoEdit(id));
  }

  diagnose(request: { speed: boolean }, options: CallOptions = {}): Promise<Diagnostics> {
    return this.#call((api) => api.diagnose(request, toProgressCallback(options)), options.signal);
  }

  throttle(share: number): Promise<void> {
    return this.#call((api) => api.throttle(share));
  }

  resourceUrls(): Promise<string[]> {
    return this.#call((api) => api.resourceUrls());
  }

  kernel(name: ActivationName): Promise<KernelInfo> {
    return this.#call((api) => api.kernel(name));
  }

  pythonConfig(): Promise<string> {
    return this.#call((api) => api.pythonConfig());
  }

  readFiles(files: readonly File[], signal?: AbortSignal): Promise<FilesInfo> {
    return this.#call((api) => api.readFiles([...files]), signal);
  }

  openFiles(files: readonly File[], options: CallOptions = {}): Promise<RunInfo> {
    return this.#modelSnapshot.clearAfter(
      this.#call((api) => api.openFiles([...files], toProgressCallback(options)), options.signal),
    );
  }

  /** The digit network of chapters 1 to 4: a second run in the same worker. */
  readonly digits = new DigitClient(
    (question, signal) => this.#call((api) => question(digitApiOf(api)), signal),
    () => this.#digitsSnapshot.clear(),
  );

  /** The runs kept on this device. */
  readonly runs = new RunLibraryClient((question, signal) =>
    this.#call((api) => question(runLibraryApiOf(api)), signal),
  );

  /** Ends the worker and whoever waits for it. */
  dispose(): void {
    this.#connection.close(new LabError('The lab was closed.'));
  }

  protected callRun<Answer>(question: (api: LabApi) => Promise<Answer>, signal?: AbortSignal) {
    return this.#call((api) => question(api as unknown as LabApi), signal);
  }

  protected onReplaced(): void {
    this.#modelSnapshot.clear();
  }

  /** Asks the worker of this moment; ends with its answer, its crash or the signal, whichever is first. */
  async #call<Answer>(
    question: (api: Comlink.Remote<HostedLabApi>) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer> {
    signal?.throwIfAborted();
    const { api, closed } = this.#connection;
    closed.throwIfAborted();
    try {
      return await abortable(question(api), closed, ...(signal ? [signal] : []));
    } catch (error) {
      // Comlink rebuilds what was thrown from its message alone: the sentence survives, the class does not.
      throw signal?.aborted || error instanceof LabError ? error : new LabError(errorMessage(error));
    }
  }

  #connect(): WorkerConnection {
    const worker = this.#makeWorker();
    const api = Comlink.wrap<HostedLabApi>(worker);
    const hear = (message: Event) => {
      const { data } = message as MessageEvent;
      if (isWorkerEvent(data)) this.#dispatch(data);
    };
    const ending = new AbortController();
    const crash = (event: Event) => {
      event.preventDefault();
      void this.#recover(life, (event as ErrorEvent).message ?? '');
    };
    const close = (reason: LabError) => {
      if (ending.signal.aborted) return;
      worker.removeEventListener('error', crash as EventListener);
      // What it told before it crashed may arrive when another is in its place.
      worker.removeEventListener('message', hear);
      api[Comlink.releaseProxy]();
      worker.terminate();
      ending.abort(reason);
    };
    worker.addEventListener('error', crash as EventListener);
    worker.addEventListener('message', hear);
    const life: WorkerConnection = { worker, api, closed: ending.signal, close };
    return life;
  }

  #dispatch(telling: WorkerEvent): void {
    const { onEvent, onDigitEvent, onRunLibraryEvent } = this.#options;
    if (telling.from === 'model') onEvent(telling.event);
    if (telling.from === 'digits') onDigitEvent?.(telling.event);
    if (telling.from !== 'runs') return;
    this.#modelSnapshot.handleEvent(telling.event);
    this.#digitsSnapshot.handleEvent(telling.event);
    onRunLibraryEvent?.(telling.event);
  }

  async #recover(crashed: WorkerConnection, message: string): Promise<void> {
    if (crashed !== this.#connection) return;
    const what =
      `The lab’s worker stopped${message && `: ${message.replace(/^Uncaught (Error: )?/, '')}`}`.replace(
        /\.?$/,
        '.',
      );
    crashed.close(new LabError(what));
    this.#crashCount++;
    if (this.#crashCount > MAX_CRASHES || !this.#started) {
      this.#options.onCrash(`${what} Reload the page to try again.`, false);
      return;
    }
    this.#connection = this.#connect();
    try {
      const since = await this.#resume(this.#started);
      this.#options.onCrash(`${what} It was started again ${since}`, true);
    } catch (error) {
      this.#options.onCrash(`${what} Starting it again failed: ${errorMessage(error)}`, false);
    }
  }

  /** Brings the new worker to where the old one was last seen; says where that is. */
  async #resume(options: StartOptions): Promise<string> {
    const [model, digits] = [this.#modelSnapshot.latest, this.#digitsSnapshot.latest];
    await this.start(options);
    // The page keeps them: the next crash may come before they are taken down again.
    for (const taken of [digits, model]) {
      if (taken) await this.#call((api) => runLibraryApiOf(api).resume(taken.network, taken.file, taken.id));
    }
    return model ? `with the model of step ${model.step}.` : 'without a model.';
  }
}

/** Comlink reaches nested methods, and its types do not say so. */
const digitApiOf = (api: Comlink.Remote<HostedLabApi>) =>
  (api as unknown as { digits: Comlink.Remote<DigitApi> }).digits;

const runLibraryApiOf = (api: Comlink.Remote<HostedLabApi>) =>
  (api as unknown as { runs: Comlink.Remote<RunLibraryApi> }).runs;

/** The page's policy lets only its own scripts run. */
const createLabWorker = (): LabWorker =>
  new Worker(trustedWorkerUrl(workerAddress), { type: 'module', name: 'lab' });
