// The lab itself, a plain class: one run at a time, trained step by step, with room between the steps to look inside.

import { EMPTY_HISTORY, type History } from '../history/history.ts';
import { messageOf } from '../message-of.ts';
import { MODEL_LIMITS } from '../model/config.ts';
import type { OpenPart } from '../model/data/mnist/mnist.ts';
import { openRun } from '../model/gpt2/open-files.ts';
import { WITHOUT_DATA } from '../model/gpt2/opened-dataset.ts';
import { toHuggingFace } from '../model/hugging-face-config.ts';
import { goOnWith } from '../model/new-vocabulary.ts';
import type { InPieces } from '../model/pieces.ts';
import { PRESETS } from '../model/presets.ts';
import type { Snapshot } from '../model/run.ts';
import { Run } from '../model/run.ts';
import { planRun, runMemory, runProblems } from '../model/run-plan.ts';
import { VOCABULARY_LIMITS } from '../model/tokenizers/byte-pair-training.ts';
import { TRAINING_LIMITS } from '../model/training-config.ts';
import { CurrentEngine, type GoOn } from './current-engine.ts';
import { describe } from './describe.ts';
import { diagnose } from './diagnostics.ts';
import { DigitLab } from './digits/digit-lab.ts';
import { letIn } from './door.ts';
import { Edits, type KeptEdits, NO_EDITS } from './edits.ts';
import { engineName, startEngine } from './engine.ts';
import { evaluate } from './evaluate.ts';
import { LookingBack } from './keeping/looking-back.ts';
import type { Taken } from './keeping/run-keeper.ts';
import { Runs, type RunsOptions } from './keeping/runs.ts';
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
import { doInPieces } from './long-work.ts';
import { Looking } from './looking.ts';
import { describeModel, modelIn } from './model-files.ts';
import { Rewriting } from './rewriting.ts';
import { RunDriver } from './run-driver.ts';
import { type RunFromFile, readRun, writeRun } from './run-file.ts';
import { Turns } from './turns.ts';

const NO_MODEL = 'There is no model yet; create one first.';

export class Lab implements LabApi {
  private readonly turns = new Turns();
  private readonly listeners = new Set<(event: LabEvent) => void>();
  private readonly engine: CurrentEngine;
  private readonly driver: RunDriver<Run, RunInfo, Evaluation>;
  readonly digits: DigitLab;
  private edits: Edits | undefined;
  /** What the current model was opened from, where it can only be looked at. */
  private files: readonly File[] = [];
  /** What the run was made from. */
  private origin: RunFromFile | undefined;
  /** The model as it was, while the visitor looks back. */
  private readonly past: LookingBack;
  private readonly looking: Looking;
  private readonly rewriting: Rewriting;
  readonly runs: Runs;

  /**
   * `gpu` is `navigator.gpu` in a browser, Dawn's in Node; absent where there is none. `openDigits` opens MNIST's files.
   * `keeping` is where runs are kept.
   */
  constructor(
    gpu: GPU | undefined,
    makeEngine: typeof startEngine = startEngine,
    openDigits: OpenPart = noDigits,
    keeping: Pick<RunsOptions, 'locks' | 'shelf'> = {},
  ) {
    this.engine = new CurrentEngine({
      gpu,
      make: makeEngine,
      tell: (event) => this.tell(event),
      letGo: () => this.letGo(),
    });
    this.digits = this.makeDigits(this.turns, () => this.engine.now, openDigits);
    this.driver = new RunDriver(this.turns, {
      tell: (event) => this.tellRun(event),
      describe: (run: Run) => describe(run, this.engine.now.executor.usage.bytes + run.bytesElsewhere),
      evaluate: (run: Run) => this.takeStock(run),
      missing: NO_MODEL,
    });
    this.past = new LookingBack(this.turns, () => ({
      executor: this.engine.now.executor,
      engine: engineName(this.engine.now),
      known: this.driver.run?.plan,
    }));
    this.looking = new Looking(this.turns, {
      model: () => this.past.run ?? this.driver.run,
      missing: NO_MODEL,
      backend: () => this.engine.now.executor.backend,
    });
    this.rewriting = new Rewriting(this.turns, {
      current: () => this.current(),
      isCurrent: (run) => this.driver.run === run,
      refusal: () => this.refusalToRewrite(),
      changed: (edits) => this.tellEdited(edits),
    });
    this.runs = this.makeRuns({
      ...keeping,
      networks: {
        model: { take: () => this.take(), open: (file) => this.open(file) },
        digits: { take: () => this.digits.take(), open: (file) => this.digits.open(file) },
      },
      past: this.past,
    });
    this.digits.keepWith(this.runs.digits);
  }

  async start(asked: StartOptions): Promise<Engine> {
    const options = letIn('start', asked);
    return this.turns.take(() => this.engine.start(options));
  }

  async moveTo(asked: StartOptions): Promise<Engine> {
    return this.engine.moveTo(letIn('start', asked), async () => {
      const states = await Promise.all([this.driver.halt(), this.digits.halt()]);
      await this.runs.keep();
      return this.letGo(...states);
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
      return runProblems(letIn('create', request), this.engine.means);
    } catch (error) {
      return [messageOf(error)];
    }
  }

  async memory(request: RunRequest): Promise<MemoryNeed | undefined> {
    return runMemory(letIn('create', request), this.engine.means.threads);
  }

  async create(request: RunRequest): Promise<RunInfo> {
    return this.replaceRun({ plan: planRun(letIn('create', request), this.engine.means) });
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
    return this.replaceRun({ plan: this.driver.current().plan });
  }

  async teach(rows: FactRow[], steps: number): Promise<RunInfo> {
    this.checkTrainable();
    const { run, edits } = this.current();
    const { plan } = run;
    if (!Number.isInteger(steps) || steps < 1)
      throw new Error(`${steps} steps were asked for; at least one is needed.`);
    const training = { ...plan.training, steps: run.step + steps };
    const facts = letIn('teach', rows);
    const planned = planRun({ ...plan.settings, facts, training }, this.engine.means);
    const taught = { ...planned, config: { ...plan.config, V: planned.config.V } };
    await this.driver.pause();
    const snapshot = await this.turns.take(() => run.snapshot());
    const { history } = this.driver;
    const from = goOnWith(taught, plan, snapshot);
    this.runs.model.goOn();
    const info = await this.replaceRun({ plan: taught, from, edits: { past: edits.kept.past }, history });
    this.runs.model.change();
    return info;
  }

  async inspect(request: InspectRequest): Promise<Inspection> {
    return this.looking.inspect(request);
  }

  async generate(asked: GenerateRequest, watch?: Watch<WritingProgress>): Promise<Generation> {
    return this.looking.generate(asked, watch);
  }

  async lens<Name extends LensName>(
    name: Name,
    asked: Lenses[Name]['asks'],
    watch?: Watch,
  ): Promise<Lenses[Name]['answers']> {
    return this.looking.lens(name, asked, watch);
  }

  async kernel(name: ActivationName): Promise<KernelInfo> {
    return this.looking.kernel(name);
  }

  async evaluate(): Promise<void> {
    this.checkTrainable();
    return this.driver.evaluate();
  }

  async applyEdit(request: EditRequest, watch?: Watch): Promise<AppliedEdit> {
    return this.rewriting.apply(request, watch);
  }

  async undoEdit(edit: number): Promise<void> {
    return this.rewriting.undo(edit);
  }

  async diagnose(asked: { speed: boolean }, watch: Watch = () => true): Promise<Diagnostics> {
    return doInPieces(diagnose(this.engine.now, letIn('diagnose', asked)), this.turns, watch);
  }

  async pace(share: number): Promise<void> {
    this.turns.pace.share = letIn('pace', share);
  }

  async fetched(): Promise<string[]> {
    return performance.getEntriesByType('resource').map(({ name }) => name);
  }

  async save(request: SaveRequest = {}): Promise<Uint8Array<ArrayBuffer>> {
    const { optimizer = false } = letIn('save', request);
    return this.turns.take(async () => {
      const { run, edits } = this.current();
      if (!run.isTrainable)
        throw new Error('This model is as its own files have it: nothing was changed that could be saved.');
      await this.driver.settle();
      const { step, variants } = run;
      const snapshot = optimizer
        ? await run.snapshot()
        : { step, variants, weights: await run.weights.get() };
      return this.fileOf(run, snapshot, edits.kept, this.driver.history);
    });
  }

  async open(bytes: Uint8Array<ArrayBuffer>): Promise<RunInfo> {
    const known = this.driver.run?.plan;
    return this.replaceRun(
      readRun(letIn('open', bytes), engineName(this.engine.now), { ...this.engine.means, known }),
    );
  }

  async pythonConfig(): Promise<string> {
    const { config } = this.driver.current().plan;
    if (config.mlpWidth === 0)
      throw new Error('Python’s transformers knows no GPT-2 without MLPs; this model is attention alone.');
    return `${JSON.stringify(toHuggingFace(config), null, 2)}\n`;
  }

  async readFiles(files: File[]): Promise<FilesReading> {
    return describeModel(await modelIn(files, this.engine.now.executor.capacity));
  }

  async openFiles(files: File[], watch: Watch = () => true): Promise<RunInfo> {
    const { executor } = this.engine.now;
    const found = await modelIn(files, executor.capacity);
    if (found.kind === 'lab') return this.open(found.bytes);
    const run = await doInPieces(openRun(executor, found.model), this.turns, watch);
    await this.leave();
    return this.driver.replace(async () => {
      this.edits = new Edits(run);
      this.origin = undefined;
      this.past.forget();
      this.looking.forget();
      this.files = files;
      return run;
    });
  }

  async subscribe(listener: (event: LabEvent) => void): Promise<void> {
    this.listeners.add(listener);
    const { started } = this.engine;
    if (started) listener({ type: 'engine', engine: started.engine });
    for (const event of this.driver.standing()) {
      listener(event);
      if (event.type === 'run' && this.edits) listener({ type: 'edits', edits: this.edits.list });
    }
  }

  /** Stops training and frees everything; the lab cannot be used after this. */
  async dispose(): Promise<void> {
    await Promise.all([this.driver.dispose(), this.digits.dispose()]);
    this.past.forget();
    this.runs.dispose();
    this.engine.dispose();
    this.listeners.clear();
  }

  protected makeRuns(options: RunsOptions): Runs {
    return new Runs(options);
  }

  protected makeDigits(...parts: ConstructorParameters<typeof DigitLab>): DigitLab {
    return new DigitLab(...parts);
  }

  /** Both runs let go of the engine. Returns what goes on with them on another, from where they were last taken. */
  private letGo(state = this.driver.state, digitState?: RunState): GoOn {
    const { run } = this.driver;
    const last = this.runs.model.latest;
    this.driver.abandon();
    this.past.abandon();
    const resumeDigits = this.digits.abandon(digitState);
    return async (started, reason) => {
      await resumeDigits(reason);
      if (!run) return;
      if (!run.isTrainable) return this.openAgain(reason);
      this.runs.model.goOn();
      const engine = engineName(started);
      await this.replaceRun(
        last ? readRun(last.file, engine, { known: run.plan }) : (this.origin as RunFromFile),
      );
      const words = `${reason} Training goes on from step ${this.driver.current().step}.`;
      if (state !== 'training') return this.driver.tellState(this.driver.state, words);
      // What becomes of it is told as it happens.
      void this.driver.train(words).catch(() => {});
    };
  }

  /** A model that is only looked at is no copy kept here, but the files it came from. */
  private async openAgain(reason: string): Promise<void> {
    try {
      await this.openFiles([...this.files]);
      this.driver.tellState('finished', reason);
    } catch (error) {
      this.driver.tellState('none', `${reason} ${messageOf(error)}`);
    }
  }

  /** Throws a sentence about a model that is only looked at. */
  private checkTrainable(): void {
    if (this.driver.run && !this.driver.run.isTrainable) throw new Error(WITHOUT_DATA);
  }

  /** What the run before became is kept. */
  private async replaceRun(origin: RunFromFile): Promise<RunInfo> {
    const { plan, from, edits, history } = origin;
    await this.leave();
    return this.driver.replace(async () => {
      const { executor, hands } = this.engine.now;
      const run = await Run.create(executor, plan, from, hands);
      this.edits = new Edits(run, edits);
      this.origin = origin;
      this.looking.forget();
      this.files = [];
      this.past.forget();
      return run;
    }, history);
  }

  /** The run between two steps, to be kept. */
  private take(): Promise<Taken | undefined> {
    return this.turns.take(async () => {
      const { run, state } = this.driver;
      if (!run?.isTrainable) return undefined;
      await this.driver.settle();
      const snapshot = await run.snapshot();
      const edits = this.edits?.kept ?? NO_EDITS;
      const { history } = this.driver;
      return {
        preset: run.plan.settings.preset,
        step: snapshot.step,
        steps: run.steps,
        parameterCount: run.weights.count,
        training: state === 'training',
        history,
        file: () => this.fileOf(run, snapshot, edits, history),
      };
    });
  }

  private async leave(): Promise<void> {
    await this.driver.halt();
    await this.runs.model.keep();
  }

  private fileOf(run: Run, snapshot: Snapshot, edits: KeptEdits, history: History<Evaluation>) {
    return writeRun({ plan: run.plan, snapshot, edits, history, engine: engineName(this.engine.now) });
  }

  /** Finds out how the run does; this is also a state to look back at. */
  private async *takeStock(run: Run): InPieces<Evaluation> {
    const snapshot = await run.snapshot();
    const edits = this.edits?.kept ?? NO_EDITS;
    this.runs.model.note(run.step, () => this.fileOf(run, snapshot, edits, EMPTY_HISTORY));
    return yield* evaluate(run);
  }

  private current(): { run: Run; edits: Edits } {
    return { run: this.driver.current(), edits: this.edits as Edits };
  }

  /** Why the weights cannot be rewritten now, if so. */
  private refusalToRewrite(): string | undefined {
    if (this.driver.state === 'training') return 'Pause first: training is under way.';
    if (this.past.run) return 'The past cannot be changed; go back to the present first.';
  }

  /** What was told about the weights no longer holds. */
  private async tellEdited(edits: Edits): Promise<void> {
    this.tell({ type: 'edits', edits: edits.list });
    this.runs.model.change();
    await this.driver.evaluate();
  }

  /** What is told of the run, with the edits that its weights hold: they are settled once training has gone on. */
  private tellRun(event: RunEvent<RunInfo, Evaluation>): void {
    this.runs.model.hear(event);
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
