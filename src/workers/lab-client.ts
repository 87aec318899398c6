// The page's half of the door: makes the worker, asks it, and replaces it when it crashes.

import * as Comlink from 'comlink';
import { messageOf } from '../message-of.ts';
import { DigitClient } from './digits/digit-client.ts';
import { KeptRun } from './kept-run.ts';
import type {
  ActivationName,
  AppliedEdit,
  Diagnostics,
  DigitApi,
  DigitEvent,
  EditRequest,
  Engine,
  FactRow,
  FilesReading,
  GenerateRequest,
  Generation,
  Inspection,
  InspectRequest,
  KernelInfo,
  LabApi,
  LabEvent,
  Lenses,
  LensName,
  MemoryNeed,
  PresetInfo,
  RunInfo,
  RunRequest,
  RunsApi,
  RunsEvent,
  StartOptions,
  WritingProgress,
} from './lab-api.ts';
import { ownScript, workerAddress } from './own-scripts.ts';
import { RunClient } from './run-client.ts';
import { RunsClient } from './runs-client.ts';
import { isTelling, type Telling, type TellingApi } from './telling.ts';
import { unlessAborted } from './unless-aborted.ts';
import { type LongWait, watchOf } from './waiting.ts';

export type { LongWait } from './waiting.ts';

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
  onRunsEvent?: (event: RunsEvent) => void;
  /** The worker crashed and another has taken its place, or none could: a sentence, and whether there is a lab still. */
  onCrash: (sentence: string, alive: boolean) => void;
  makeWorker?: () => LabWorker;
}

/** So often may a worker crash, ever, before the page gives up on it. */
const MOST_CRASHES = 3;

/** One worker from its making to its end. */
interface Life {
  worker: LabWorker;
  api: Comlink.Remote<TellingApi>;
  /** Aborts when this worker is no more, so that whoever waits for it is told. */
  ended: AbortSignal;
  end: (reason: LabError) => void;
}

/**
 * The lab as the page calls it. Each method is that of `LabApi`; an `AbortSignal` as its last argument ends the waiting
 * at once (and, for `train`, the training at the next step).
 */
export class LabClient extends RunClient<RunRequest, RunInfo, LabEvent> {
  readonly #options: LabClientOptions;
  readonly #makeWorker: () => LabWorker;
  #life: Life;
  /** Set once an engine has started: a worker that cannot even do that is not tried again. */
  #started?: StartOptions;
  /** Both runs as they were a while ago, to go on from after a crash. */
  readonly #kept = new KeptRun('model');
  readonly #keptDigits = new KeptRun('digits');
  #crashes = 0;

  constructor(options: LabClientOptions) {
    super();
    this.#options = options;
    this.#makeWorker = options.makeWorker ?? makeLabWorker;
    this.#life = this.#begin();
  }

  async start(options: StartOptions, signal?: AbortSignal): Promise<Engine> {
    const engine = await this.#ask((api) => api.start(options), signal);
    await this.#ask((api) => api.tellPage());
    this.#started = options;
    return engine;
  }

  async moveTo(options: StartOptions): Promise<Engine> {
    const engine = await this.#ask((api) => api.moveTo(options));
    this.#started = options;
    return engine;
  }

  presets(): Promise<PresetInfo[]> {
    return this.#ask((api) => api.presets());
  }

  memory(request: RunRequest, signal?: AbortSignal): Promise<MemoryNeed | undefined> {
    return this.#ask((api) => api.memory(request), signal);
  }

  inspect(request: InspectRequest, signal?: AbortSignal): Promise<Inspection> {
    return this.#ask((api) => api.inspect(request), signal);
  }

  generate(request: GenerateRequest, wait: LongWait<WritingProgress> = {}): Promise<Generation> {
    return this.#ask((api) => api.generate(request, watchOf(wait)), wait.signal);
  }

  lens<Name extends LensName>(
    name: Name,
    asked: Lenses[Name]['asks'],
    wait: LongWait = {},
  ): Promise<Lenses[Name]['answers']> {
    // Comlink's types forget that the answer depends on the name.
    return this.#ask((api) => (api as unknown as LabApi).lens(name, asked, watchOf(wait)), wait.signal);
  }

  teach(rows: FactRow[], steps: number): Promise<RunInfo> {
    this.#kept.forget();
    return this.#ask((api) => api.teach(rows, steps));
  }

  applyEdit(asked: EditRequest, wait: LongWait = {}): Promise<AppliedEdit> {
    return this.#ask((api) => api.applyEdit(asked, watchOf(wait)), wait.signal);
  }

  undoEdit(id: number): Promise<void> {
    return this.#ask((api) => api.undoEdit(id));
  }

  diagnose(asked: { speed: boolean }, wait: LongWait = {}): Promise<Diagnostics> {
    return this.#ask((api) => api.diagnose(asked, watchOf(wait)), wait.signal);
  }

  pace(share: number): Promise<void> {
    return this.#ask((api) => api.pace(share));
  }

  fetched(): Promise<string[]> {
    return this.#ask((api) => api.fetched());
  }

  kernel(name: ActivationName): Promise<KernelInfo> {
    return this.#ask((api) => api.kernel(name));
  }

  pythonConfig(): Promise<string> {
    return this.#ask((api) => api.pythonConfig());
  }

  readFiles(files: readonly File[], signal?: AbortSignal): Promise<FilesReading> {
    return this.#ask((api) => api.readFiles([...files]), signal);
  }

  openFiles(files: readonly File[], wait: LongWait = {}): Promise<RunInfo> {
    return this.#kept.replacedBy(this.#ask((api) => api.openFiles([...files], watchOf(wait)), wait.signal));
  }

  /** The digit network of chapters 1 to 4: a second run in the same worker. */
  readonly digits = new DigitClient(
    (question, signal) => this.#ask((api) => question(digitsOf(api)), signal),
    () => this.#keptDigits.forget(),
  );

  /** The runs kept on this device. */
  readonly runs = new RunsClient((question, signal) => this.#ask((api) => question(runsOf(api)), signal));

  /** Ends the worker and whoever waits for it. */
  dispose(): void {
    this.#life.end(new LabError('The lab was closed.'));
  }

  protected askRun<Answer>(question: (api: LabApi) => Promise<Answer>, signal?: AbortSignal) {
    return this.#ask((api) => question(api as unknown as LabApi), signal);
  }

  protected replaced(): void {
    this.#kept.forget();
  }

  /** Asks the worker of this moment; ends with its answer, its crash or the signal, whichever is first. */
  async #ask<Answer>(
    question: (api: Comlink.Remote<TellingApi>) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer> {
    signal?.throwIfAborted();
    const { api, ended } = this.#life;
    ended.throwIfAborted();
    try {
      return await unlessAborted(question(api), ended, ...(signal ? [signal] : []));
    } catch (error) {
      // Comlink rebuilds what was thrown from its message alone: the sentence survives, the class does not.
      throw signal?.aborted || error instanceof LabError ? error : new LabError(messageOf(error));
    }
  }

  #begin(): Life {
    const worker = this.#makeWorker();
    const api = Comlink.wrap<TellingApi>(worker);
    const hear = (message: Event) => {
      const { data } = message as MessageEvent;
      if (isTelling(data)) this.#hear(data);
    };
    const ending = new AbortController();
    const crash = (event: Event) => {
      event.preventDefault();
      void this.#recover(life, (event as ErrorEvent).message ?? '');
    };
    const end = (reason: LabError) => {
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
    const life: Life = { worker, api, ended: ending.signal, end };
    return life;
  }

  #hear(telling: Telling): void {
    const { onEvent, onDigitEvent, onRunsEvent } = this.#options;
    if (telling.from === 'model') onEvent(telling.event);
    if (telling.from === 'digits') onDigitEvent?.(telling.event);
    if (telling.from !== 'runs') return;
    this.#kept.hear(telling.event);
    this.#keptDigits.hear(telling.event);
    onRunsEvent?.(telling.event);
  }

  async #recover(crashed: Life, message: string): Promise<void> {
    if (crashed !== this.#life) return;
    const what =
      `The lab’s worker stopped${message && `: ${message.replace(/^Uncaught (Error: )?/, '')}`}`.replace(
        /\.?$/,
        '.',
      );
    crashed.end(new LabError(what));
    this.#crashes++;
    if (this.#crashes > MOST_CRASHES || !this.#started) {
      this.#options.onCrash(`${what} Reload the page to try again.`, false);
      return;
    }
    this.#life = this.#begin();
    try {
      const since = await this.#resume(this.#started);
      this.#options.onCrash(`${what} It was started again ${since}`, true);
    } catch (error) {
      this.#options.onCrash(`${what} Starting it again failed: ${messageOf(error)}`, false);
    }
  }

  /** Brings the new worker to where the old one was last seen; says where that is. */
  async #resume(options: StartOptions): Promise<string> {
    const [model, digits] = [this.#kept.latest, this.#keptDigits.latest];
    await this.start(options);
    // The page keeps them: the next crash may come before they are taken down again.
    for (const taken of [digits, model]) {
      if (taken) await this.#ask((api) => runsOf(api).resume(taken.network, taken.file, taken.id));
    }
    return model ? `with the model of step ${model.step}.` : 'without a model.';
  }
}

/** Comlink reaches nested methods, and its types do not say so. */
const digitsOf = (api: Comlink.Remote<TellingApi>) =>
  (api as unknown as { digits: Comlink.Remote<DigitApi> }).digits;

const runsOf = (api: Comlink.Remote<TellingApi>) =>
  (api as unknown as { runs: Comlink.Remote<RunsApi> }).runs;

/** The page's policy lets only its own scripts run. */
const makeLabWorker = (): LabWorker => new Worker(ownScript(workerAddress), { type: 'module', name: 'lab' });
