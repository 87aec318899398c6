// One network and its run: creates, trains, saves, opens and evaluates it, and answers requests between training steps.

import { NO_DATASET } from '../../model/data/prompt-only-dataset.ts';
import { recordedCheckpointInSlices } from '../../model/files/recorded-checkpoint.ts';
import { FILE_BUDGET, withinBudget } from '../../shared/budget.ts';
import { errorMessage } from '../../shared/error-message.ts';
import { type FieldError, toFieldError } from '../../shared/field-error.ts';
import { EMPTY_HISTORY, historyUntil } from '../../shared/history/history.ts';
import { type Job, type JobProgress, runToCompletion } from '../../shared/job.ts';
import type { Autosaver, NextIdentity, RunSnapshot } from '../persistence/autosaver.ts';
import { CheckpointPreview } from '../persistence/checkpoint-preview.ts';
import { readIntact } from '../persistence/read-intact.ts';
import { RecordedCheckpoints } from '../persistence/recorded-checkpoints.ts';
import type {
  LensQuery,
  LensQueryResult,
  LensTypes,
  RecordedModel,
  RunEvent,
  RunState,
  SaveRequest,
  SettingLimit,
} from '../rpc/api/session-api.ts';
import { parseRequest } from '../rpc/request-schemas.ts';
import { isJob, JobStoppedError, type ProgressCallback, runJob } from '../scheduling/run-job.ts';
import { TaskQueue } from '../scheduling/task-queue.ts';
import type { EngineController } from './engine/engine-controller.ts';
import type { Bytes, Network, NetworkTypes, SessionEvent } from './network.ts';
import { RunDriver } from './run-driver.ts';

export interface SessionServices {
  readonly taskQueue: TaskQueue;
  readonly engine: EngineController;
  readonly autosaver: Autosaver;
}

interface PreparedLenses<Lenses extends LensTypes> {
  readonly requests: NonNullable<LensQuery<Lenses>['lenses']>;
  /** Of invalid requests. */
  readonly errors: LensQueryResult<Lenses>['errors'];
}

/** The weights as one task of the queue reads them. */
export interface LensScope<Lenses extends LensTypes> {
  /** Absent where there is no run: a few lenses need none. */
  readonly step?: number;
  compute<Name extends keyof Lenses>(
    name: Name,
    request: Lenses[Name]['request'],
  ): Promise<Lenses[Name]['result']> | Job<Lenses[Name]['result']>;
  /** False once another run has replaced this one: its jobs stop. */
  isCurrent(): boolean;
}

interface LostRun<N extends NetworkTypes> {
  readonly source: N['source'];
  readonly latest: Autosaver['latest'];
  readonly state: RunState;
}

const MOVING = 'The model is being moved to another engine; try again in a moment.';

export abstract class Session<N extends NetworkTypes> {
  /** A checkpoint, which requests read while it is shown. */
  readonly checkpointPreview: CheckpointPreview<N['run'], N['saved']>;
  protected readonly services: SessionServices;
  protected readonly driver: RunDriver<N['run'], N['info'], N['evaluation']>;
  protected abstract readonly network: Network<N>;
  private readonly listeners = new Set<(event: SessionEvent<N>) => void>();
  /** The source of the current run; absent for a run that `replaceRun` was given ready. */
  private source: N['source'] | undefined;
  private readonly preparations = new TaskQueue();
  /** Aborts requests to train that still wait for their data. */
  private pendingTraining = new AbortController();
  /** The run that was on a lost engine, until it is restored or another replaces it. */
  private lostRun: LostRun<N> | undefined;

  constructor(services: SessionServices) {
    this.services = services;
    this.driver = new RunDriver(services.taskQueue, {
      emit: (event) => this.emitRun(event),
      toRunInfo: (run: N['run']) => this.network.toRunInfo(run),
      onCheckpoint: (run: N['run']) => this.recordCheckpoint(run),
      evaluate: (run: N['run']) => this.evaluateRun(run),
      missingMessage: () => (services.engine.transition ? MOVING : this.network.missingMessage),
    });
    this.checkpointPreview = new CheckpointPreview(services.taskQueue, (saved: N['saved']) =>
      this.restoreReadOnly(saved),
    );
  }

  async presets(): Promise<N['preset'][]> {
    return this.network.presets();
  }

  async limits(): Promise<Record<string, SettingLimit>> {
    return this.network.limits();
  }

  async problems(request: N['request'], onProgress?: ProgressCallback): Promise<FieldError[]> {
    try {
      const parsed = this.network.parse(request);
      await this.prepare(parsed, onProgress);
      return this.network.problems(parsed);
    } catch (error) {
      if (error instanceof JobStoppedError) throw error;
      return [toFieldError(error)];
    }
  }

  async create(request: N['request'], onProgress?: ProgressCallback): Promise<N['info']> {
    const parsed = this.network.parse(request);
    await this.prepare(parsed, onProgress);
    return this.replaceRun({ plan: this.network.plan(parsed) });
  }

  async train(): Promise<RunState> {
    const run = this.requireTrainable();
    const { signal } = this.supersedeTraining();
    const loading = this.loadTrainingData(run);
    if (loading) await loading;
    return signal.aborted ? this.driver.state : this.driver.train();
  }

  async pause(): Promise<void> {
    this.supersedeTraining();
    await this.driver.pause();
  }

  async step(count?: number): Promise<number> {
    const loading = this.loadTrainingData(this.requireTrainable());
    if (loading) await loading;
    return this.driver.step(count);
  }

  async evaluate(): Promise<void> {
    const loading = this.loadTrainingData(this.requireTrainable(), 1);
    if (loading) await loading;
    await this.driver.evaluate();
  }

  async reset(): Promise<N['info']> {
    return this.replaceRun({ plan: this.requireTrainable().plan });
  }

  async save(request: SaveRequest = {}): Promise<Bytes> {
    const { optimizer = false } = parseRequest('save', request);
    return this.services.taskQueue.run(async () => {
      const run = this.driver.requireRun();
      if (run.isTrainable === false)
        throw new Error(
          'This model is unchanged since it was opened from its files: there is nothing to save.',
        );
      await this.driver.drain();
      const serialize = this.network.serializer(run);
      const { step, variants } = run;
      const snapshot = optimizer
        ? await run.snapshot()
        : { step, variants, weights: await run.weights.get() };
      return serialize(snapshot, this.driver.history);
    });
  }

  async open(bytes: Bytes, onProgress?: ProgressCallback): Promise<N['info']> {
    return this.openRun(await this.readFile(parseRequest('open', bytes), onProgress));
  }

  async openRecorded(model: RecordedModel, onProgress?: ProgressCallback): Promise<N['info']> {
    const { file, history: json, folder } = parseRequest('openRecorded', model);
    const saved = await this.readFile(file, onProgress);
    const { checkpoints: files, history, training } = this.network.readRecord(json);
    if (training !== undefined && training !== this.network.trainingId(saved.plan))
      throw new Error(
        'The recorded history is of a training with other settings or data than this model: its files do not belong together.',
      );
    const parameters = this.network.parameters(saved.plan);
    const recorded = new RecordedCheckpoints({
      folder,
      files,
      restore: async (bytes, step, onProgress) => {
        const reading = withinBudget(recordedCheckpointInSlices(parameters, bytes), FILE_BUDGET);
        const { weights } = await this.read(reading, onProgress);
        return { ...saved, step, weights, moments: undefined, history: historyUntil(history, step) };
      },
    });
    return this.openRun({ ...saved, history }, { recorded });
  }

  /** Reads the file of a run; the current run goes on in between. @throws DamagedFileError, or another error */
  readFile(file: Bytes, onProgress?: ProgressCallback): Promise<N['saved']> {
    return this.read(readIntact(file, this.network.readFile(file)), onProgress);
  }

  /** Opens a run that was read; without an identity as a new one. */
  async openRun(saved: N['saved'], identity?: NextIdentity): Promise<N['info']> {
    return this.replaceRun(this.network.restore(saved), { identity });
  }

  /**
   * Reads a file or a text between the tasks of the queue. The last report says that all is done and is awaited: a stop before
   * it always has an effect.
   */
  async read<Result>(job: Job<Result>, onProgress: ProgressCallback = () => true): Promise<Result> {
    let latest: JobProgress | undefined;
    const result = await runJob(job, this.services.taskQueue, (progress) => {
      latest = progress;
      return onProgress(progress);
    });
    if (latest && !(await onProgress({ ...latest, done: latest.total }))) throw new JobStoppedError();
    return result;
  }

  async subscribe(listener: (event: SessionEvent<N>) => void): Promise<void> {
    this.listeners.add(listener);
    for (const event of [...this.driver.initialEvents(), ...this.stateEvents()]) listener(event);
  }

  async lens<Name extends keyof N['lenses']>(
    name: Name,
    request: N['lenses'][Name]['request'],
    onProgress: ProgressCallback = () => true,
  ): Promise<N['lenses'][Name]['result']> {
    const { taskQueue } = this.services;
    const parsed = await this.prepareLens(name, request);
    const { scope, result } = await taskQueue.run(async () => {
      const scope = this.lensScope();
      return { scope, result: await scope.compute(name, parsed) };
    });
    if (!isJob(result)) return result;
    return runJob(result, taskQueue, (progress) => scope.isCurrent() && onProgress(progress));
  }

  /** Of the checkpoint that is shown; stops where `onProgress` returns false. */
  async evaluateCheckpoint(onProgress: ProgressCallback = () => true): Promise<N['evaluation']> {
    const { run } = this.checkpointPreview;
    if (!run) throw new Error('No checkpoint is shown.');
    const isShown = () => run === this.checkpointPreview.run;
    return runJob(
      this.network.evaluate(run),
      this.services.taskQueue,
      (progress) => isShown() && onProgress(progress),
    );
  }

  /** The run between two steps, for the autosaver; undefined where there is nothing to save. */
  takeSnapshot(): Promise<RunSnapshot | undefined> {
    return this.services.taskQueue.run(async () => {
      const { run, state } = this.driver;
      if (!run || run.isTrainable === false) return undefined;
      await this.driver.drain();
      const serialize = this.network.serializer(run);
      const snapshot = await run.snapshot();
      const { history } = this.driver;
      return {
        title: this.network.title(run.plan),
        preset: this.network.presetName(run.plan),
        step: snapshot.step,
        steps: run.steps,
        parameterCount: run.weights.count,
        training: state === 'training',
        history,
        serialize: () => serialize(snapshot, history),
      };
    });
  }

  /** Stops training without waiting for an evaluation. Returns the previous state. */
  halt(): Promise<RunState> {
    return this.driver.halt();
  }

  /**
   * Drops everything on the engine, which is lost or about to be disposed. The result resumes the run on the next engine,
   * from the last snapshot; `state` is that before a halt. A run that an earlier loss has left without engine stays lost.
   */
  release(state = this.driver.state): (reason: string) => Promise<void> {
    const { run } = this.driver;
    const { source } = this;
    const { latest } = this.services.autosaver;
    if (run) this.lostRun = source && { source, latest, state };
    const { lostRun } = this;
    this.driver.abandon();
    this.checkpointPreview.abandon();
    return async (reason) => {
      if (!lostRun || lostRun !== this.lostRun) return;
      const saved = lostRun.latest && (await this.readFile(lostRun.latest.file));
      // Another run has replaced it in the meantime.
      if (lostRun !== this.lostRun) return;
      const source = saved ? this.network.restore(saved) : lostRun.source;
      await this.replaceRun(source, { identity: 'current' });
      const message = `${reason} Training continues from step ${this.driver.requireRun().step}.`;
      if (lostRun.state !== 'training') return this.driver.emitState(this.driver.state, message);
      void this.driver.train(message).catch(() => {}); // the driver emits the outcome
    };
  }

  /** The lost run cannot be restored. */
  abandonLostRun(reason: string): void {
    if (!this.lostRun) return;
    this.lostRun = undefined;
    this.driver.emitState('none', reason);
  }

  async dispose(): Promise<void> {
    await this.driver.dispose();
    this.checkpointPreview.clear();
    this.listeners.clear();
  }

  /** Does the long work of requests one at a time: of two for the same data the second finds it. */
  protected async prepare(request: N['request'], onProgress?: ProgressCallback): Promise<void> {
    const work = this.network.prepare?.(request);
    if (work) await this.preparations.run(() => this.read(work, onProgress));
  }

  /** Validates the request of a lens and loads the data that it reads. */
  protected abstract prepareLens<Name extends keyof N['lenses']>(
    name: Name,
    request: N['lenses'][Name]['request'],
  ): Promise<N['lenses'][Name]['request']>;

  /** In a task of the queue: the weights of this step. */
  protected abstract lensScope(): LensScope<N['lenses']>;

  /** A run that requests read and that is not trained. */
  protected abstract restoreReadOnly(saved: N['saved']): Promise<N['run']>;

  /** The run that requests read: the checkpoint while one is shown, else the current run. */
  protected get shownRun(): N['run'] | undefined {
    return this.checkpointPreview.run ?? this.driver.run;
  }

  protected requireShownRun(): N['run'] {
    return this.checkpointPreview.run ?? this.driver.requireRun();
  }

  protected evaluateRun(run: N['run']): Job<N['evaluation']> {
    return this.network.evaluate(run);
  }

  /** A step that training has reached. Weights that were changed at a step, by an edit or in a file, are none of its history. */
  private async recordCheckpoint(run: N['run']): Promise<void> {
    const snapshot = await run.snapshot();
    const serialize = this.network.serializer(run);
    this.services.autosaver.recordCheckpoint(run.step, () => serialize(snapshot, EMPTY_HISTORY));
  }

  /** Called when `run` has replaced the previous one, before its events. */
  protected abstract onReplaced(run: N['run'], source: N['source'] | undefined): void;

  /** Loads the data that training needs; undefined where all is loaded, so that training starts at once. */
  protected loadTrainingData(_run: N['run'], _images?: number): Promise<void> | undefined {
    return undefined;
  }

  /** Events beside the run's that describe the current state to a new subscriber. */
  protected stateEvents(): SessionEvent<N>[] {
    return [];
  }

  protected emitRun(event: RunEvent<N['info'], N['evaluation']>): void {
    this.services.autosaver.handleEvent(event);
    this.emit(event);
  }

  protected emit(event: SessionEvent<N>): void {
    for (const listener of this.listeners) listener(event);
  }

  /**
   * Stops and saves the current run, then creates the next one in its place. `create` overrides how, and without an identity it
   * is a new run; a failure leaves the current run as it is.
   */
  protected async replaceRun(
    source: N['source'] | undefined,
    {
      create = () => this.network.create(source as N['source']),
      identity,
    }: { readonly create?: () => Promise<N['run']>; readonly identity?: NextIdentity } = {},
  ): Promise<N['info']> {
    this.supersedeTraining();
    await this.driver.halt();
    await this.services.autosaver.save();
    return this.driver.replace(async () => {
      const run = await create();
      this.source = source;
      this.lostRun = undefined;
      this.checkpointPreview.clear();
      this.onReplaced(run, source);
      // In this task: of two requests to replace the run, neither takes the identity of the other.
      this.services.autosaver.identifyNext(identity);
      return run;
    }, source?.history);
  }

  /**
   * Computes lenses on one state of the weights, in the task of the queue that this is called in; jobs run to completion.
   * The failure of one does not affect the others.
   */
  protected async computeLenses(
    scope: LensScope<N['lenses']>,
    { requests, ...prepared }: PreparedLenses<N['lenses']>,
  ): Promise<Pick<LensQueryResult<N['lenses']>, 'lenses' | 'errors'>> {
    const lenses: LensQueryResult<N['lenses']>['lenses'] = {};
    const errors = { ...prepared.errors };
    for (const name of Object.keys(requests) as (keyof N['lenses'] & string)[]) {
      try {
        lenses[name] = await this.computeLens(scope, name, requests[name]);
      } catch (error) {
        errors[name] = errorMessage(error);
      }
    }
    return { lenses, errors };
  }

  /** In a task of the queue, as long as it takes. */
  protected async computeLens<Name extends keyof N['lenses']>(
    scope: LensScope<N['lenses']>,
    name: Name,
    request: N['lenses'][Name]['request'],
  ): Promise<N['lenses'][Name]['result']> {
    const result = await scope.compute(name, request);
    return isJob(result) ? runToCompletion(result) : result;
  }

  /** Validates the lens requests of a query and loads the data that they read. */
  protected async prepareLenses(
    requests: LensQuery<N['lenses']>['lenses'] = {},
  ): Promise<PreparedLenses<N['lenses']>> {
    const prepared: PreparedLenses<N['lenses']> = { requests: {}, errors: {} };
    for (const name of Object.keys(requests) as (keyof N['lenses'] & string)[]) {
      try {
        prepared.requests[name] = await this.prepareLens(name, requests[name]);
      } catch (error) {
        prepared.errors[name] = errorMessage(error);
      }
    }
    return prepared;
  }

  /** The current run; throws where there is none, or none that can be trained. */
  protected requireTrainable(): N['run'] {
    const run = this.driver.requireRun();
    if (run.isTrainable === false) throw new Error(NO_DATASET);
    return run;
  }

  private supersedeTraining(): AbortController {
    this.pendingTraining.abort();
    this.pendingTraining = new AbortController();
    return this.pendingTraining;
  }
}
