// Store of the lab: engine, current transformer and its run.

import { msg, str } from '@lit/localize';
import type { BundledModel } from '../../../shared/model-manifest.ts';
import type { WeightType } from '../../../shared/weight-types.ts';
import type {
  FilesInfo,
  LensProgress,
  NetworkKind,
  RunSummary,
  SaveRequest,
} from '../../../workers/rpc/api/lab-api.ts';
import type { CallOptions, LabClient, LabClientOptions } from '../../../workers/rpc/client/lab-client.ts';
import type { WorkerEvent } from '../../../workers/rpc/worker-events.ts';
import { displayText, toDisplayMessage } from '../../format/display-message.ts';
import type { EngineChoice } from '../../types/device.ts';
import { editsKey } from '../../types/edits-key.ts';
import { INITIAL_LAB, type LabState, type ModelSource } from '../../types/lab.ts';
import type { Settings, WeightsChoice } from '../../types/page.ts';
import { DigitStore } from '../digits/digit-store.ts';
import { sameSettings } from '../page/settings-diff.ts';
import { type BundledModelSource, fetchModel } from './bundled-models.ts';
import { ComparisonStore } from './comparison-store.ts';
import { labStateAt, reduceLab } from './lab-reducer.ts';
import { RunLibraryStore } from './run-library-store.ts';
import { ReadingStoppedError, RunStore } from './run-store.ts';

/** The client of the worker, without its end. */
export type Lab = Omit<LabClient, 'dispose'>;
export type Transformer = Lab['transformer'];

/** Shorter readings show no progress. */
const READING_DELAY_MS = 1000;
const READING_INTERVAL_MS = 200;

/** Call options of a request that reads files or a text. */
type Reading = Required<CallOptions>;

/** A file of the current model for the visitor. */
interface ModelDownload {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Origin of a model that is being opened. */
type Source = Omit<ModelSource, 'step'> & Partial<Pick<ModelSource, 'step'>>;

export class LabStore extends RunStore<LabState> {
  /** Worker client, for requests whose results are not part of the state: `inspect`, `generate`, `kernel`. */
  readonly client: Lab;
  /** The digit network of chapters 1 to 4. */
  readonly digits: DigitStore;
  /** Variants of one run that are trained side by side. */
  readonly comparison: ComparisonStore;
  /** The saved runs. */
  readonly runs: RunLibraryStore;
  #live = INITIAL_LAB;
  /** Requests that read files or a text. */
  readonly #readers = new Set<AbortController>();
  /** Of the newest request to replace the model. */
  #replacement?: AbortController;
  /** Aborts the pending validation. */
  #validation?: AbortController;
  readonly #bundled: BundledModelSource;
  /** Origin of the current model, or of the one being opened. */
  #source?: Source;
  /** Files of the current model, for reopening after a crash. */
  #openedFiles?: readonly File[];
  #openedWeights?: WeightType;
  /** Opens the current model again, as it was before training. */
  #reopen?: () => Promise<unknown>;
  /** Id of the newest request to replace the model; older requests are dropped. */
  #requestCount = 0;
  /** Of what the visitor has asked for, requests that are still being prepared among it. */
  #replacementCount = 0;
  #pendingCount = 0;
  #loading?: Settings;
  /** Whether a new worker restores the runs. */
  #isRestarting = false;

  constructor(
    connect: (options: Omit<LabClientOptions, 'createWorker'>) => Lab,
    bundled: BundledModelSource,
  ) {
    super(INITIAL_LAB);
    this.#bundled = bundled;
    this.client = connect({
      onEvent: (event) => this.#handleEvent(event),
      onCrash: (message, isRecovered) => void this.#handleCrash(displayText(message), isRecovered),
      onRestart: () => {
        this.#isRestarting = true;
        this.set({ pending: 'engine' });
      },
      whileReading: (request) => this.#withReading(new AbortController(), request),
      onSilence: (seconds, outcome) => this.set({ silence: seconds ? { seconds, outcome } : undefined }),
    });
    this.digits = new DigitStore(this.client.digits, bundled);
    this.comparison = new ComparisonStore(this.client.comparison);
    this.runs = new RunLibraryStore(this.client.runs, (request) =>
      // A stop is left to the worker: a run that is read is also written.
      this.#withReading(new AbortController(), ({ onProgress }) => request({ onProgress })),
    );
    // A checkpoint preview replaces the value by the state at its step.
    this.runs.subscribe(() => {
      this.#keepBranchOf(this.runs.value.deleted);
      this.replace(this.live);
      this.digits.preview(this.runs.value.current.digits.viewedStep);
    });
  }

  /** The run itself, also while a checkpoint is shown. */
  override get live(): LabState {
    return this.#live;
  }

  protected override replace(live: LabState): void {
    this.#live = live;
    const { current, previewEvaluation } = this.runs.value;
    const { viewedStep } = current.model;
    super.replace(viewedStep === undefined ? live : labStateAt(live, viewedStep, previewEvaluation));
  }

  /** Moves both networks to another engine. */
  async switchEngine(backend: EngineChoice): Promise<void> {
    this.set({ pending: 'engine' });
    await this.attempt(() => this.client.switchEngine({ backend, threads: engineThreads() }));
    this.#endPending();
  }

  /** How often another model was asked for: whoever prepares to replace it sees whether that has become old. */
  get replacementCount(): number {
    return this.#replacementCount;
  }

  /** Another model is asked for, and is opened once it is prepared. @returns whether it is still the newest that was asked for */
  prepareReplacement(): () => boolean {
    const count = ++this.#replacementCount;
    return () => count === this.#replacementCount;
  }

  protected override get isBeingReplaced(): boolean {
    return this.#pendingCount > 0 || this.#loading !== undefined;
  }

  protected get controls(): Transformer {
    return this.client.transformer;
  }

  /** Starts the engine; false if none is available. */
  async start(backend: EngineChoice = 'auto'): Promise<boolean> {
    this.set({ pending: 'engine' });
    // Fetched during the engine's self-test; `load` reports a failure.
    this.#bundled.list().then(
      (bundledModels) => this.set({ bundledModels }),
      () => {},
    );
    try {
      const engine = await this.client.start({ backend, threads: engineThreads() });
      const [presets, limits] = await Promise.all([
        this.client.transformer.presets(),
        this.client.transformer.limits(),
      ]);
      this.set({ engine, presets, limits, pending: undefined });
      void this.runs.loadOffers();
      return true;
    } catch (error) {
      this.set({ fatalError: toDisplayMessage(error), pending: undefined });
      return false;
    }
  }

  /** Updates `problems` and `costs` for the settings. */
  async validate(settings: Settings): Promise<void> {
    this.#validation?.abort();
    this.#validation = new AbortController();
    const { signal } = this.#validation;
    try {
      const [problems, costs] = await this.#withReading(this.#validation, (options) =>
        Promise.all([
          this.client.transformer.problems(settings, options),
          this.client.transformer.costs(settings, options),
        ]),
      );
      if (!signal.aborted) this.set({ problems, costs });
    } catch (error) {
      if (!signal.aborted) this.set({ error: toDisplayMessage(error) });
    }
  }

  /** Costs of the opened model; a created one has been validated before. */
  #validateOpened(): void {
    const { run } = this.live;
    if (run && !run.isReadOnly) void this.validate(run.settings);
  }

  /** Settings of the model that takes the place of the current one as soon as it is loaded. */
  get loading(): Settings | undefined {
    return this.#loading;
  }

  /**
   * Opens the bundled model of the settings if trained weights are requested, else creates a new model. If the bundled model
   * cannot be fetched, creates a new one and shows the error. A newer request during the download wins.
   *
   * @returns false if the settings are invalid or the creation failed
   */
  async load(settings: Settings, weights: WeightsChoice): Promise<boolean> {
    this.#replacementCount++;
    const requestId = ++this.#requestCount;
    const loading = { ...settings };
    this.#loading = loading;
    try {
      const model = weights === 'trained' ? await this.#bundledModelFor(settings) : undefined;
      if (!model) return await this.create(settings);
      await this.#openBundled(model, requestId);
      if (requestId !== this.#requestCount) return true;
      this.#reopen = () => this.load(settings, weights);
      this.#validateOpened();
      return true;
    } catch (error) {
      if (requestId !== this.#requestCount) return true;
      const created = await this.create(settings);
      if (created)
        this.set({
          error: msg(str`${toDisplayMessage(error)} A model with random weights was created instead.`),
        });
      return created;
    } finally {
      if (this.#loading === loading) this.#loading = undefined;
    }
  }

  /** Preview of model files; undefined if they are invalid, with the error on the page. */
  async readFiles(files: readonly File[]): Promise<FilesInfo | undefined> {
    let preview: FilesInfo | undefined;
    await this.attempt(async () => {
      preview = await this.#withReading(new AbortController(), (options) =>
        this.client.transformer.readFiles([...files], options),
      );
    });
    return preview;
  }

  /** Replaces the current model by files; on failure rejects and keeps it. */
  async openFiles(files: readonly File[], weights?: WeightType, options?: CallOptions): Promise<void> {
    this.#replacementCount++;
    const name = files.find((file) => file.name.endsWith('.safetensors'))?.name ?? files[0]?.name ?? '';
    await this.#replaceModel({ from: 'file', name }, ({ onProgress }) =>
      this.client.transformer.openFiles([...files], weights, options ?? { onProgress }),
    );
    this.#openedFiles = files;
    this.#openedWeights = weights;
    this.#validateOpened();
  }

  /** Replaces a worker that does not answer. */
  restartWorker(): void {
    this.client.restart();
  }

  async reopenLostFiles(): Promise<void> {
    const { lostFiles } = this.value;
    if (lostFiles) await this.tryOpenFiles(lostFiles, this.#openedWeights);
  }

  override dismissError(): void {
    this.set({ error: undefined, lostFiles: undefined });
  }

  /** As `openFiles`; on failure shows the error and resolves to false. */
  tryOpenFiles(files: readonly File[], weights?: WeightType): Promise<boolean> {
    return this.attempt(() => this.openFiles(files, weights));
  }

  /** Replaces the current model by a saved run, or by its checkpoint of a step; false on failure. */
  async openSaved(id: string, step?: number): Promise<boolean> {
    this.#replacementCount++;
    const opened = await this.attempt(() =>
      this.#replaceModel(undefined, ({ onProgress }) => this.runs.open(id, step, { onProgress })),
    );
    if (!opened) return false;
    this.#reopen = () => this.openSaved(id, step);
    this.#validateOpened();
    return true;
  }

  /** A branch is the only copy of its weights once the run that it is from is deleted. */
  #keepBranchOf(deleted: RunSummary | undefined): void {
    const { source } = this.live;
    if (source?.from !== 'branch' || source.name !== deleted?.id) return;
    this.#source = undefined;
    this.#live = { ...this.live, source: undefined };
  }

  /** Trains the previewed checkpoint as a new run. */
  async trainFromCheckpoint(network: NetworkKind): Promise<void> {
    const branch = (options?: CallOptions) => this.runs.branch(network, options);
    const { id = '', recorded, viewedStep = -1 } = this.runs.value.current.model;
    const source: Source = { from: 'branch', name: recorded?.includes(viewedStep) ? '' : id };
    const branched = await (network === 'digits'
      ? this.digits.openSaved(branch)
      : this.attempt(() => this.#replaceModel(source, ({ onProgress }) => branch({ onProgress }))));
    if (branched) await (network === 'digits' ? this.digits : this).trainOpened();
  }

  /** The current model as a safetensors file; undefined on failure. */
  save(request: SaveRequest = {}): Promise<ModelDownload | undefined> {
    return this.#download('.safetensors', () => this.client.transformer.save(request));
  }

  /** The current model as an archive for Hugging Face Transformers; undefined on failure. */
  async exportForTransformers(): Promise<ModelDownload | undefined> {
    let error: string | undefined;
    const download = await this.#download('-transformers.zip', async () => {
      const { archive, notice } = await this.client.transformer.exportForTransformers();
      error = notice;
      return archive;
    });
    if (error) this.set({ error });
    return download;
  }

  async #download(
    ending: string,
    read: () => Promise<ModelDownload['bytes']>,
  ): Promise<ModelDownload | undefined> {
    const { run, step } = this.live;
    let bytes: ModelDownload['bytes'] | undefined;
    await this.attempt(async () => {
      bytes = await read();
    });
    return run && bytes && { name: `${run.preset}-step-${step}${ending}`, bytes };
  }

  /** Replaces the current model by a new one; false if the settings are invalid or it failed. */
  async create(settings: Settings): Promise<boolean> {
    this.#validation?.abort();
    return this.attempt(async () => {
      const [problems, costs] = await this.#withReading(new AbortController(), (options) =>
        Promise.all([
          this.client.transformer.problems(settings, options),
          this.client.transformer.costs(settings, options),
        ]),
      );
      this.set({ problems, costs });
      if (problems.length > 0) return false;
      await this.#replaceModel(undefined, () => this.client.transformer.create(settings));
      this.#reopen = () => this.create(settings);
      return true;
    });
  }

  async createAndTrain(settings: Settings): Promise<void> {
    if (await this.create(settings)) await this.trainOpened();
  }

  /** Reinitializes the weights; false on failure. */
  async reset(): Promise<boolean> {
    this.#replacementCount++;
    return this.attempt(() => this.#replaceModel(undefined, () => this.client.transformer.reset()));
  }

  /** The bundled model of the settings' preset, if the settings do not differ from it. */
  async #bundledModelFor(settings: Settings): Promise<BundledModel | undefined> {
    const { preset } = settings;
    const presetInfo = this.value.presets.find(({ name }) => name === preset);
    if (!sameSettings(settings, { preset }, presetInfo)) return undefined;
    const models = await this.#bundled.list();
    return models.find((model) => model.preset === preset);
  }

  async #openBundled(model: BundledModel, requestId: number): Promise<void> {
    if (requestId !== this.#requestCount) return;
    this.#validation?.abort();
    this.set({ error: undefined, problems: [] });
    await this.#trackPending(async () => {
      const { openIn, problem } = await fetchModel(this.#bundled, model);
      if (requestId !== this.#requestCount) return;
      const source: Source = { from: 'bundle', name: model.file };
      await this.#replaceModel(
        source,
        ({ onProgress }) => openIn(this.client.transformer, { onProgress }),
        requestId,
      );
      if (problem) this.set({ error: problem });
    });
  }

  #handleEvent({ source, event }: WorkerEvent): void {
    if (source === 'digits') this.digits.handleEvent(event);
    else if (source === 'comparison') this.comparison.handleEvent(event);
    else if (source === 'runs') this.runs.handleEvent(event);
    else {
      const after = reduceLab(this.live, event);
      if (event.type === 'run')
        this.replace({ ...after, source: this.#source && { step: event.run.step, ...this.#source } });
      // The worker lists the edits of a run right after it.
      else if (event.type === 'edits' && after.source)
        this.replace({ ...after, source: { edits: editsKey(after), ...after.source } });
      else this.replace(after);
    }
  }

  /**
   * Runs resume in a new worker. A model that was never trained has no snapshot: it is opened again; files are reopened on
   * request.
   */
  async #handleCrash(message: string, isRecovered: boolean): Promise<void> {
    this.#isRestarting = false;
    this.#endPending();
    // Requests that the crash has interrupted repeat its message.
    this.digits.dismissError();
    this.runs.dismissError();
    if (!isRecovered) {
      this.set({ error: undefined, lostFiles: undefined, fatalError: message });
      return;
    }
    const lostFiles = this.live.run ? undefined : this.#openedFiles;
    this.set({ error: message, lostFiles });
    if (!this.digits.value.run) this.digits.allowInitialization();
    if (this.live.run || lostFiles) return;
    if (this.#reopen) {
      await this.#reopen();
      this.set({ error: message });
    } else await this.runs.loadOffers();
  }

  /**
   * Replaces the current run, and stops what an older request still reads for that; on failure the current one stays. A stop is
   * left to the worker, which ignores it once all is read: `action` passes on `onProgress` alone.
   */
  async #replaceModel(
    source: Source | undefined,
    action: (options: Reading) => Promise<unknown>,
    requestId = this.#requestCount + 1,
  ): Promise<void> {
    this.#requestCount = requestId;
    this.#source = source;
    this.#replacement?.abort(new ReadingStoppedError());
    const replacement = new AbortController();
    this.#replacement = replacement;
    try {
      await this.#trackPending(() => this.#withReading(replacement, action));
      this.#openedFiles = undefined;
      this.#reopen = undefined;
      this.set({ lostFiles: undefined });
      // With the step at which it was opened, which a run keeps that is restored after a crash.
      if (source && requestId === this.#requestCount) this.#source = this.live.source;
    } catch (error) {
      // A newer request has its own.
      if (requestId === this.#requestCount) this.#source = this.live.source;
      throw error;
    }
  }

  /** Stops the reading of files and texts; the current model stays. */
  stopReading(): void {
    for (const reader of this.#readers) reader.abort(new ReadingStoppedError());
  }

  /** Shows the progress of a request that reads files or a text, once it takes a second, until the last of them ends. */
  async #withReading<Result>(
    reader: AbortController,
    request: (options: Reading) => Promise<Result>,
  ): Promise<Result> {
    this.#readers.add(reader);
    let shownAt = performance.now() + READING_DELAY_MS - READING_INTERVAL_MS;
    const onProgress = (reading: LensProgress) => {
      if (reader.signal.aborted) return false;
      // All is read: a stop would be too late.
      if (reading.done === reading.total) this.set({ reading: undefined });
      else if (performance.now() - shownAt >= READING_INTERVAL_MS) {
        shownAt = performance.now();
        this.set({ reading });
      }
      return true;
    };
    try {
      return await request({ signal: reader.signal, onProgress });
    } catch (error) {
      reader.signal.throwIfAborted();
      throw error;
    } finally {
      this.#readers.delete(reader);
      if (this.#readers.size === 0 && this.live.reading) this.set({ reading: undefined });
    }
  }

  /** Sets `pending` until the last of the concurrent operations ends. */
  async #trackPending(action: () => Promise<unknown>): Promise<void> {
    this.#pendingCount++;
    this.set({ pending: 'model' });
    try {
      await action();
    } finally {
      this.#pendingCount--;
      if (this.#pendingCount === 0) this.#endPending();
    }
  }

  #endPending(): void {
    this.set({ pending: this.#isRestarting ? 'engine' : undefined });
  }
}

/** Half of the hardware threads: two often share a core, and the page renders meanwhile. */
export function engineThreads(processorThreads = globalThis.navigator?.hardwareConcurrency ?? 1): number {
  return Math.max(1, Math.min(8, Math.floor(processorThreads / 2)));
}
