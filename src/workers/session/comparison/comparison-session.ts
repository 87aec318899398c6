// Variants of one run, trained side by side on one engine: every round takes one step of each.

import { evaluate } from '../../../lenses/evaluation/evaluate.ts';
import { corpusOf } from '../../../model/training/presets.ts';
import { Run } from '../../../model/training/run.ts';
import type { RunPlan } from '../../../model/training/run-plan.ts';
import type { Snapshot } from '../../../model/training/snapshot.ts';
import { trainingMemory } from '../../../model/training/training-memory.ts';
import { joinMessages } from '../../../shared/field-error.ts';
import { historyUntil } from '../../../shared/history/history.ts';
import type { Job } from '../../../shared/job.ts';
import { serializeRun, snapshotFor } from '../../persistence/run-file.ts';
import type {
  ComparisonApi,
  ComparisonEvent,
  ComparisonInfo,
  ComparisonProblem,
  ComparisonRequest,
} from '../../rpc/api/comparison-api.ts';
import type { Evaluation, ProgressCallback, RunInfo, RunState } from '../../rpc/api/lab-api.ts';
import { parseRequest } from '../../rpc/request-schemas.ts';
import { runJob } from '../../scheduling/run-job.ts';
import { TaskQueue } from '../../scheduling/task-queue.ts';
import type { EngineController, Resume } from '../engine/engine-controller.ts';
import { engineName } from '../engine/start-engine.ts';
import type { Bytes } from '../network.ts';
import { RunDriver } from '../run-driver.ts';
import type { CorpusLoader } from '../transformer/corpus-loader.ts';
import { PlanCache } from '../transformer/plan-cache.ts';
import { toRunInfo } from '../transformer/run-info.ts';
import { comparisonProblems, toComparisonInfo, withSharedFamily } from './comparison-plan.ts';
import { Lockstep } from './lockstep.ts';

interface ComparisonServices {
  readonly taskQueue: TaskQueue;
  readonly engine: EngineController;
}

interface Variant {
  readonly plan: RunPlan;
  readonly driver: RunDriver<Run, RunInfo, Evaluation>;
  /** Of its last evaluation, from which it is restored on another engine. */
  latest?: Snapshot & { readonly engine: string };
}

const MISSING = 'There is no comparison; create one first.';

export class ComparisonSession implements ComparisonApi {
  private readonly services: ComparisonServices;
  private readonly corpora: CorpusLoader;
  private readonly plans = new PlanCache(() => undefined);
  private readonly listeners = new Set<(event: ComparisonEvent) => void>();
  private readonly lockstep = new Lockstep();
  /** Creations and ends, one at a time: each replaces all variants. */
  private readonly replacements = new TaskQueue();
  private info: ComparisonInfo | undefined;
  private variants: readonly Variant[] = [];
  /** Resolves when no variant trains any more. */
  private training: Promise<RunState[]> | undefined;

  constructor(services: ComparisonServices, corpora: CorpusLoader) {
    this.services = services;
    this.corpora = corpora;
  }

  async problems(request: ComparisonRequest, onProgress?: ProgressCallback): Promise<ComparisonProblem[]> {
    return comparisonProblems(await this.resolve(request, onProgress), this.resources);
  }

  async create(request: ComparisonRequest, onProgress?: ProgressCallback): Promise<ComparisonInfo> {
    const plans = await this.resolve(request, onProgress);
    return this.replacements.run(() => this.createAll(plans, request.evaluateEvery));
  }

  async train(): Promise<RunState[]> {
    const { variants } = this;
    if (variants.length === 0) throw new Error(MISSING);
    if (this.training) throw new Error('The comparison is already being trained.');
    const trainable = variants.filter(({ driver }) => driver.state === 'ready' || driver.state === 'paused');
    if (trainable.length === 0) throw new Error('All runs of the comparison have ended; start another one.');
    this.lockstep.start(trainable);
    const ends = Promise.allSettled(trainable.map((variant) => this.trainVariant(variant)));
    this.training = ends.then(() => variants.map(({ driver }) => driver.state));
    const states = await this.training;
    this.training = undefined;
    for (const end of await ends) if (end.status === 'rejected') throw end.reason;
    return states;
  }

  async pause(): Promise<void> {
    this.lockstep.end();
    await this.training;
  }

  async save(variant: number): Promise<Bytes> {
    const { plan, driver } = this.requireVariant(parseRequest('variant', variant));
    return this.services.taskQueue.run(async () => {
      await driver.drain();
      const { history } = driver;
      const snapshot = await driver.requireRun().snapshot();
      return serializeRun({ plan, snapshot, edits: { applied: [] }, history, engine: this.engineName });
    });
  }

  close(): Promise<void> {
    return this.replacements.run(() => this.end());
  }

  async subscribe(listener: (event: ComparisonEvent) => void): Promise<void> {
    this.listeners.add(listener);
    if (!this.info) return;
    listener({ type: 'comparison', comparison: this.info });
    this.variants.forEach(({ driver }, variant) => {
      for (const event of driver.initialEvents()) listener({ type: 'variant', variant, event });
    });
  }

  /** Stops at once and takes snapshots, for another engine. Returns whether the comparison was being trained. */
  async halt(): Promise<boolean> {
    const wasTraining = await this.stop();
    for (const variant of this.variants)
      await this.services.taskQueue.run(async () => {
        await variant.driver.drain();
        if (variant.driver.run) await this.takeSnapshot(variant, variant.driver.run);
      });
    return wasTraining;
  }

  /** Drops what is on a lost engine; the result restores the variants from their last snapshots. */
  release(wasTraining = this.training !== undefined): Resume {
    const { variants } = this;
    for (const { driver } of variants) driver.abandon();
    return async (reason) => {
      if (variants !== this.variants) return;
      for (const variant of variants) await this.restoreVariant(variant, reason);
      await this.training;
      if (wasTraining) void this.train().catch(() => {}); // the drivers emit the outcome
    };
  }

  /** The variants cannot be restored. */
  abandon(): void {
    if (!this.info) return;
    this.info = undefined;
    this.variants = [];
    this.emit({ type: 'comparison' });
  }

  async dispose(): Promise<void> {
    await this.close();
    this.listeners.clear();
  }

  /** What other runs leave; a comparison replaces the one before. */
  private get resources() {
    const { adapterKind, capacity, usage } = this.services.engine.current.executor;
    const others = usage.bytes - (this.info?.memoryBytes ?? 0);
    const totalBytes = capacity.totalBytes - Math.max(0, others);
    return { adapterKind, capacity: { ...capacity, totalBytes } };
  }

  private memoryOf({ config, training }: RunPlan): number {
    return trainingMemory(config, training, this.services.engine.current.executor).total;
  }

  private get engineName(): string {
    return engineName(this.services.engine.current);
  }

  private async resolve(
    request: ComparisonRequest,
    onProgress: ProgressCallback = () => true,
  ): Promise<readonly RunPlan[]> {
    const plans: RunPlan[] = [];
    for (const settings of parseRequest('compare', request).variants) {
      await this.corpora.ensureLoaded(corpusOf(settings), onProgress);
      const preparation = this.plans.prepare(settings);
      if (preparation) await runJob(preparation, this.services.taskQueue, onProgress);
      plans.push(this.plans.resolve(settings));
    }
    return withSharedFamily(plans);
  }

  private async createAll(plans: readonly RunPlan[], evaluateEvery?: number): Promise<ComparisonInfo> {
    const problems = comparisonProblems(plans, this.resources);
    if (problems.length > 0) throw new Error(joinMessages(problems));
    const info = toComparisonInfo(plans, evaluateEvery, this.services.engine.current.executor.adapterKind);
    await this.end();
    this.info = info;
    this.variants = plans.map((plan, variant) => this.createVariant(plan, variant, info));
    this.emit({ type: 'comparison', comparison: info });
    try {
      for (const { plan, driver } of this.variants)
        await driver.replace(() => Run.create(this.services.engine.current.executor, plan));
    } catch (error) {
      await this.end();
      throw error;
    }
    return info;
  }

  private async end(): Promise<void> {
    if (!this.info) return;
    const { variants } = this;
    await this.stop();
    this.info = undefined;
    this.variants = [];
    await this.services.taskQueue.run(() => Promise.all(variants.map(({ driver }) => driver.dispose())));
    this.emit({ type: 'comparison' });
  }

  private createVariant(plan: RunPlan, variant: number, { evaluateEvery }: ComparisonInfo): Variant {
    const created: Variant = {
      plan,
      driver: new RunDriver(this.services.taskQueue, {
        emit: (event) => this.emit({ type: 'variant', variant, event }),
        toRunInfo: (run: Run) => toRunInfo(run, this.memoryOf(plan)),
        evaluate: (run: Run) => this.evaluateVariant(created, run),
        missingMessage: () => MISSING,
        schedule: { evaluateEvery, nextStep: () => this.lockstep.nextStep(created) },
      }),
    };
    return created;
  }

  /** Evaluates the initial weights first. */
  private async trainVariant(variant: Variant): Promise<void> {
    const { driver } = variant;
    try {
      if (driver.history.evaluations.length === 0) await driver.evaluate();
      await driver.train();
    } finally {
      this.lockstep.leave(variant);
    }
  }

  private async *evaluateVariant(variant: Variant, run: Run): Job<Evaluation> {
    await this.takeSnapshot(variant, run);
    return yield* evaluate(run);
  }

  private async takeSnapshot(variant: Variant, run: Run): Promise<void> {
    variant.latest = { ...(await run.snapshot()), engine: this.engineName };
  }

  private async restoreVariant({ plan, driver, latest }: Variant, reason: string): Promise<void> {
    const { executor } = this.services.engine.current;
    const hasDiverged = driver.state === 'diverged';
    const snapshot = latest && snapshotFor(latest, this.engineName);
    const history = historyUntil(driver.history, latest?.step ?? 0);
    await driver.replace(() => Run.create(executor, plan, snapshot), history);
    // It has ended, and its snapshot is older: it would be trained again, behind the others.
    if (hasDiverged) driver.emitState('diverged', reason);
    else if (driver.state === 'finished') driver.emitState('finished', reason);
    else driver.emitState(driver.state, `${reason} Training continues from step ${latest?.step ?? 0}.`);
  }

  /** Stops all variants without waiting for an evaluation. Returns whether they were being trained. */
  private async stop(): Promise<boolean> {
    const { training } = this;
    this.lockstep.end();
    await Promise.all(this.variants.map(({ driver }) => driver.halt()));
    await training;
    return training !== undefined;
  }

  private requireVariant(variant: number): Variant {
    const found = this.variants[variant];
    if (!found) throw new Error(this.info ? `There is no variant ${variant}.` : MISSING);
    return found;
  }

  private emit(event: ComparisonEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
