// The transformer's session: inspection, generation, model edits, checkpoints and models from files, beside its run.

import { evaluate } from '../../../lenses/evaluation/evaluate.ts';
import { transformerParameters } from '../../../model/architecture/architecture.ts';
import { CorpusNotLoadedError } from '../../../model/data/text/corpora.ts';
import { checkpointInSlices } from '../../../model/files/checkpoint.ts';
import { readRunHistory } from '../../../model/files/history-metadata.ts';
import { loadModel } from '../../../model/files/load-model.ts';
import { parseRecord } from '../../../model/files/record.ts';
import { trainingId } from '../../../model/files/training-id.ts';
import { toPythonModel } from '../../../model/files/transformers/python-config.ts';
import { toTransformersFolder } from '../../../model/files/transformers/transformers-folder.ts';
import { samplingProblems } from '../../../model/generation/sampler.ts';
import { corpusOf, PRESETS } from '../../../model/training/presets.ts';
import { remapVocabulary } from '../../../model/training/remap-vocabulary.ts';
import { Run } from '../../../model/training/run.ts';
import {
  assertFeasible,
  planCosts,
  planProblems,
  type ResourceLimits,
  type RunSettings,
} from '../../../model/training/run-plan.ts';
import { runTitle } from '../../../model/training/run-title.ts';
import { FILE_BUDGET, RUN_BUDGET, withinBudget } from '../../../shared/budget.ts';
import { SETTING_LIMITS } from '../../../shared/settings/run-settings.ts';
import type { WeightType } from '../../../shared/weight-types.ts';
import { zip } from '../../../shared/zip.ts';
import { EditHistory } from '../../model-editing/edit-history.ts';
import { ModelEditor } from '../../model-editing/model-editor.ts';
import { findModel, toFilesInfo } from '../../persistence/model-files.ts';
import {
  type RunFileSource,
  restoreModel,
  runFileInSlices,
  type SavedModel,
  savedModelInSlices,
  serializeRun,
} from '../../persistence/run-file.ts';
import { LENSES, parseLensRequest } from '../../requests/lens-requests.ts';
import type {
  ActivationName,
  AppliedEdit,
  EditRequest,
  Evaluation,
  FactRow,
  FilesInfo,
  GenerateRequest,
  Generation,
  GenerationProgress,
  Inspection,
  InspectRequest,
  KernelInfo,
  Lenses,
  LensName,
  PresetInfo,
  ProgressCallback,
  PromptRequest,
  Query,
  QueryResult,
  RunCosts,
  RunEvent,
  RunInfo,
  RunRequest,
  RunState,
  StepResult,
  TransformerApi,
  TransformerEvent,
  TransformersArchive,
} from '../../rpc/api/lab-api.ts';
import { parseRequest } from '../../rpc/request-schemas.ts';
import { isJob, JobStoppedError, runJob } from '../../scheduling/run-job.ts';
import { engineName } from '../engine/start-engine.ts';
import type { Bytes, Network } from '../network.ts';
import { type LensScope, Session, type SessionServices } from '../session.ts';
import type { CorpusLoader } from './corpus-loader.ts';
import { atPlace, type PlacedQuery } from './focus/at-place.ts';
import { FocusReader } from './focus/focus-reader.ts';
import { generateText } from './generate-text.ts';
import { inspect, readTokens } from './inspect.ts';
import { toKernelInfo } from './kernel-info.ts';
import { PlanCache } from './plan-cache.ts';
import { toRunInfo } from './run-info.ts';

/** A checkpoint that is read when it is needed. */
export interface StoredCheckpoint<Saved> {
  readonly step: number;
  readonly read: (onProgress: ProgressCallback) => Promise<Saved>;
}

export interface TransformerTypes {
  readonly request: RunRequest;
  readonly preset: PresetInfo;
  readonly source: RunFileSource;
  readonly saved: SavedModel;
  readonly run: Run;
  readonly info: RunInfo;
  readonly evaluation: Evaluation;
  readonly event: Exclude<TransformerEvent, RunEvent<RunInfo, Evaluation>>;
  readonly lenses: Pick<Lenses, keyof Lenses>;
}

export class TransformerSession extends Session<TransformerTypes> implements TransformerApi {
  private readonly plans = new PlanCache(() => this.driver.run?.plan);
  private readonly resolveInSlices = (settings: RunSettings) => this.plans.resolveInSlices(settings);
  private readonly corpora: CorpusLoader;
  private readonly modelEditor: ModelEditor;
  private readonly focusReader = new FocusReader({
    lens: (name, request) => this.computeLens(this.lensScope(), name, request),
    progressOf: (run) => {
      const { state, history } = this.driver;
      if (run !== this.driver.run) return { isTraining: false };
      return { isTraining: state === 'training', evaluation: history.evaluations.at(-1) };
    },
  });
  private editHistory: EditHistory | undefined;
  /** The files of a model that was opened read-only. */
  private sourceFiles: readonly File[] = [];
  private sourceWeights: WeightType | undefined;
  /** Those of a model on a lost engine. */
  private lostFiles: readonly File[] = [];
  /** Positions of the last inspection, padding included: its kernels are those of that size. */
  private lastPositions: number | undefined;

  constructor(services: SessionServices, corpora: CorpusLoader) {
    super(services);
    this.corpora = corpora;
    this.modelEditor = new ModelEditor(services.taskQueue, {
      current: () => this.current(),
      isCurrent: (run) => this.driver.run === run,
      refusal: () => this.editRefusal(),
      onChange: () => this.driver.dropEvaluation(),
      onChanged: (edits) => this.onEdited(edits),
    });
  }

  protected readonly network: Network<TransformerTypes> = {
    missingMessage: 'There is no model yet; create one first.',
    parse: (request) => parseRequest('create', request),
    presets: () =>
      PRESETS.map(({ name, title, description, dataset, model, training }) => ({
        name,
        title,
        description,
        datasetName: dataset.name,
        model: { ...model, V: 0 },
        training,
      })),
    limits: () => SETTING_LIMITS,
    prepare: (request) => this.plans.prepare(request),
    problems: (request) => planProblems(this.plans.resolve(request), this.services.engine.resources),
    plan: (request) => assertFeasible(this.plans.resolve(request), this.services.engine.resources),
    create: ({ plan, from }) => Run.create(this.services.engine.current.executor, plan, from),
    readFile: (file) => withinBudget(runFileInSlices(file, this.resolveInSlices), RUN_BUDGET),
    readRecord: (json) => parseRecord(json, readRunHistory, 'recorded history'),
    trainingId: ({ settings }) => trainingId(settings),
    parameters: ({ config }) => transformerParameters(config),
    restore: (saved) => this.restore(saved, this.services.engine.resources),
    serializer: ({ plan }) => {
      const { serialized: edits } = this.current().edits;
      const engine = engineName(this.services.engine.current);
      return (snapshot, history) => serializeRun({ plan, snapshot, edits, history, engine });
    },
    presetName: ({ settings }) => settings.preset,
    title: ({ settings }) => runTitle(settings),
    toRunInfo: (run) => toRunInfo(run, this.services.engine.current.executor.usage.bytes),
    evaluate,
  };

  async costs(request: RunRequest, onProgress?: ProgressCallback): Promise<RunCosts | undefined> {
    const parsed = this.network.parse(request);
    try {
      await this.prepare(parsed, onProgress);
      return planCosts(this.plans.resolve(parsed), this.services.engine.resources);
    } catch (error) {
      if (error instanceof JobStoppedError) throw error;
      return undefined;
    }
  }

  async teach(rows: FactRow[], steps: number): Promise<RunInfo> {
    const run = this.requireTrainable();
    const { edits } = this.current();
    if (!Number.isInteger(steps) || steps < 1)
      throw new Error(`Training needs at least one step, not ${steps}.`);
    const training = { ...run.plan.training, steps: run.step + steps };
    const planned = this.network.plan({ ...run.plan.settings, facts: parseRequest('teach', rows), training });
    const plan = { ...planned, config: { ...run.plan.config, V: planned.config.V } };
    await this.driver.pause();
    const snapshot = await this.services.taskQueue.run(() => run.snapshot());
    const { history } = this.driver;
    const from = remapVocabulary(plan, run.plan, snapshot);
    const source = { plan, from, edits: { applied: edits.serialized.applied }, history };
    const info = await this.replaceRun(source, { identity: 'current' });
    this.services.autosaver.markDirty();
    return info;
  }

  async inspect(request: InspectRequest): Promise<Inspection> {
    const {
      text: prompt,
      written: generated,
      names: activations,
      interventions,
    } = parseRequest('inspect', request);
    return this.services.taskQueue.run(() =>
      this.inspectRun(this.requireShownRun(), { prompt, generated, activations, interventions }),
    );
  }

  async query(request: Query): Promise<QueryResult> {
    const { otherwise, ...query } = parseRequest('query', request) as Query;
    return this.services.taskQueue.run(async () => {
      const { unknown } = readTokens(this.requireShownRun(), query);
      if (!otherwise || unknown.length === 0) return this.answer(query);
      return { ...(await this.answer(otherwise)), unknown };
    });
  }

  async generate(
    request: GenerateRequest,
    onProgress: ProgressCallback<GenerationProgress> = () => true,
  ): Promise<Generation> {
    const parsed = parseRequest('generate', request);
    const { tokens } = parsed;
    const problems = samplingProblems(parsed);
    if (!Number.isInteger(tokens) || tokens < 1 || tokens > 1000)
      problems.push('tokens must be a whole number from 1 to 1000.');
    if (problems.length > 0) throw new Error(problems.join(' '));
    const run = this.requireShownRun();
    const shouldContinue = (progress: GenerationProgress) => run === this.shownRun && onProgress(progress);
    return runJob(generateText(run, parsed), this.services.taskQueue, shouldContinue);
  }

  async lensAlong<Name extends LensName>(
    name: Name,
    request: Lenses[Name]['request'],
    checkpoints: readonly StoredCheckpoint<SavedModel>[],
    onProgress: ProgressCallback = () => true,
  ): Promise<StepResult<Lenses[Name]['result']>[]> {
    const parsed = parseLensRequest(name, request);
    const { atCheckpoint = (request: typeof parsed) => request } = LENSES[name];
    const { taskQueue } = this.services;
    const current = this.driver.requireRun();
    const earlier = checkpoints.filter(({ step }) => step < current.step);
    const results: StepResult<Lenses[Name]['result']>[] = [];
    const report = () => {
      const progress = { label: 'checkpoints read', done: results.length, total: earlier.length + 1 };
      return current === this.driver.run && onProgress(progress);
    };
    const add = async (run: Run, request: typeof parsed) => {
      const step = await taskQueue.run(async () => run.step);
      const computed = await taskQueue.run(async () => ({
        result: await LENSES[name].compute(run, request),
      }));
      const { result } = computed;
      results.push({ step, result: isJob(result) ? await runJob(result, taskQueue, report) : result });
      if (!(await report())) throw new JobStoppedError();
    };
    for (const { read } of earlier) {
      const saved = await read(report);
      const run = await taskQueue.run(() => this.restoreReadOnly(saved));
      try {
        LENSES[name].carry?.(current, run);
        await add(run, atCheckpoint(parsed));
      } finally {
        await taskQueue.run(async () => run.dispose());
      }
    }
    await add(current, parsed);
    return results;
  }

  async kernel(name: ActivationName): Promise<KernelInfo> {
    parseRequest('kernel', name);
    return this.services.taskQueue.run(async () => {
      const run = this.requireShownRun();
      const T = this.lastPositions ?? run.plan.config.T;
      const { step, variant } = await run.inspector.dispatchFor(name, { B: 1, T });
      return toKernelInfo(step, variant, this.services.engine.current.executor.backend);
    });
  }

  async prepareEdit(request: EditRequest, onProgress?: ProgressCallback): Promise<void> {
    await this.modelEditor.prepare(request, onProgress);
  }

  async applyEdit(request: EditRequest, onProgress?: ProgressCallback): Promise<AppliedEdit> {
    return this.modelEditor.apply(request, onProgress);
  }

  async undoEdit(id: number): Promise<void> {
    return this.modelEditor.undo(id);
  }

  async exportForTransformers(): Promise<TransformersArchive> {
    // Before the weights are read.
    toPythonModel(this.driver.requireRun().plan.config);
    const checkpoint = checkpointInSlices(await this.save());
    const { taskQueue } = this.services;
    const read = runJob(withinBudget(checkpoint, FILE_BUDGET), taskQueue, () => true);
    const { files, notice } = toTransformersFolder(await read);
    return { archive: zip(files), notice };
  }

  async readFiles(files: File[], onProgress: ProgressCallback = () => true): Promise<FilesInfo> {
    const { executor } = this.services.engine.current;
    return toFilesInfo(
      await runJob(findModel(files, executor.capacity), this.services.taskQueue, onProgress),
    );
  }

  async openFiles(
    files: File[],
    weights?: WeightType,
    onProgress: ProgressCallback = () => true,
  ): Promise<RunInfo> {
    const weightType = parseRequest('openFiles', weights);
    const { executor } = this.services.engine.current;
    const search = findModel(files, executor.capacity, weightType);
    const found = await runJob(search, this.services.taskQueue, onProgress);
    if (found.kind === 'lab') {
      if (weightType !== undefined && weightType !== 'float32')
        throw new Error(`A model of this lab is trained in float32; ${weightType} is for models of others.`);
      const { checkpoint } = found;
      const saved = () => withinBudget(savedModelInSlices(checkpoint, this.resolveInSlices), RUN_BUDGET);
      return this.openRun(await this.withCorpus(() => this.read(saved(), onProgress), onProgress));
    }
    const run = await runJob(loadModel(executor, found.model), this.services.taskQueue, onProgress);
    const create = async () => {
      this.sourceFiles = files;
      this.sourceWeights = weightType;
      return run;
    };
    return this.replaceRun(undefined, { create });
  }

  override readFile(file: Bytes, onProgress?: ProgressCallback): Promise<SavedModel> {
    return this.withCorpus(() => super.readFile(file, onProgress), onProgress);
  }

  /** A read-only model has no snapshot: it is reopened from its files. */
  override release(state: RunState = this.driver.state): (reason: string) => Promise<void> {
    const { run } = this.driver;
    if (run) this.lostFiles = run.isTrainable === false ? this.sourceFiles : [];
    const resume = super.release(state);
    return this.lostFiles.length > 0 ? (reason) => this.reopenFiles(reason) : resume;
  }

  override abandonLostRun(reason: string): void {
    super.abandonLostRun(reason);
    if (this.lostFiles.length > 0) this.driver.emitState('none', reason);
    this.lostFiles = [];
  }

  protected async prepareLens<Name extends LensName>(
    name: Name,
    request: Lenses[Name]['request'],
  ): Promise<Lenses[Name]['request']> {
    return parseLensRequest(name, request);
  }

  protected lensScope(): LensScope<Pick<Lenses, keyof Lenses>> {
    const run = this.requireShownRun();
    return {
      step: run.step,
      compute: (name, request) => LENSES[name].compute(run, request),
      isCurrent: () => run === this.shownRun,
    };
  }

  protected onReplaced(run: Run, source: RunFileSource | undefined): void {
    this.editHistory = new EditHistory(run, source?.edits);
    if (source) this.sourceFiles = [];
    this.lostFiles = [];
    this.lastPositions = undefined;
  }

  protected override stateEvents(): TransformerEvent[] {
    return this.driver.run && this.editHistory ? [{ type: 'edits', edits: this.editHistory.list }] : [];
  }

  /** Edits can be undone until training moves the weights. */
  protected override emitRun(event: RunEvent<RunInfo, Evaluation>): void {
    super.emitRun(event);
    const { editHistory } = this;
    if (editHistory && (event.type === 'run' || (event.type === 'progress' && editHistory.settleStale())))
      this.emit({ type: 'edits', edits: editHistory.list });
  }

  protected override async prepare(request: RunRequest, onProgress?: ProgressCallback): Promise<void> {
    await this.corpora.ensureLoaded(corpusOf(request), onProgress);
    return super.prepare(request, onProgress);
  }

  /** Loads the corpus that reading a run turns out to need, and reads it again. */
  private async withCorpus<Result>(
    read: () => Promise<Result>,
    onProgress?: ProgressCallback,
  ): Promise<Result> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof CorpusNotLoadedError)) throw error;
      await this.corpora.ensureLoaded(error.corpus, onProgress);
      return read();
    }
  }

  private restore(saved: SavedModel, limits?: ResourceLimits) {
    return restoreModel(saved, engineName(this.services.engine.current), limits);
  }

  private async reopenFiles(reason: string): Promise<void> {
    await this.openFiles([...this.lostFiles], this.sourceWeights);
    this.driver.emitState('finished', reason);
  }

  /** In a task of the queue. */
  private async answer({ focus, ...query }: Query): Promise<QueryResult> {
    const scope = this.lensScope();
    const run = this.requireShownRun();
    const place = focus && (await this.focusReader.read(run, query, focus));
    const { variants = {}, lenses, ...prompt } = place ? atPlace(run, query, place) : (query as PlacedQuery);
    const inspection = { ...(await this.inspectRun(run, prompt)), ...(place && { focus: place }) };
    const results: QueryResult['variants'] = {};
    if (prompt.prompt !== undefined && inspection.next.length === 0)
      return { ...inspection, variants: results, lenses: {}, errors: {} };
    for (const [name, variant] of Object.entries(variants)) {
      const isWhole = variant.last !== undefined && variant.last >= inspection.tokens.length;
      if (!isWhole) results[name] = await inspect(run, { ...prompt, activations: [], ...variant });
    }
    const requests = await this.prepareLenses(lenses);
    return { ...inspection, variants: results, ...(await this.computeLenses(scope, requests)) };
  }

  /** The pass whose kernels `kernel` describes. */
  private inspectRun(run: Run, request: PromptRequest): Promise<Inspection> {
    return inspect(run, request, (positions) => {
      this.lastPositions = positions;
    });
  }

  protected restoreReadOnly(saved: SavedModel): Promise<Run> {
    const { plan, from } = this.restore(saved);
    return Run.create(this.services.engine.current.executor, plan, from);
  }

  private current(): { run: Run; edits: EditHistory } {
    return { run: this.driver.requireRun(), edits: this.editHistory as EditHistory };
  }

  /** Why the weights cannot be edited now. */
  private editRefusal(): string | undefined {
    if (this.driver.state === 'training') return 'Pause training before editing the model.';
    if (this.checkpointPreview.run) return 'A checkpoint cannot be edited; return to the current step first.';
  }

  /** The scores of the changed weights come later: an edit is done without them. */
  private onEdited(edits: EditHistory): void {
    this.focusReader.forget();
    this.emit({ type: 'edits', edits: edits.list });
    this.services.autosaver.markDirty();
    void this.driver.evaluateChanged();
  }
}
