// The lab itself, a plain class: one run at a time, trained step by step, with room between the steps to look inside.

import { evaluate } from '../../lenses/evaluation/evaluate.ts';
import { MODEL_LIMITS } from '../../model/architecture/config.ts';
import type { PartLoader } from '../../model/data/mnist/mnist.ts';
import { NO_DATASET } from '../../model/data/prompt-only-dataset.ts';
import { loadGpt2 } from '../../model/files/gpt2/load-gpt2.ts';
import { toHuggingFace } from '../../model/files/hugging-face-config.ts';
import { VOCABULARY_LIMITS } from '../../model/tokenizers/byte-pair-training.ts';
import { PRESETS } from '../../model/training/presets.ts';
import { remapVocabulary } from '../../model/training/remap-vocabulary.ts';
import { Run } from '../../model/training/run.ts';
import { estimateRunMemory, planRun, runProblems } from '../../model/training/run-plan.ts';
import type { Snapshot } from '../../model/training/snapshot.ts';
import { TRAINING_LIMITS } from '../../model/training/training-config.ts';
import { errorMessage } from '../../shared/error-message.ts';
import { type FieldError, toFieldError } from '../../shared/field-error.ts';
import { EMPTY_HISTORY, type History } from '../../shared/history/history.ts';
import type { Job } from '../../shared/job.ts';
import type { RunSnapshot } from '../persistence/autosaver.ts';
import { CheckpointPreview } from '../persistence/checkpoint-preview.ts';
import { findModel, toFilesInfo } from '../persistence/model-files.ts';
import { type RunSource, restoreRun, serializeRun } from '../persistence/run-file.ts';
import { RunLibrary, type RunLibraryOptions } from '../persistence/run-library.ts';
import type {
  ActivationName,
  AppliedEdit,
  Diagnostics,
  EditRequest,
  Engine,
  Evaluation,
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
  ProgressCallback,
  RunEvent,
  RunInfo,
  RunRequest,
  RunState,
  SaveRequest,
  SettingLimit,
  StartOptions,
} from '../rpc/api/lab-api.ts';
import { DigitLab } from './digits/digit-lab.ts';
import { diagnose } from './engine/diagnostics.ts';
import { EngineController, type Resume } from './engine/engine-controller.ts';
import { engineName, startEngine } from './engine/start-engine.ts';
import { InspectionService } from './inspection/inspection-service.ts';
import { EditHistory, NO_EDITS, type SavedEdits } from './model-editing/edit-history.ts';
import { ModelEditor } from './model-editing/model-editor.ts';
import { parseRequest } from './request-schemas.ts';
import { RunDriver } from './run-driver.ts';
import { toRunInfo } from './run-info.ts';
import { runJob } from './scheduling/run-job.ts';
import { TaskQueue } from './scheduling/task-queue.ts';

const NO_MODEL_MESSAGE = 'There is no model yet; create one first.';

export class Lab implements LabApi {
  private readonly taskQueue = new TaskQueue();
  private readonly listeners = new Set<(event: LabEvent) => void>();
  private readonly engine: EngineController;
  private readonly driver: RunDriver<Run, RunInfo, Evaluation>;
  readonly digits: DigitLab;
  private editHistory: EditHistory | undefined;
  /** What the current model was opened from, where it can only be looked at. */
  private sourceFiles: readonly File[] = [];
  /** What the run was made from. */
  private origin: RunSource | undefined;
  /** The model as it was, while the visitor looks back. */
  private readonly checkpointPreview: CheckpointPreview;
  private readonly inspection: InspectionService;
  private readonly modelEditor: ModelEditor;
  readonly runs: RunLibrary;

  /**
   * `gpu` is `navigator.gpu` in a browser, Dawn's in Node; absent where there is none. `openDigits` opens MNIST's files.
   * `keeping` is where runs are kept.
   */
  constructor(
    gpu: GPU | undefined,
    createEngine: typeof startEngine = startEngine,
    openMnist: PartLoader = mnistUnavailable,
    persistence: Pick<RunLibraryOptions, 'locks' | 'storage'> = {},
  ) {
    this.engine = new EngineController({
      gpu,
      createEngine: createEngine,
      emit: (event) => this.emit(event),
      release: () => this.releaseEngine(),
    });
    this.digits = this.createDigitLab(this.taskQueue, () => this.engine.current, openMnist);
    this.driver = new RunDriver(this.taskQueue, {
      emit: (event) => this.emitRun(event),
      toRunInfo: (run: Run) => toRunInfo(run, this.engine.current.executor.usage.bytes + run.workerBytes),
      evaluate: (run: Run) => this.evaluateRun(run),
      missingMessage: NO_MODEL_MESSAGE,
    });
    this.checkpointPreview = new CheckpointPreview(this.taskQueue, () => ({
      executor: this.engine.current.executor,
      engine: engineName(this.engine.current),
      known: this.driver.run?.plan,
    }));
    this.inspection = new InspectionService(this.taskQueue, {
      model: () => this.checkpointPreview.run ?? this.driver.run,
      missingMessage: NO_MODEL_MESSAGE,
      backend: () => this.engine.current.executor.backend,
    });
    this.modelEditor = new ModelEditor(this.taskQueue, {
      current: () => this.current(),
      isCurrent: (run) => this.driver.run === run,
      refusal: () => this.editRefusal(),
      onChanged: (edits) => this.onEdited(edits),
    });
    this.runs = this.createRunLibrary({
      ...persistence,
      networks: {
        model: { takeSnapshot: () => this.takeSnapshot(), open: (file) => this.open(file) },
        digits: { takeSnapshot: () => this.digits.takeSnapshot(), open: (file) => this.digits.open(file) },
      },
      checkpointPreview: this.checkpointPreview,
    });
    this.digits.attachAutosaver(this.runs.digits);
  }

  async start(request: StartOptions): Promise<Engine> {
    const options = parseRequest('start', request);
    return this.taskQueue.run(() => this.engine.start(options));
  }

  async switchEngine(request: StartOptions): Promise<Engine> {
    return this.engine.switchTo(parseRequest('start', request), async () => {
      const states = await Promise.all([this.driver.halt(), this.digits.halt()]);
      await this.runs.flush();
      return this.releaseEngine(...states);
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

  async problems(request: RunRequest): Promise<FieldError[]> {
    try {
      return runProblems(parseRequest('create', request), this.engine.resources);
    } catch (error) {
      return [toFieldError(error)];
    }
  }

  async memory(request: RunRequest): Promise<MemoryEstimate | undefined> {
    return estimateRunMemory(parseRequest('create', request), this.engine.resources.threads);
  }

  async create(request: RunRequest): Promise<RunInfo> {
    return this.replaceRun({ plan: planRun(parseRequest('create', request), this.engine.resources) });
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
    return this.replaceRun({ plan: this.driver.requireRun().plan });
  }

  async teach(rows: FactRow[], steps: number): Promise<RunInfo> {
    this.checkTrainable();
    const { run, edits } = this.current();
    const { plan } = run;
    if (!Number.isInteger(steps) || steps < 1)
      throw new Error(`${steps} steps were asked for; at least one is needed.`);
    const training = { ...plan.training, steps: run.step + steps };
    const facts = parseRequest('teach', rows);
    const planned = planRun({ ...plan.settings, facts, training }, this.engine.resources);
    const newPlan = { ...planned, config: { ...plan.config, V: planned.config.V } };
    await this.driver.pause();
    const snapshot = await this.taskQueue.run(() => run.snapshot());
    const { history } = this.driver;
    const from = remapVocabulary(newPlan, plan, snapshot);
    this.runs.model.keepIdentity();
    const info = await this.replaceRun({
      plan: newPlan,
      from,
      edits: { applied: edits.serialized.applied },
      history,
    });
    this.runs.model.markDirty();
    return info;
  }

  async inspect(request: InspectRequest): Promise<Inspection> {
    return this.inspection.inspect(request);
  }

  async generate(
    request: GenerateRequest,
    watch?: ProgressCallback<GenerationProgress>,
  ): Promise<Generation> {
    return this.inspection.generate(request, watch);
  }

  async lens<Name extends LensName>(
    name: Name,
    request: LensRequest<Name>,
    watch?: ProgressCallback,
  ): Promise<LensResult<Name>> {
    return this.inspection.lens(name, request, watch);
  }

  async kernel(name: ActivationName): Promise<KernelInfo> {
    return this.inspection.kernel(name);
  }

  async evaluate(): Promise<void> {
    this.checkTrainable();
    return this.driver.evaluate();
  }

  async applyEdit(request: EditRequest, watch?: ProgressCallback): Promise<AppliedEdit> {
    return this.modelEditor.apply(request, watch);
  }

  async undoEdit(edit: number): Promise<void> {
    return this.modelEditor.undo(edit);
  }

  async diagnose(request: { speed: boolean }, watch: ProgressCallback = () => true): Promise<Diagnostics> {
    return runJob(diagnose(this.engine.current, parseRequest('diagnose', request)), this.taskQueue, watch);
  }

  async throttle(dutyCycle: number): Promise<void> {
    this.taskQueue.throttle.dutyCycle = parseRequest('dutyCycle', dutyCycle);
  }

  async resourceUrls(): Promise<string[]> {
    return performance.getEntriesByType('resource').map(({ name }) => name);
  }

  async save(request: SaveRequest = {}): Promise<Uint8Array<ArrayBuffer>> {
    const { optimizer = false } = parseRequest('save', request);
    return this.taskQueue.run(async () => {
      const { run, edits } = this.current();
      if (!run.isTrainable)
        throw new Error('This model is as its own files have it: nothing was changed that could be saved.');
      await this.driver.drain();
      const { step, variants } = run;
      const snapshot = optimizer
        ? await run.snapshot()
        : { step, variants, weights: await run.weights.get() };
      return this.serializeRun(run, snapshot, edits.serialized, this.driver.history);
    });
  }

  async open(bytes: Uint8Array<ArrayBuffer>): Promise<RunInfo> {
    const known = this.driver.run?.plan;
    return this.replaceRun(
      restoreRun(parseRequest('open', bytes), engineName(this.engine.current), {
        ...this.engine.resources,
        known,
      }),
    );
  }

  async pythonConfig(): Promise<string> {
    const { config } = this.driver.requireRun().plan;
    if (config.mlpWidth === 0)
      throw new Error('Python’s transformers knows no GPT-2 without MLPs; this model is attention alone.');
    return `${JSON.stringify(toHuggingFace(config), null, 2)}\n`;
  }

  async readFiles(files: File[]): Promise<FilesInfo> {
    return toFilesInfo(await findModel(files, this.engine.current.executor.capacity));
  }

  async openFiles(files: File[], watch: ProgressCallback = () => true): Promise<RunInfo> {
    const { executor } = this.engine.current;
    const found = await findModel(files, executor.capacity);
    if (found.kind === 'lab') return this.open(found.bytes);
    const run = await runJob(loadGpt2(executor, found.model), this.taskQueue, watch);
    await this.stopAndSave();
    return this.driver.replace(async () => {
      this.editHistory = new EditHistory(run);
      this.origin = undefined;
      this.checkpointPreview.clear();
      this.inspection.reset();
      this.sourceFiles = files;
      return run;
    });
  }

  async subscribe(listener: (event: LabEvent) => void): Promise<void> {
    this.listeners.add(listener);
    const { started } = this.engine;
    if (started) listener({ type: 'engine', engine: started.engine });
    for (const event of this.driver.initialEvents()) {
      listener(event);
      if (event.type === 'run' && this.editHistory) listener({ type: 'edits', edits: this.editHistory.list });
    }
  }

  /** Stops training and frees everything; the lab cannot be used after this. */
  async dispose(): Promise<void> {
    await Promise.all([this.driver.dispose(), this.digits.dispose()]);
    this.checkpointPreview.clear();
    this.runs.dispose();
    this.engine.dispose();
    this.listeners.clear();
  }

  protected createRunLibrary(options: RunLibraryOptions): RunLibrary {
    return new RunLibrary(options);
  }

  protected createDigitLab(...parts: ConstructorParameters<typeof DigitLab>): DigitLab {
    return new DigitLab(...parts);
  }

  /** Both runs let go of the engine. Returns what goes on with them on another, from where they were last taken. */
  private releaseEngine(state = this.driver.state, digitState?: RunState): Resume {
    const { run } = this.driver;
    const last = this.runs.model.latest;
    this.driver.abandon();
    this.checkpointPreview.abandon();
    const resumeDigits = this.digits.abandon(digitState);
    return async (started, reason) => {
      await resumeDigits(reason);
      if (!run) return;
      if (!run.isTrainable) return this.reopenFiles(reason);
      this.runs.model.keepIdentity();
      const engine = engineName(started);
      await this.replaceRun(
        last ? restoreRun(last.file, engine, { known: run.plan }) : (this.origin as RunSource),
      );
      const words = `${reason} Training goes on from step ${this.driver.requireRun().step}.`;
      if (state !== 'training') return this.driver.emitState(this.driver.state, words);
      // What becomes of it is told as it happens.
      void this.driver.train(words).catch(() => {});
    };
  }

  /** A model that is only looked at is no copy kept here, but the files it came from. */
  private async reopenFiles(reason: string): Promise<void> {
    try {
      await this.openFiles([...this.sourceFiles]);
      this.driver.emitState('finished', reason);
    } catch (error) {
      this.driver.emitState('none', `${reason} ${errorMessage(error)}`);
    }
  }

  /** Throws a sentence about a model that is only looked at. */
  private checkTrainable(): void {
    if (this.driver.run && !this.driver.run.isTrainable) throw new Error(NO_DATASET);
  }

  /** What the run before became is kept. */
  private async replaceRun(origin: RunSource): Promise<RunInfo> {
    const { plan, from, edits, history } = origin;
    await this.stopAndSave();
    return this.driver.replace(async () => {
      const { executor, workerPool } = this.engine.current;
      const run = await Run.create(executor, plan, from, workerPool);
      this.editHistory = new EditHistory(run, edits);
      this.origin = origin;
      this.inspection.reset();
      this.sourceFiles = [];
      this.checkpointPreview.clear();
      return run;
    }, history);
  }

  /** The run between two steps, to be kept. */
  private takeSnapshot(): Promise<RunSnapshot | undefined> {
    return this.taskQueue.run(async () => {
      const { run, state } = this.driver;
      if (!run?.isTrainable) return undefined;
      await this.driver.drain();
      const snapshot = await run.snapshot();
      const edits = this.editHistory?.serialized ?? NO_EDITS;
      const { history } = this.driver;
      return {
        preset: run.plan.settings.preset,
        step: snapshot.step,
        steps: run.steps,
        parameterCount: run.weights.count,
        training: state === 'training',
        history,
        serialize: () => this.serializeRun(run, snapshot, edits, history),
      };
    });
  }

  private async stopAndSave(): Promise<void> {
    await this.driver.halt();
    await this.runs.model.save();
  }

  private serializeRun(run: Run, snapshot: Snapshot, edits: SavedEdits, history: History<Evaluation>) {
    return serializeRun({
      plan: run.plan,
      snapshot,
      edits,
      history,
      engine: engineName(this.engine.current),
    });
  }

  /** Finds out how the run does; this is also a state to look back at. */
  private async *evaluateRun(run: Run): Job<Evaluation> {
    const snapshot = await run.snapshot();
    const edits = this.editHistory?.serialized ?? NO_EDITS;
    this.runs.model.recordCheckpoint(run.step, () => this.serializeRun(run, snapshot, edits, EMPTY_HISTORY));
    return yield* evaluate(run);
  }

  private current(): { run: Run; edits: EditHistory } {
    return { run: this.driver.requireRun(), edits: this.editHistory as EditHistory };
  }

  /** Why the weights cannot be rewritten now, if so. */
  private editRefusal(): string | undefined {
    if (this.driver.state === 'training') return 'Pause first: training is under way.';
    if (this.checkpointPreview.run) return 'The past cannot be changed; go back to the present first.';
  }

  /** What was told about the weights no longer holds. */
  private async onEdited(edits: EditHistory): Promise<void> {
    this.emit({ type: 'edits', edits: edits.list });
    this.runs.model.markDirty();
    await this.driver.evaluate();
  }

  /** What is told of the run, with the edits that its weights hold: they are settled once training has gone on. */
  private emitRun(event: RunEvent<RunInfo, Evaluation>): void {
    this.runs.model.handleEvent(event);
    this.emit(event);
    const { editHistory } = this;
    if (editHistory && (event.type === 'run' || (event.type === 'progress' && editHistory.settleStale())))
      this.emit({ type: 'edits', edits: editHistory.list });
  }

  private emit(event: LabEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}

const mnistUnavailable: PartLoader = () => Promise.reject(new Error('This lab was made without its digits.'));
