// The lab as the page sees it: what the worker told so far, and what the page may ask of it.

import type { BundledModel } from '../../../shared/model-manifest.ts';
import type { FilesInfo, RunInfo, SaveRequest } from '../../../workers/rpc/api/lab-api.ts';
import type { CallOptions, LabClient, LabClientOptions } from '../../../workers/rpc/client/lab-client.ts';
import type { EngineChoice } from '../../types/device.ts';
import { INITIAL_LAB, type LabState, type ModelSource } from '../../types/lab.ts';
import type { Settings, WeightsChoice } from '../../types/page.ts';
import { DigitStore } from '../digits/digit-store.ts';
import { sameSettings } from '../page/settings-diff.ts';
import type { BundledModels } from './bundled-models.ts';
import { labStateAt, reduceLab } from './lab-reducer.ts';
import { RunLibraryStore } from './run-library-store.ts';
import { RunStore, toDisplayMessage } from './run-store.ts';

/** What the store needs of the worker's client. */
export type Lab = Pick<
  LabClient,
  | 'start'
  | 'switchEngine'
  | 'presets'
  | 'limits'
  | 'problems'
  | 'memory'
  | 'create'
  | 'train'
  | 'pause'
  | 'step'
  | 'reset'
  | 'inspect'
  | 'generate'
  | 'evaluate'
  | 'lens'
  | 'teach'
  | 'applyEdit'
  | 'undoEdit'
  | 'kernel'
  | 'throttle'
  | 'resourceUrls'
  | 'diagnose'
  | 'save'
  | 'open'
  | 'readFiles'
  | 'pythonConfig'
  | 'openFiles'
  | 'digits'
  | 'runs'
>;

/** What is known of where a model comes from before it is there. */
type Source = Omit<ModelSource, 'step'>;

export class LabStore extends RunStore<LabState> {
  /** The worker's client, for questions whose answers only the asker needs: `inspect`, `generate`, `kernel`. */
  readonly client: Lab;
  /** The digit network of chapters 1 to 4. */
  readonly digits: DigitStore;
  /** The runs kept on this device. */
  readonly runs: RunLibraryStore;
  #live = INITIAL_LAB;
  /** The check of settings under way; a newer one ends it. */
  #validation?: AbortController;
  readonly #bundled: Pick<BundledModels, 'list' | 'read'>;
  /** Where the weights of the run to come, or of the current one, are from. */
  #source?: Source;
  /** What the current model was opened from, if from files: they are read again where a crash took it along. */
  #openedFiles?: readonly File[];
  /** Counts what was to take the current model's place: what came later counts. */
  #requestCount = 0;
  /** Models on their way. */
  #pendingCount = 0;

  constructor(
    connect: (
      options: Pick<LabClientOptions, 'onEvent' | 'onDigitEvent' | 'onRunLibraryEvent' | 'onCrash'>,
    ) => Lab,
    bundled: Pick<BundledModels, 'list' | 'read'>,
  ) {
    super(INITIAL_LAB);
    this.#bundled = bundled;
    this.client = connect({
      onEvent: (event) => {
        const after = reduceLab(this.live, event);
        this.replace(event.type === 'run' ? { ...after, source: withStep(this.#source, event.run) } : after);
      },
      onDigitEvent: (event) => this.digits.handleEvent(event),
      onRunLibraryEvent: (event) => this.runs.handleEvent(event),
      onCrash: (sentence, alive) => this.#handleCrash(sentence, alive),
    });
    this.digits = new DigitStore(this.client.digits, bundled);
    this.runs = new RunLibraryStore(this.client.runs);
    // Looking back, the page shows what was then.
    this.runs.subscribe(() => this.replace(this.live));
  }

  protected override get live(): LabState {
    return this.#live;
  }

  protected override replace(live: LabState): void {
    this.#live = live;
    const { current, previewEvaluation } = this.runs.value;
    const { viewedStep } = current.model;
    super.replace(viewedStep === undefined ? live : labStateAt(live, viewedStep, previewEvaluation));
  }

  /** Goes on with everything on another engine. */
  async switchEngine(backend: EngineChoice): Promise<void> {
    this.set({ pending: 'engine' });
    await this.attempt(() => this.client.switchEngine({ backend, threads: trainingThreads() }));
    this.set({ pending: undefined });
  }

  protected get controls(): Lab {
    return this.client;
  }

  /** Starts the engine; false where there is none. */
  async start(backend: EngineChoice = 'auto'): Promise<boolean> {
    this.set({ pending: 'engine' });
    // Fetched while the engine is tested; what is wrong with it is told where a model is wanted.
    this.#bundled.list().then(
      (bundledModels) => this.set({ bundledModels }),
      () => {},
    );
    try {
      const engine = await this.client.start({ backend, threads: trainingThreads() });
      const [presets, limits] = await Promise.all([this.client.presets(), this.client.limits()]);
      this.set({ engine, presets, limits, pending: undefined });
      void this.runs.loadOffers();
      return true;
    } catch (error) {
      this.set({ fatalError: toDisplayMessage(error), pending: undefined });
      return false;
    }
  }

  /** Tells what is wrong with the settings, if anything, and what memory they take; changes nothing else. */
  async validate(settings: Settings): Promise<void> {
    this.#validation?.abort();
    this.#validation = new AbortController();
    const { signal } = this.#validation;
    try {
      const [problems, memory] = await Promise.all([
        this.client.problems(settings, signal),
        this.client.memory(settings, signal),
      ]);
      if (!signal.aborted) this.set({ problems, memory });
    } catch (error) {
      if (!signal.aborted) this.set({ error: toDisplayMessage(error) });
    }
  }

  /**
   * The model the settings ask for: trained weights where they are wanted and came with the page, else fresh ones. Where the
   * trained ones cannot be had, fresh ones and a sentence. False where the settings are impossible or it failed. Where another
   * model was asked for while the trained one was on its way, that one stays.
   */
  async load(settings: Settings, weights: WeightsChoice): Promise<boolean> {
    const requestId = ++this.#requestCount;
    try {
      const model = weights === 'trained' ? await this.#bundledModelFor(settings) : undefined;
      if (model) await this.#openBundled(model, requestId);
      return model !== undefined || (await this.create(settings));
    } catch (error) {
      if (requestId !== this.#requestCount) return true;
      const created = await this.create(settings);
      if (created)
        this.set({
          error: `${toDisplayMessage(error)} Here are fresh weights instead: train them yourself.`,
        });
      return created;
    }
  }

  /** What the visitor's own files hold; nothing, and a sentence on the page, where it is no model. */
  async readFiles(files: readonly File[]): Promise<FilesInfo | undefined> {
    let reading: FilesInfo | undefined;
    await this.attempt(async () => {
      reading = await this.client.readFiles(files);
    });
    return reading;
  }

  /** Opens them in place of the current model, which stays where that fails. Rejects with a sentence. */
  async openFiles(files: readonly File[], options: CallOptions = {}): Promise<void> {
    const name = files.find((file) => file.name.endsWith('.safetensors'))?.name ?? files[0]?.name ?? '';
    await this.#replaceModel({ from: 'file', name }, () => this.client.openFiles(files, options));
    this.#openedFiles = files;
  }

  /** The files of a model that a crash took along, once more. */
  async reopenLostFiles(): Promise<void> {
    const { lostFiles } = this.value;
    if (lostFiles) await this.tryOpenFiles(lostFiles);
  }

  override dismissError(): void {
    this.set({ error: undefined, lostFiles: undefined });
  }

  /** The same, where what goes wrong becomes a sentence on the page: false then. */
  tryOpenFiles(files: readonly File[]): Promise<boolean> {
    return this.attempt(() => this.openFiles(files));
  }

  /** A kept run in place of the current model, exactly as it was; false where it cannot be had. */
  async openSaved(id: string): Promise<boolean> {
    return this.attempt(() => this.#replaceModel(undefined, () => this.runs.open(id)));
  }

  /** Trains on from the state that is looked back at, as a new run; false where that cannot be. */
  async trainFromCheckpoint(): Promise<void> {
    const branched = await this.attempt(() => this.#replaceModel(undefined, () => this.runs.branch()));
    if (branched) await this.train();
  }

  /** The current model as the bytes of a safetensors file, and a name for it; nothing where that failed. */
  async save(
    request: SaveRequest = {},
  ): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> } | undefined> {
    const { run, step } = this.value;
    let bytes: Uint8Array<ArrayBuffer> | undefined;
    await this.attempt(async () => {
      bytes = await this.client.save(request);
    });
    return run && bytes && { name: `${run.preset}-step-${step}.safetensors`, bytes };
  }

  /** The `config.json` by which Python's transformers opens the current model's file; nothing where that failed. */
  async pythonConfig(): Promise<string | undefined> {
    let config: string | undefined;
    await this.attempt(async () => {
      config = await this.client.pythonConfig();
    });
    return config;
  }

  /** Makes a fresh model in place of the current one. False where the settings are impossible or it failed. */
  async create(settings: Settings): Promise<boolean> {
    this.#validation?.abort();
    return this.attempt(async () => {
      const [problems, memory] = await Promise.all([
        this.client.problems(settings),
        this.client.memory(settings),
      ]);
      this.set({ problems, memory });
      if (problems.length > 0) return false;
      await this.#replaceModel(undefined, () => this.client.create(settings));
      return true;
    });
  }

  async createAndTrain(settings: Settings): Promise<void> {
    if (await this.create(settings)) await this.train();
  }

  /** Fresh weights, same settings; false where it failed. */
  async reset(): Promise<boolean> {
    return this.attempt(() => this.#replaceModel(undefined, () => this.client.reset()));
  }

  /** The trained model of these settings, if one came with the page and they differ in nothing from their preset's. */
  async #bundledModelFor(settings: Settings): Promise<BundledModel | undefined> {
    const { preset } = settings;
    const presetInfo = this.value.presets.find(({ name }) => name === preset);
    if (!sameSettings(settings, { preset }, presetInfo)) return undefined;
    const shipped = await this.#bundled.list();
    return shipped.find((model) => model.preset === preset);
  }

  async #openBundled(model: BundledModel, requestId: number): Promise<void> {
    if (requestId !== this.#requestCount) return;
    this.#validation?.abort();
    this.set({ error: undefined, problems: [] });
    await this.#trackPending(async () => {
      const bytes = await this.#bundled.read(model);
      if (requestId === this.#requestCount)
        await this.#replaceModel(
          { from: 'bundle', name: model.file },
          () => this.client.open(bytes),
          requestId,
        );
    });
  }

  /** What was trained goes on in another worker; a model that is only looked at was kept nowhere but in its files. */
  #handleCrash(message: string, isRecovered: boolean): void {
    if (isRecovered) this.set({ error: message, lostFiles: this.live.run ? undefined : this.#openedFiles });
    else this.set({ fatalError: message });
  }

  /** Another run takes the place of the current one; if that fails, the current one stays. */
  async #replaceModel(
    source: Source | undefined,
    action: () => Promise<unknown>,
    requestId = this.#requestCount + 1,
  ): Promise<void> {
    this.#requestCount = requestId;
    const previous = this.#source;
    this.#source = source;
    try {
      await this.#trackPending(action);
      this.#openedFiles = undefined;
      this.set({ lostFiles: undefined });
    } catch (error) {
      this.#source = previous;
      throw error;
    }
  }

  /** The page knows that it waits, until the last of those on their way has come. */
  async #trackPending(action: () => Promise<unknown>): Promise<void> {
    this.#pendingCount++;
    this.set({ pending: 'model' });
    try {
      await action();
    } finally {
      this.#pendingCount--;
      if (this.#pendingCount === 0) this.set({ pending: undefined });
    }
  }
}

const withStep = (source: Source | undefined, { step }: RunInfo) => source && { ...source, step };

/** Of so many threads that the processor runs at once: half, for two often share a core, and the page draws beside it. */
export function trainingThreads(processorThreads = globalThis.navigator?.hardwareConcurrency ?? 1): number {
  return Math.max(1, Math.min(4, Math.floor(processorThreads / 2)));
}
