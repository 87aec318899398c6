// The digit network's session: loads images before they are needed, and holds slices and comparison runs between requests.

import type { DigitLensContext } from '../../../lenses/digits/define-digit-lens.ts';
import type { PartLoader } from '../../../model/data/mnist/mnist.ts';
import { Mnist, TRAIN_IMAGES } from '../../../model/data/mnist/mnist.ts';
import { ComparisonRuns } from '../../../model/digits/comparison-runs.ts';
import { type DigitFile, digitFileInSlices, writeDigitFile } from '../../../model/digits/digit-file.ts';
import { locateWeight } from '../../../model/digits/digit-gradients.ts';
import { readDigitHistory } from '../../../model/digits/digit-history.ts';
import { digitParameters } from '../../../model/digits/digit-network.ts';
import { DigitRun } from '../../../model/digits/digit-run.ts';
import type { DigitPlan } from '../../../model/digits/digit-settings.ts';
import {
  DIGIT_LIMITS,
  DIGIT_PRESETS,
  digitProblems,
  planDigits,
} from '../../../model/digits/digit-settings.ts';
import { evaluateDigits } from '../../../model/digits/evaluate-digits.ts';
import { SmallNetworkRunner } from '../../../model/digits/small-network.ts';
import { parseRecord } from '../../../model/files/record.ts';
import { settingsHash } from '../../../model/files/training-id.ts';
import { RUN_BUDGET, withinBudget } from '../../../shared/budget.ts';
import type { Job } from '../../../shared/job.ts';
import { type RunSource, snapshotFor } from '../../persistence/run-file.ts';
import { DIGIT_LENSES, parseDigitLensRequest } from '../../requests/digit-requests.ts';
import type {
  DigitApi,
  DigitData,
  DigitEvaluation,
  DigitEvent,
  DigitLenses,
  DigitLensName,
  DigitPresetInfo,
  DigitQuery,
  DigitQueryResult,
  DigitRequest,
  DigitRunInfo,
  DigitSplit,
  RunEvent,
  RunState,
  WeightChange,
} from '../../rpc/api/lab-api.ts';
import { parseRequest } from '../../rpc/request-schemas.ts';
import { engineName } from '../engine/start-engine.ts';
import type { Network } from '../network.ts';
import { type LensScope, Session, type SessionServices } from '../session.ts';

export interface DigitTypes {
  readonly request: DigitRequest;
  readonly preset: DigitPresetInfo;
  readonly source: RunSource<DigitPlan, DigitEvaluation>;
  readonly saved: DigitFile;
  readonly run: DigitRun;
  readonly info: DigitRunInfo;
  readonly evaluation: DigitEvaluation;
  readonly event: Exclude<DigitEvent, RunEvent<DigitRunInfo, DigitEvaluation>>;
  readonly lenses: Pick<DigitLenses, keyof DigitLenses>;
}

export class DigitSession extends Session<DigitTypes> implements DigitApi {
  private readonly mnist: Mnist;
  private readonly lensContext: DigitLensContext;
  private readonly comparisonRuns: ComparisonRuns;
  private smallNetworksCache: SmallNetworkRunner | undefined;
  private pending: DigitData['pending'];

  constructor(services: SessionServices, openImages: PartLoader) {
    super(services);
    this.mnist = new Mnist(openImages, (pending) => this.emitData(pending));
    const context = {
      run: () => this.requireShownRun(),
      mnist: this.mnist,
      executor: () => this.services.engine.current.executor,
    };
    this.comparisonRuns = new ComparisonRuns(context);
    this.lensContext = {
      ...context,
      comparisonRuns: this.comparisonRuns,
      small: () => this.smallNetworks(),
    };
  }

  protected readonly network: Network<DigitTypes> = {
    missingMessage: 'There is no digit network yet; create one first.',
    parse: (request) => parseRequest('createDigits', request),
    presets: () => DIGIT_PRESETS.map((preset) => ({ ...preset, hidden: [...preset.hidden] })),
    limits: () => ({ ...DIGIT_LIMITS }),
    problems: digitProblems,
    plan: planDigits,
    create: ({ plan, from }) =>
      DigitRun.create(this.services.engine.current.executor, plan, this.mnist, from),
    readFile: (file) => withinBudget(digitFileInSlices(file), RUN_BUDGET),
    readRecord: (json) => parseRecord(json, readDigitHistory, 'recorded history'),
    trainingId: ({ settings }) => settingsHash(settings),
    parameters: ({ config }) => digitParameters(config),
    restore: ({ plan, history, ...saved }) => ({
      plan,
      from: snapshotFor(saved, engineName(this.services.engine.current)),
      history,
    }),
    serializer: ({ plan }) => {
      const engine = engineName(this.services.engine.current);
      return (snapshot, history) => writeDigitFile({ plan, ...snapshot, engine, history });
    },
    presetName: ({ preset }) => preset.name,
    title: ({ preset }) => preset.name,
    toRunInfo: (run) => toRunInfo(run, this.services.engine.current.executor.usage.bytes),
    evaluate: (run) => evaluateDigits(run, this.mnist),
  };

  async loadImages(request: 'first' | 'all'): Promise<DigitData> {
    const extent = parseRequest('loadImages', request);
    await this.ensureImages('train', extent === 'all' ? TRAIN_IMAGES : 1);
    return this.data();
  }

  async setWeights(changes: readonly WeightChange[]): Promise<void> {
    const parsed = parseRequest('setWeights', changes);
    await this.services.taskQueue.run(async () => {
      if (this.checkpointPreview.run)
        throw new Error('A checkpoint cannot be edited; return to the current step first.');
      const run = this.driver.requireRun();
      const located = parsed.map((change) => ({
        ...locateWeight(run.plan.config, change),
        value: change.value,
      }));
      const invalid = located.find(({ value }) => !Number.isFinite(value));
      if (invalid) throw new Error(`A weight must be a finite number, not ${invalid.value}.`);
      for (const { name, index, value } of located) run.weights.setElement(name, index, value);
      this.services.autosaver.markDirty();
      this.emit({ type: 'weights', step: run.step });
    });
  }

  /** Lenses of one step; `step` is that of the current run, or of the comparison run. */
  async query(request: DigitQuery): Promise<DigitQueryResult> {
    const { lenses, comparisonRun } = parseRequest('queryDigits', request);
    const requests = await this.prepareLenses(lenses as DigitQuery['lenses']);
    return this.services.taskQueue.run(async () => {
      const scope = this.lensScope(comparisonRun);
      return { step: scope.step, ...(await this.computeLenses(scope, requests)) };
    });
  }

  override release(state: RunState = this.driver.state) {
    const resume = super.release(state);
    this.comparisonRuns.clear({ lost: true });
    this.smallNetworksCache = undefined;
    return resume;
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    this.comparisonRuns.clear();
    this.smallNetworksCache?.dispose();
  }

  /** Images are loaded before the task: training of the other network continues meanwhile. */
  protected async prepareLens<Name extends DigitLensName>(
    name: Name,
    request: DigitLenses[Name]['request'],
  ): Promise<DigitLenses[Name]['request']> {
    const parsed = parseDigitLensRequest(name, request);
    const images = DIGIT_LENSES[name].images?.(parsed, this.lensContext);
    if (images) await this.ensureImages(images.split, images.count);
    if (DIGIT_LENSES[name].readsPath?.(parsed)) await this.loadRecordedPath();
    return parsed;
  }

  protected lensScope(comparisonRun?: number): LensScope<Pick<DigitLenses, keyof DigitLenses>> {
    const compared =
      comparisonRun === undefined ? undefined : this.comparisonRuns.comparisonRun(comparisonRun);
    const context = compared ? { ...this.lensContext, run: () => compared } : this.lensContext;
    return {
      step: (compared ?? this.shownRun)?.step,
      compute: (name, request) => DIGIT_LENSES[name].compute(context, request),
      isCurrent: () => true, // jobs on a replaced run fail with a message of their own
    };
  }

  protected onReplaced(): void {
    this.comparisonRuns.clear();
  }

  protected override loadTrainingData({ plan }: DigitRun, images = plan.training.images): Promise<void> {
    return this.ensureImages('train', images);
  }

  protected override stateEvents(): DigitEvent[] {
    return [{ type: 'data', data: this.data() }];
  }

  /** An evaluation is also a point of the path through weight space. */
  protected override async *evaluateRun(run: DigitRun): Job<DigitEvaluation> {
    run.recordPathPoint({ step: run.step, weights: await run.weights.get() });
    return yield* super.evaluateRun(run);
  }

  protected restoreReadOnly({ plan, step, weights }: DigitFile): Promise<DigitRun> {
    return DigitRun.create(this.services.engine.current.executor, plan, this.mnist, { step, weights });
  }

  /** A bundled network was trained elsewhere: the start of its path is its recorded checkpoints. */
  private async loadRecordedPath(): Promise<void> {
    const run = this.shownRun;
    const { recorded } = this.services.autosaver;
    if (!run || !recorded || run.path[0].step <= recorded.steps[0]) return;
    const { steps } = recorded.until(run.step);
    run.prependPath(await Promise.all(steps.map((step) => recorded.read(step))));
  }

  private smallNetworks(): SmallNetworkRunner {
    this.smallNetworksCache ??= new SmallNetworkRunner(this.services.engine.current.executor);
    return this.smallNetworksCache;
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

  private emitData(pending: DigitData['pending']): void {
    this.pending = pending;
    this.emit({ type: 'data', data: this.data() });
  }
}

function toRunInfo({ plan, weights, step }: DigitRun, memoryBytes: number): DigitRunInfo {
  const { preset, config, training } = plan;
  return {
    preset: preset.name,
    ...titleOf(plan),
    sizes: [...config.sizes],
    kind: config.kind,
    training,
    parameterCount: weights.count,
    memoryBytes,
    step,
  };
}

/** A network that differs from its preset is named by its sizes. */
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
