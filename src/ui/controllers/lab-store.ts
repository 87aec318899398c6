// The lab as the page sees it: what the worker told so far, and what the page may ask of it.

import type { FilesReading, RunInfo, SaveRequest } from '../../workers/lab-api.ts';
import type { LabClient, LabClientOptions, LongWait } from '../../workers/lab-client.ts';
import type { EngineChoice } from './device-settings.ts';
import { DigitStore } from './digit-store.ts';
import { INITIAL_LAB, type LabState, labAt, type ModelSource, reduceLab } from './lab-state.ts';
import { type Settings, sameSettings, type WeightsChoice } from './page-state.ts';
import { RunStore, sentenceOf } from './run-store.ts';
import { RunsStore } from './runs-store.ts';
import type { ShippedModel, ShippedModels } from './shipped-models.ts';

/** What the store needs of the worker's client. */
export type Lab = Pick<
  LabClient,
  | 'start'
  | 'moveTo'
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
  | 'pace'
  | 'fetched'
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
  readonly lab: Lab;
  /** The digit network of chapters 1 to 4. */
  readonly digits: DigitStore;
  /** The runs kept on this device. */
  readonly runs: RunsStore;
  #present = INITIAL_LAB;
  /** The check of settings under way; a newer one ends it. */
  #check?: AbortController;
  readonly #shipped: Pick<ShippedModels, 'list' | 'read'>;
  /** Where the weights of the run to come, or of the current one, are from. */
  #source?: Source;
  /** What the current model was opened from, if from files: they are read again where a crash took it along. */
  #files?: readonly File[];
  /** Counts what was to take the current model's place: what came later counts. */
  #wishes = 0;
  /** Models on their way. */
  #coming = 0;

  constructor(
    connect: (options: Pick<LabClientOptions, 'onEvent' | 'onDigitEvent' | 'onRunsEvent' | 'onCrash'>) => Lab,
    shipped: Pick<ShippedModels, 'list' | 'read'>,
  ) {
    super(INITIAL_LAB);
    this.#shipped = shipped;
    this.lab = connect({
      onEvent: (event) => {
        const after = reduceLab(this.present, event);
        this.replace(event.type === 'run' ? { ...after, source: sourceAt(this.#source, event.run) } : after);
      },
      onDigitEvent: (event) => this.digits.hear(event),
      onRunsEvent: (event) => this.runs.hear(event),
      onCrash: (sentence, alive) => this.#hearOfCrash(sentence, alive),
    });
    this.digits = new DigitStore(this.lab.digits, shipped);
    this.runs = new RunsStore(this.lab.runs);
    // Looking back, the page shows what was then.
    this.runs.subscribe(() => this.replace(this.present));
  }

  protected override get present(): LabState {
    return this.#present;
  }

  protected override replace(present: LabState): void {
    this.#present = present;
    const { current, stock } = this.runs.value;
    const { shown } = current.model;
    super.replace(shown === undefined ? present : labAt(present, shown, stock));
  }

  /** Goes on with everything on another engine. */
  async moveTo(backend: EngineChoice): Promise<void> {
    this.set({ waiting: 'engine' });
    await this.attempt(() => this.lab.moveTo({ backend, threads: trainingThreads() }));
    this.set({ waiting: undefined });
  }

  protected get controls(): Lab {
    return this.lab;
  }

  /** Starts the engine; false where there is none. */
  async start(backend: EngineChoice = 'auto'): Promise<boolean> {
    this.set({ waiting: 'engine' });
    // Fetched while the engine is tested; what is wrong with it is told where a model is wanted.
    this.#shipped.list().then(
      (shipped) => this.set({ shipped }),
      () => {},
    );
    try {
      const engine = await this.lab.start({ backend, threads: trainingThreads() });
      const [presets, limits] = await Promise.all([this.lab.presets(), this.lab.limits()]);
      this.set({ engine, presets, limits, waiting: undefined });
      void this.runs.begin();
      return true;
    } catch (error) {
      this.set({ failure: sentenceOf(error), waiting: undefined });
      return false;
    }
  }

  /** Tells what is wrong with the settings, if anything, and what memory they take; changes nothing else. */
  async check(settings: Settings): Promise<void> {
    this.#check?.abort();
    this.#check = new AbortController();
    const { signal } = this.#check;
    try {
      const [problems, memory] = await Promise.all([
        this.lab.problems(settings, signal),
        this.lab.memory(settings, signal),
      ]);
      if (!signal.aborted) this.set({ problems, memory });
    } catch (error) {
      if (!signal.aborted) this.set({ error: sentenceOf(error) });
    }
  }

  /**
   * The model the settings ask for: trained weights where they are wanted and came with the page, else fresh ones. Where the
   * trained ones cannot be had, fresh ones and a sentence. False where the settings are impossible or it failed. Where another
   * model was asked for while the trained one was on its way, that one stays.
   */
  async make(settings: Settings, weights: WeightsChoice): Promise<boolean> {
    const wish = ++this.#wishes;
    try {
      const model = weights === 'trained' ? await this.#shippedFor(settings) : undefined;
      if (model) await this.#openShipped(model, wish);
      return model !== undefined || (await this.create(settings));
    } catch (error) {
      if (wish !== this.#wishes) return true;
      const made = await this.create(settings);
      if (made)
        this.set({ error: `${sentenceOf(error)} Here are fresh weights instead: train them yourself.` });
      return made;
    }
  }

  /** What the visitor's own files hold; nothing, and a sentence on the page, where it is no model. */
  async readFiles(files: readonly File[]): Promise<FilesReading | undefined> {
    let reading: FilesReading | undefined;
    await this.attempt(async () => {
      reading = await this.lab.readFiles(files);
    });
    return reading;
  }

  /** Opens them in place of the current model, which stays where that fails. Rejects with a sentence. */
  async openFiles(files: readonly File[], wait: LongWait = {}): Promise<void> {
    const name = files.find((file) => file.name.endsWith('.safetensors'))?.name ?? files[0]?.name ?? '';
    await this.#bring({ from: 'file', name }, () => this.lab.openFiles(files, wait));
    this.#files = files;
  }

  /** The files of a model that a crash took along, once more. */
  async openLost(): Promise<void> {
    const { lost } = this.value;
    if (lost) await this.openAtOnce(lost);
  }

  override dismissError(): void {
    this.set({ error: undefined, lost: undefined });
  }

  /** The same, where what goes wrong becomes a sentence on the page: false then. */
  openAtOnce(files: readonly File[]): Promise<boolean> {
    return this.attempt(() => this.openFiles(files));
  }

  /** A kept run in place of the current model, exactly as it was; false where it cannot be had. */
  async openKept(id: string): Promise<boolean> {
    return this.attempt(() => this.#bring(undefined, () => this.runs.open(id)));
  }

  /** Trains on from the state that is looked back at, as a new run; false where that cannot be. */
  async trainFromPast(): Promise<void> {
    const branched = await this.attempt(() => this.#bring(undefined, () => this.runs.branch()));
    if (branched) await this.train();
  }

  /** The current model as the bytes of a safetensors file, and a name for it; nothing where that failed. */
  async save(asked: SaveRequest = {}): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> } | undefined> {
    const { run, step } = this.value;
    let bytes: Uint8Array<ArrayBuffer> | undefined;
    await this.attempt(async () => {
      bytes = await this.lab.save(asked);
    });
    return run && bytes && { name: `${run.preset}-step-${step}.safetensors`, bytes };
  }

  /** The `config.json` by which Python's transformers opens the current model's file; nothing where that failed. */
  async pythonConfig(): Promise<string | undefined> {
    let config: string | undefined;
    await this.attempt(async () => {
      config = await this.lab.pythonConfig();
    });
    return config;
  }

  /** Makes a fresh model in place of the current one. False where the settings are impossible or it failed. */
  async create(settings: Settings): Promise<boolean> {
    this.#check?.abort();
    return this.attempt(async () => {
      const [problems, memory] = await Promise.all([this.lab.problems(settings), this.lab.memory(settings)]);
      this.set({ problems, memory });
      if (problems.length > 0) return false;
      await this.#bring(undefined, () => this.lab.create(settings));
      return true;
    });
  }

  async createAndTrain(settings: Settings): Promise<void> {
    if (await this.create(settings)) await this.train();
  }

  /** Fresh weights, same settings; false where it failed. */
  async reset(): Promise<boolean> {
    return this.attempt(() => this.#bring(undefined, () => this.lab.reset()));
  }

  /** The trained model of these settings, if one came with the page and they differ in nothing from their preset's. */
  async #shippedFor(settings: Settings): Promise<ShippedModel | undefined> {
    const { preset } = settings;
    const usual = this.value.presets.find(({ name }) => name === preset);
    if (!sameSettings(settings, { preset }, usual)) return undefined;
    const shipped = await this.#shipped.list();
    return shipped.find((model) => model.preset === preset);
  }

  async #openShipped(model: ShippedModel, wish: number): Promise<void> {
    if (wish !== this.#wishes) return;
    this.#check?.abort();
    this.set({ error: undefined, problems: [] });
    await this.#awaitModel(async () => {
      const bytes = await this.#shipped.read(model);
      if (wish === this.#wishes)
        await this.#bring({ from: 'page', name: model.file }, () => this.lab.open(bytes), wish);
    });
  }

  /** What was trained goes on in another worker; a model that is only looked at was kept nowhere but in its files. */
  #hearOfCrash(sentence: string, alive: boolean): void {
    if (alive) this.set({ error: sentence, lost: this.present.run ? undefined : this.#files });
    else this.set({ failure: sentence });
  }

  /** Another run takes the place of the current one; if that fails, the current one stays. */
  async #bring(
    source: Source | undefined,
    action: () => Promise<unknown>,
    wish = this.#wishes + 1,
  ): Promise<void> {
    this.#wishes = wish;
    const before = this.#source;
    this.#source = source;
    try {
      await this.#awaitModel(action);
      this.#files = undefined;
      this.set({ lost: undefined });
    } catch (error) {
      this.#source = before;
      throw error;
    }
  }

  /** The page knows that it waits, until the last of those on their way has come. */
  async #awaitModel(action: () => Promise<unknown>): Promise<void> {
    this.#coming++;
    this.set({ waiting: 'model' });
    try {
      await action();
    } finally {
      this.#coming--;
      if (this.#coming === 0) this.set({ waiting: undefined });
    }
  }
}

const sourceAt = (source: Source | undefined, { step }: RunInfo) => source && { ...source, step };

/** Of so many threads that the processor runs at once: half, for two often share a core, and the page draws beside it. */
export function trainingThreads(processorThreads = globalThis.navigator?.hardwareConcurrency ?? 1): number {
  return Math.max(1, Math.min(4, Math.floor(processorThreads / 2)));
}
