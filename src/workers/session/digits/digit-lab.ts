// The digit network's half of the lab: a second run on the same engine, driven like the first, with its own lenses.

import { ComparisonRuns } from '../../../lenses/digits/comparison-runs.ts';
import type { DigitLensContext } from '../../../lenses/digits/define-digit-lens.ts';
import { locateWeight } from '../../../lenses/digits/digit-gradients.ts';
import { DIGIT_LENSES, parseDigitLensRequest } from '../../../lenses/digits/digit-lenses.ts';
import { SmallNetworkRunner } from '../../../lenses/digits/small-network/small-network.ts';
import { evaluateDigits } from '../../../lenses/evaluation/evaluate.ts';
import type { PartLoader } from '../../../model/data/mnist/mnist.ts';
import { Mnist, TRAIN_IMAGES } from '../../../model/data/mnist/mnist.ts';
import { readDigitFile, writeDigitFile } from '../../../model/digits/digit-file.ts';
import { DigitRun } from '../../../model/digits/digit-run.ts';
import type { DigitPlan } from '../../../model/digits/digit-settings.ts';
import {
  DIGIT_LIMITS,
  DIGIT_PRESETS,
  digitProblems,
  planDigits,
} from '../../../model/digits/digit-settings.ts';
import type { Snapshot } from '../../../model/training/snapshot.ts';
import { type FieldError, toFieldError } from '../../../shared/field-error.ts';
import type { History } from '../../../shared/history/history.ts';
import type { Job } from '../../../shared/job.ts';
import type { Autosaver, RunSnapshot } from '../../persistence/autosaver.ts';
import type {
  DigitApi,
  DigitData,
  DigitEvaluation,
  DigitEvent,
  DigitLensName,
  DigitLensRequest,
  DigitLensResult,
  DigitPresetInfo,
  DigitRequest,
  DigitRunInfo,
  DigitSplit,
  ProgressCallback,
  RunState,
  SaveRequest,
  SettingLimit,
  WeightChange,
} from '../../rpc/api/lab-api.ts';
import { engineName, type StartedEngine } from '../engine/start-engine.ts';
import { parseRequest } from '../request-schemas.ts';
import { RunDriver } from '../run-driver.ts';
import { isJob, runJob } from '../scheduling/run-job.ts';
import type { TaskQueue } from '../scheduling/task-queue.ts';

/** What a digit run is made from. */
interface DigitRunSource {
  readonly plan: DigitPlan;
  readonly from?: Snapshot;
  readonly history?: History<DigitEvaluation>;
}

export class DigitLab implements DigitApi {
  private readonly taskQueue: TaskQueue;
  private readonly engine: () => StartedEngine;
  private readonly mnist: Mnist;
  private readonly driver: RunDriver<DigitRun, DigitRunInfo, DigitEvaluation>;
  private readonly listeners = new Set<(event: DigitEvent) => void>();
  private readonly lensContext: DigitLensContext;
  private readonly comparisonRuns: ComparisonRuns;
  private smallNetworksCache: SmallNetworkRunner | undefined;
  private pending: DigitData['pending'];
  /** Orders to train that wait for images: a pause or another run takes them back. */
  private trainRequests = 0;
  /** What the run was made from. */
  private source: DigitRunSource | undefined;
  private autosaver: Autosaver | undefined;

  constructor(taskQueue: TaskQueue, engine: () => StartedEngine, open: PartLoader) {
    this.taskQueue = taskQueue;
    this.engine = engine;
    this.mnist = new Mnist(open, (pending) => this.emitData(pending));
    this.driver = new RunDriver(taskQueue, {
      emit: (event) => this.emit(event),
      toRunInfo: (run: DigitRun) => this.toRunInfo(run),
      evaluate: (run: DigitRun) => this.evaluateRun(run),
      missingMessage: 'There is no digit network yet; create one first.',
    });
    const context = {
      run: () => this.driver.requireRun(),
      mnist: this.mnist,
      executor: () => this.engine().executor,
    };
    this.comparisonRuns = new ComparisonRuns(context);
    this.lensContext = {
      ...context,
      comparisonRuns: this.comparisonRuns,
      small: () => this.smallNetworks(),
    };
  }

  /** Called once, before there is a run. */
  attachAutosaver(autosaver: Autosaver): void {
    this.autosaver = autosaver;
  }

  async presets(): Promise<DigitPresetInfo[]> {
    return DIGIT_PRESETS.map((preset) => ({ ...preset, hidden: [...preset.hidden] }));
  }

  async limits(): Promise<Record<string, SettingLimit>> {
    return { ...DIGIT_LIMITS };
  }

  async problems(request: DigitRequest): Promise<FieldError[]> {
    try {
      return digitProblems(parseRequest('createDigits', request));
    } catch (error) {
      return [toFieldError(error)];
    }
  }

  async create(request: DigitRequest): Promise<DigitRunInfo> {
    return this.replaceRun({ plan: planDigits(parseRequest('createDigits', request)) });
  }

  async train(): Promise<RunState> {
    const run = this.driver.requireRun();
    this.trainRequests += 1;
    const { trainRequests: request } = this;
    await this.ensureImages('train', run.plan.training.images);
    return request === this.trainRequests ? this.driver.train() : this.driver.state;
  }

  async pause(): Promise<void> {
    this.trainRequests += 1;
    await this.driver.pause();
  }

  async step(): Promise<void> {
    await this.ensureImages('train', this.driver.requireRun().plan.training.images);
    await this.driver.step();
  }

  async evaluate(): Promise<void> {
    await this.ensureImages('train', 1);
    await this.driver.evaluate();
  }

  async reset(): Promise<DigitRunInfo> {
    return this.replaceRun({ plan: this.driver.requireRun().plan });
  }

  async loadImages(request: 'first' | 'all'): Promise<DigitData> {
    const what = parseRequest('loadImages', request);
    await this.ensureImages('train', what === 'all' ? TRAIN_IMAGES : 1);
    return this.data();
  }

  async setWeights(changes: readonly WeightChange[]): Promise<void> {
    const parsed = parseRequest('setWeights', changes);
    await this.taskQueue.run(async () => {
      const run = this.driver.requireRun();
      const places = parsed.map((change) => ({
        ...locateWeight(run.plan.config, change),
        value: change.value,
      }));
      const invalid = places.find(({ value }) => !Number.isFinite(value));
      if (invalid) throw new Error(`A weight can be any number, and ${invalid.value} is none.`);
      for (const { name, index, value } of places) run.weights.setElement(name, index, value);
      this.emit({ type: 'weights', step: run.step });
    });
  }

  async lens<Name extends DigitLensName>(
    name: Name,
    request: DigitLensRequest<Name>,
    onProgress: ProgressCallback = () => true,
  ): Promise<DigitLensResult<Name>> {
    // Images are loaded before the task, so that the other run continues meanwhile.
    const parsed = parseDigitLensRequest(name, request);
    const lens = DIGIT_LENSES[name];
    const images = lens.images?.(parsed, this.lensContext);
    if (images) await this.ensureImages(images.split, images.count);
    const result = await this.taskQueue.run(async () => lens.compute(this.lensContext, parsed));
    return isJob(result) ? runJob(result, this.taskQueue, onProgress) : result;
  }

  async save(request: SaveRequest = {}): Promise<Uint8Array<ArrayBuffer>> {
    const { optimizer = false } = parseRequest('save', request);
    return this.taskQueue.run(async () => {
      const run = this.driver.requireRun();
      await this.driver.drain();
      const { plan, step, variants } = run;
      const snapshot = optimizer
        ? await run.snapshot()
        : { step, variants, weights: await run.weights.get() };
      return writeDigitFile({
        plan,
        ...snapshot,
        engine: engineName(this.engine()),
        history: this.driver.history,
      });
    });
  }

  async open(bytes: Uint8Array<ArrayBuffer>): Promise<DigitRunInfo> {
    return this.replaceRun(this.sourceFromFile(parseRequest('open', bytes)));
  }

  /** The run between two steps, to be kept. */
  takeSnapshot(): Promise<RunSnapshot | undefined> {
    return this.taskQueue.run(async () => {
      const { run, state, history } = this.driver;
      if (!run) return undefined;
      await this.driver.drain();
      const snapshot = await run.snapshot();
      return {
        preset: run.plan.preset.name,
        step: snapshot.step,
        steps: run.steps,
        parameterCount: run.weights.count,
        training: state === 'training',
        history,
        serialize: () =>
          writeDigitFile({ plan: run.plan, ...snapshot, engine: engineName(this.engine()), history }),
      };
    });
  }

  async subscribe(listener: (event: DigitEvent) => void): Promise<void> {
    this.listeners.add(listener);
    for (const event of this.driver.initialEvents()) listener(event);
    listener({ type: 'data', data: this.data() });
  }

  /** Stops at once. Returns the state before. */
  halt(): Promise<RunState> {
    return this.driver.halt();
  }

  /** The engine is gone. Returns what makes the run again, as it was last taken, on the engine that has taken over. */
  abandon(state = this.driver.state): (reason: string) => Promise<void> {
    const { run } = this.driver;
    const last = this.autosaver?.latest;
    this.driver.abandon();
    this.comparisonRuns.clear({ lost: true });
    this.smallNetworksCache = undefined;
    return async (reason) => {
      if (!run || !this.source) return;
      this.autosaver?.keepIdentity();
      await this.replaceRun(last ? this.sourceFromFile(last.file) : this.source);
      const words = `${reason} Training goes on from step ${this.driver.requireRun().step}.`;
      if (state !== 'training') return this.driver.emitState(this.driver.state, words);
      void this.driver.train(words).catch(() => {});
    };
  }

  async dispose(): Promise<void> {
    await this.driver.dispose();
    this.comparisonRuns.clear();
    this.smallNetworksCache?.dispose();
    this.listeners.clear();
  }

  private smallNetworks(): SmallNetworkRunner {
    this.smallNetworksCache ??= new SmallNetworkRunner(this.engine().executor);
    return this.smallNetworksCache;
  }

  /** What the run before became is kept. */
  private async replaceRun(origin: DigitRunSource): Promise<DigitRunInfo> {
    this.trainRequests += 1;
    const { plan, from, history } = origin;
    await this.driver.halt();
    await this.autosaver?.save();
    return this.driver.replace(async () => {
      const run = await DigitRun.create(this.engine().executor, plan, this.mnist, from);
      this.source = origin;
      this.comparisonRuns.clear();
      return run;
    }, history);
  }

  private sourceFromFile(bytes: Uint8Array): DigitRunSource {
    const { plan, step, weights, moments, engine, variants, history } = readDigitFile(bytes);
    // The same engine goes on with the same kernels; another has its own.
    const same = engine === engineName(this.engine());
    return { plan, from: { step, weights, moments, variants: same ? variants : undefined }, history };
  }

  /** Notes where the weights are, and finds out how the run does. */
  private async *evaluateRun(run: DigitRun): Job<DigitEvaluation> {
    run.recordPathPoint({ step: run.step, weights: await run.weights.get() });
    return yield* evaluateDigits(run, this.mnist);
  }

  private toRunInfo(run: DigitRun): DigitRunInfo {
    const { preset, config, training } = run.plan;
    return {
      preset: preset.name,
      ...titleOf(run.plan),
      sizes: [...config.sizes],
      kind: config.kind,
      training,
      parameterCount: run.weights.count,
      memoryBytes: this.engine().executor.usage.bytes,
      step: run.step,
    };
  }

  private async ensureImages(split: DigitSplit, count: number): Promise<void> {
    if (this.mnist.count(split) >= count) return;
    try {
      await this.mnist.ensureLoaded(split, count);
    } finally {
      this.emitData(undefined);
    }
  }

  private data(): DigitData {
    const { mnist, pending } = this;
    return { train: mnist.count('train'), test: mnist.count('test'), ...(pending && { pending }) };
  }

  private emitData(coming: DigitData['pending']): void {
    this.pending = coming;
    this.emit({ type: 'data', data: this.data() });
  }

  private emit(event: DigitEvent): void {
    this.autosaver?.handleEvent(event);
    for (const listener of this.listeners) listener(event);
  }
}

/** A network that is not its preset's is called by its own sizes. */
function titleOf({ preset, config }: DigitPlan): Pick<DigitRunInfo, 'title' | 'description'> {
  const { title, description, hidden, kind } = preset;
  if (kind === config.kind && hidden.join() === config.sizes.slice(1, -1).join())
    return { title, description };
  return {
    title: `A network of ${config.sizes.join('-')}`,
    description:
      config.kind === 'sigmoid'
        ? 'Sigmoid everywhere, squared differences as cost.'
        : 'ReLU in the hidden layers, softmax with cross-entropy as cost.',
  };
}
