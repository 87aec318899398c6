// The lab itself, a plain class: one run at a time, trained step by step, with room between the steps to look inside.

import { type History, historyUntil } from '../history/history.ts';
import { MODEL_LIMITS } from '../model/config.ts';
import { paddedLength, visibleTokens } from '../model/context.ts';
import type { OpenPart } from '../model/data/mnist/mnist.ts';
import { openRun } from '../model/gpt2/open-files.ts';
import { WITHOUT_DATA } from '../model/gpt2/opened-dataset.ts';
import { changes, interventionProblems } from '../model/lenses/interventions.ts';
import { goOnWith } from '../model/new-vocabulary.ts';
import type { InPieces } from '../model/pieces.ts';
import { PRESETS } from '../model/presets.ts';
import type { RunPlan, Snapshot } from '../model/run.ts';
import { planRun, Run, runMemory, runProblems } from '../model/run.ts';
import { samplingProblems } from '../model/sampler.ts';
import { VOCABULARY_LIMITS } from '../model/tokenizers/byte-pair-training.ts';
import { TRAINING_LIMITS } from '../model/training-config.ts';
import { crop } from './crop.ts';
import { diagnose } from './diagnostics.ts';
import { DigitLab } from './digit-lab.ts';
import { letIn, letInto } from './door.ts';
import { measureEdit } from './edit-lenses.ts';
import { Edits } from './edits.ts';
import { engineName, type StartedEngine, startEngine } from './engine.ts';
import { evaluate } from './evaluate.ts';
import { describeKernel } from './kernel-info.ts';
import type {
  ActivationName,
  AppliedEdit,
  Diagnostics,
  EditRequest,
  Engine,
  Evaluation,
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
  PastEdit,
  PresetInfo,
  RunEvent,
  RunInfo,
  RunRequest,
  RunState,
  SaveRequest,
  SettingLimit,
  StartOptions,
  Watch,
  WritingProgress,
} from './lab-api.ts';
import { withStill } from './lens.ts';
import { LENSES } from './lenses.ts';
import { likeliest } from './likeliest.ts';
import { doInPieces, isInPieces } from './long-work.ts';
import { describeModel, modelIn } from './model-files.ts';
import { checkTokens } from './reading-text.ts';
import { RunDriver } from './run-driver.ts';
import { readRun, writeRun } from './run-file.ts';
import { Turns } from './turns.ts';
import { write } from './write.ts';

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

export class Lab implements LabApi {
  private readonly gpu: GPU | undefined;
  private readonly makeEngine: typeof startEngine;
  private readonly turns = new Turns();
  private readonly editing = new Turns();
  private readonly listeners = new Set<(event: LabEvent) => void>();
  private started: StartedEngine | undefined;
  private readonly driver: RunDriver<Run, RunInfo, Evaluation>;
  readonly digits: DigitLab;
  private edits: Edits | undefined;
  /** What a run goes on from if the engine is lost: taken whenever it is evaluated. */
  private snapshot: (Snapshot & { readonly past: readonly PastEdit[] }) | undefined;
  /** What the current model was opened from, where it can only be looked at. */
  private files: readonly File[] = [];
  /** Positions of the last look, padding included: the kernel behind a picture is the one of that size. */
  private lookedAt: number | undefined;

  /** `gpu` is `navigator.gpu` in a browser, Dawn's in Node; absent where there is none. `openDigits` opens MNIST's files. */
  constructor(
    gpu: GPU | undefined,
    makeEngine: typeof startEngine = startEngine,
    openDigits: OpenPart = noDigits,
  ) {
    this.gpu = gpu;
    this.makeEngine = makeEngine;
    this.digits = this.makeDigits(this.turns, () => this.engine(), openDigits);
    this.driver = new RunDriver(this.turns, {
      tell: (event) => this.tellRun(event),
      describe: (run: Run) => this.describe(run),
      evaluate: (run: Run) => this.takeStock(run),
      missing: 'There is no model yet; create one first.',
    });
  }

  async start(asked: StartOptions): Promise<Engine> {
    const options = letIn('start', asked);
    return this.turns.take(async () => {
      if (this.started) throw new Error('The lab has been started already.');
      return this.useEngine(await this.makeEngine(this.gpu, options));
    });
  }

  async presets(): Promise<PresetInfo[]> {
    return PRESETS.map(({ name, title, description, dataset, model, training }) => ({
      name,
      title,
      description,
      datasetName: dataset.name,
      model: { ...model, V: 0 },
      training,
    }));
  }

  async limits(): Promise<Record<string, SettingLimit>> {
    return { ...MODEL_LIMITS, ...TRAINING_LIMITS, ...VOCABULARY_LIMITS };
  }

  async problems(request: RunRequest): Promise<string[]> {
    try {
      return runProblems(letIn('create', request), this.started?.executor.capacity);
    } catch (error) {
      return [messageOf(error)];
    }
  }

  async memory(request: RunRequest): Promise<MemoryNeed | undefined> {
    return runMemory(letIn('create', request));
  }

  async create(request: RunRequest): Promise<RunInfo> {
    const plan = planRun(letIn('create', request), this.started?.executor.capacity);
    return this.replaceRun(plan);
  }

  async train(): Promise<RunState> {
    this.checkTrainable();
    return this.driver.train();
  }

  pause(): Promise<void> {
    return this.driver.pause();
  }

  async step(): Promise<void> {
    this.checkTrainable();
    return this.driver.step();
  }

  async reset(): Promise<RunInfo> {
    this.checkTrainable();
    return this.replaceRun(this.driver.current().plan);
  }

  async teach(rows: FactRow[], steps: number): Promise<RunInfo> {
    this.checkTrainable();
    const { run, edits } = this.current();
    const { plan } = run;
    if (!Number.isInteger(steps) || steps < 1)
      throw new Error(`${steps} steps were asked for; at least one is needed.`);
    const training = { ...plan.training, steps: run.step + steps };
    const facts = letIn('teach', rows);
    const planned = planRun({ ...plan.settings, facts, training }, this.started?.executor.capacity);
    const taught = { ...planned, config: { ...plan.config, V: planned.config.V } };
    await this.driver.pause();
    const snapshot = await this.turns.take(() => run.snapshot());
    const { history } = this.driver;
    return this.replaceRun(taught, goOnWith(taught, plan, snapshot), { edits: edits.past, history });
  }

  async inspect(request: InspectRequest): Promise<Inspection> {
    const asked = letIn('inspect', request) as InspectRequest;
    return this.turns.take(async () => this.look(asked));
  }

  async generate(asked: GenerateRequest, watch: Watch<WritingProgress> = () => true): Promise<Generation> {
    const request = letIn('generate', asked);
    const { tokens } = request;
    const problems = samplingProblems(request);
    if (!Number.isInteger(tokens) || tokens < 1 || tokens > 1000) problems.push('Ask for 1 to 1000 tokens.');
    if (problems.length > 0) throw new Error(problems.join(' '));
    const run = this.driver.current();
    const goOn = (progress: WritingProgress) => this.driver.run === run && watch(progress);
    return doInPieces(write(run, request), this.turns, goOn);
  }

  async evaluate(): Promise<void> {
    this.checkTrainable();
    return this.driver.evaluate();
  }

  async lens<Name extends LensName>(
    name: Name,
    asked: Lenses[Name]['asks'],
    watch: Watch = () => true,
  ): Promise<Lenses[Name]['answers']> {
    const question = letInto(name, asked);
    const { run, look } = await this.turns.take(async () => {
      const run = this.driver.current();
      return { run, look: await LENSES[name](run, question) };
    });
    if (!isInPieces(look)) return look;
    // Nobody wants to know any more about a model that has been replaced.
    return doInPieces(look, this.turns, (progress) => this.driver.run === run && watch(progress));
  }

  async applyEdit(request: EditRequest, watch: Watch = () => true): Promise<AppliedEdit> {
    const asked = letIn('applyEdit', request);
    // One after the other: each is measured in the weights that it changes.
    return this.editing.take(async () => {
      const { run, edits } = this.current();
      if (this.driver.state === 'training') throw new Error('Pause first: training is under way.');
      edits.check(asked);
      const work = withStill(run, (still) => measureEdit(still, asked));
      const measured = await doInPieces(
        work,
        this.turns,
        (progress) => this.driver.run === run && watch(progress),
      );
      const applied = await this.turns.take(async () => {
        if (this.driver.run !== run || run.step !== measured.reading.step)
          throw new Error('The model has moved on while the edit was computed; nothing was changed.');
        return edits.apply(measured);
      });
      await this.tellEdited(edits);
      return applied;
    });
  }

  async undoEdit(edit: number): Promise<void> {
    const id = letIn('undoEdit', edit);
    return this.editing.take(async () => {
      const { edits } = this.current();
      await this.turns.take(() => edits.undo(id));
      await this.tellEdited(edits);
    });
  }

  async diagnose(asked: { speed: boolean }, watch: Watch = () => true): Promise<Diagnostics> {
    return doInPieces(diagnose(this.engine(), letIn('diagnose', asked)), this.turns, watch);
  }

  async kernel(name: ActivationName): Promise<KernelInfo> {
    letIn('kernel', name);
    return this.turns.take(async () => {
      const run = this.driver.current();
      const { step, variant } = await run.inspector.stepOf(name, {
        B: 1,
        T: this.lookedAt ?? run.plan.config.T,
      });
      return describeKernel(step, variant, this.engine().executor.backend);
    });
  }

  async save(request: SaveRequest = {}): Promise<Uint8Array<ArrayBuffer>> {
    const asked = letIn('save', request);
    return this.turns.take(async () => {
      const { run, edits } = this.current();
      if (!run.isTrainable)
        throw new Error('This model is as its own files have it: nothing was changed that could be saved.');
      await this.driver.settle();
      const { history } = this.driver;
      return writeRun({ run, edits: edits.past, history, engine: engineName(this.engine()) }, asked);
    });
  }

  async open(bytes: Uint8Array<ArrayBuffer>): Promise<RunInfo> {
    const { plan, from, edits, history } = readRun(
      letIn('open', bytes),
      engineName(this.engine()),
      this.engine().executor.capacity,
    );
    return this.replaceRun(plan, from, { edits, history });
  }

  async readFiles(files: File[]): Promise<FilesReading> {
    return describeModel(await modelIn(files, this.engine().executor.capacity));
  }

  async openFiles(files: File[], watch: Watch = () => true): Promise<RunInfo> {
    const { executor } = this.engine();
    const found = await modelIn(files, executor.capacity);
    if (found.kind === 'lab') return this.open(found.bytes);
    const run = await doInPieces(openRun(executor, found.model), this.turns, watch);
    return this.driver.replace(async () => {
      this.edits = new Edits(run);
      this.snapshot = undefined;
      this.lookedAt = undefined;
      this.files = files;
      return run;
    });
  }

  async subscribe(listener: (event: LabEvent) => void): Promise<void> {
    this.listeners.add(listener);
    if (this.started) listener({ type: 'engine', engine: this.started.engine });
    for (const event of this.driver.standing()) {
      listener(event);
      if (event.type === 'run' && this.edits) listener({ type: 'edits', edits: this.edits.list });
    }
  }

  /** Stops training and frees everything; the lab cannot be used after this. */
  async dispose(): Promise<void> {
    await Promise.all([this.driver.dispose(), this.digits.dispose()]);
    this.started?.executor.dispose();
    this.listeners.clear();
  }

  protected makeDigits(...parts: ConstructorParameters<typeof DigitLab>): DigitLab {
    return new DigitLab(...parts);
  }

  private useEngine(started: StartedEngine): Engine {
    this.started = started;
    this.tell({ type: 'engine', engine: started.engine });
    started.executor.lost.then((sentence) => this.recover(started, sentence));
    return started.engine;
  }

  /** The GPU is gone: the CPU takes over with the model as it was at the last evaluation. */
  private async recover(lost: StartedEngine, sentence: string): Promise<void> {
    if (this.started !== lost) return;
    const { run } = this.driver;
    const plan = run?.isTrainable ? run.plan : undefined;
    const history = historyUntil(this.driver.history, this.snapshot?.step ?? 0);
    this.driver.abandon();
    const resumeDigits = this.digits.abandon();
    this.useEngine(await this.makeEngine(undefined, { backend: 'cpu' }));
    const reason = `${sentence} The CPU has taken over.`;
    this.tell({ type: 'engine', engine: { ...this.engine().engine, reason } });
    await resumeDigits(reason);
    if (run && !plan) await this.openAgain(reason);
    if (!plan) return;
    await this.replaceRun(plan, this.snapshot, { edits: this.snapshot?.past, history });
    this.driver.tellState('paused', `${reason} Training can go on from step ${this.snapshot?.step ?? 0}.`);
  }

  /** A model that is only looked at is no copy kept here, but the files it came from. */
  private async openAgain(reason: string): Promise<void> {
    try {
      await this.openFiles([...this.files]);
      this.driver.tellState('finished', reason);
    } catch (error) {
      this.driver.tellState('none', `${reason} ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Throws a sentence about a model that is only looked at. */
  private checkTrainable(): void {
    if (this.driver.run && !this.driver.run.isTrainable) throw new Error(WITHOUT_DATA);
  }

  /** `edits` are those that the weights of the snapshot hold. */
  private replaceRun(
    plan: RunPlan,
    from?: Snapshot,
    { edits: past = [], history }: { edits?: readonly PastEdit[]; history?: History<Evaluation> } = {},
  ): Promise<RunInfo> {
    return this.driver.replace(async () => {
      const run = await Run.create(this.engine().executor, plan, from);
      this.edits = new Edits(run, past);
      this.snapshot = from && { ...from, past };
      this.lookedAt = undefined;
      this.files = [];
      return run;
    }, history);
  }

  /** Keeps what to go on from if the engine is lost, and finds out how the run does. */
  private async *takeStock(run: Run): InPieces<Evaluation> {
    this.snapshot = { ...(await run.snapshot()), past: this.edits?.past ?? [] };
    return yield* evaluate(run);
  }

  private async look({ text, written = [], names, interventions = [] }: InspectRequest): Promise<Inspection> {
    const run = this.driver.current();
    const { config, dataset } = run.plan;
    checkTokens(run, written);
    const { ids: given, unknown } = dataset.tokenizer.encode(text);
    const ids = [...given, ...written];
    const visible = visibleTokens(ids, config);
    const tokens = visible.map((id) => ({ id, text: dataset.tokenizer.vocabulary[id] }));
    const empty = {
      step: run.step,
      tokens,
      unknown,
      cut: ids.length - visible.length,
      activations: {},
      next: [],
    };
    if (unknown.length > 0 || visible.length === 0) return empty;
    const problems = interventions.flatMap((each) => interventionProblems(each, config, visible.length));
    if (problems.length > 0) throw new Error(problems.join(' '));

    // A mean is taken over all positions: then none may be padding.
    const exact = interventions.some(({ kind }) => kind === 'mean');
    const T = exact ? visible.length : paddedLength(visible.length, config.T);
    const padded = new Int32Array(T);
    padded.set(visible);
    this.lookedAt = T;
    const request = { B: 1, T, tokens: padded };
    const changed = await changes(run.inspector, config, request, interventions);
    const wanted: ActivationName[] = [...new Set([...names, 'logits' as const])];
    const look = await run.inspector.look({ ...request, names: wanted, changes: changed });
    const cropped = wanted.flatMap((name) => {
      const values = look.activations.get(name);
      return values ? [[name, crop(name, values, visible.length)] as const] : [];
    });
    const activations: Inspection['activations'] = Object.fromEntries(
      cropped.filter(([name]) => names.includes(name)),
    );
    const logits = cropped.find(([name]) => name === 'logits')?.[1].data as Float32Array;
    const last = logits.subarray((visible.length - 1) * config.V);
    return { ...empty, activations, next: likeliest(last, dataset.tokenizer) };
  }

  private describe(run: Run): RunInfo {
    const { settings, dataset, config, training } = run.plan;
    return {
      preset: settings.preset,
      settings,
      datasetName: dataset.name,
      description: dataset.description,
      statistics: dataset.statistics,
      advice:
        dataset.advice?.({
          B: training.B,
          T: config.T,
          steps: training.steps,
          parameters: run.weights.count,
        }) ?? [],
      prompts: dataset.prompts,
      model: config,
      training,
      parameterCount: run.weights.count,
      memoryBytes: this.engine().executor.usage.bytes,
      vocabulary: [...dataset.tokenizer.vocabulary],
      tokenizer: dataset.tokenizer.kind,
      ...(settings.facts && { taught: [...settings.facts] }),
      ...(!run.isTrainable && { onlyLookedAt: true }),
      step: run.step,
    };
  }

  private engine(): StartedEngine {
    if (!this.started) throw new Error('The lab has not been started.');
    return this.started;
  }

  private current(): { run: Run; edits: Edits } {
    return { run: this.driver.current(), edits: this.edits as Edits };
  }

  /** What was told about the weights no longer holds. */
  private async tellEdited(edits: Edits): Promise<void> {
    this.tell({ type: 'edits', edits: edits.list });
    await this.driver.evaluate();
  }

  /** What is told of the run, with the edits that its weights hold: they are settled once training has gone on. */
  private tellRun(event: RunEvent<RunInfo, Evaluation>): void {
    this.tell(event);
    const { edits } = this;
    if (edits && (event.type === 'run' || (event.type === 'progress' && edits.settle())))
      this.tell({ type: 'edits', edits: edits.list });
  }

  private tell(event: LabEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}

const noDigits: OpenPart = () => Promise.reject(new Error('This lab was made without its digits.'));
