// The digit network's half of the lab: a second run on the same engine, driven like the first, with its own lenses.

import type { History } from '../../history/history.ts';
import { messageOf } from '../../message-of.ts';
import type { OpenPart } from '../../model/data/mnist/mnist.ts';
import { Mnist, TRAIN_IMAGES } from '../../model/data/mnist/mnist.ts';
import { readDigitFile, writeDigitFile } from '../../model/digit-file.ts';
import { DigitRun } from '../../model/digit-run.ts';
import type { DigitPlan } from '../../model/digit-settings.ts';
import { DIGIT_LIMITS, DIGIT_PRESETS, digitProblems, planDigits } from '../../model/digit-settings.ts';
import { placeOf } from '../../model/lenses/digits/nudges.ts';
import { SmallNetworks } from '../../model/lenses/digits/small-network.ts';
import type { InPieces } from '../../model/pieces.ts';
import type { Snapshot } from '../../model/run.ts';
import { letIn, letIntoDigits } from '../door.ts';
import { engineName, type StartedEngine } from '../engine.ts';
import { evaluateDigits } from '../evaluate.ts';
import type { RunKeeper, Taken } from '../keeping/run-keeper.ts';
import type {
  DigitApi,
  DigitData,
  DigitEvaluation,
  DigitEvent,
  DigitLenses,
  DigitLensName,
  DigitPresetInfo,
  DigitRequest,
  DigitRunInfo,
  DigitSplit,
  RunState,
  SaveRequest,
  SettingLimit,
  Watch,
  WeightChange,
} from '../lab-api.ts';
import { doInPieces, isInPieces } from '../long-work.ts';
import { RunDriver } from '../run-driver.ts';
import type { Turns } from '../turns.ts';
import type { DigitScene } from './digit-lenses.ts';
import { DIGIT_LENSES, imagesAsked } from './digit-lenses.ts';
import { DigitTrials } from './digit-trials.ts';

/** What a digit run is made from. */
interface DigitOrigin {
  readonly plan: DigitPlan;
  readonly from?: Snapshot;
  readonly history?: History<DigitEvaluation>;
}

export class DigitLab implements DigitApi {
  private readonly turns: Turns;
  private readonly engine: () => StartedEngine;
  private readonly mnist: Mnist;
  private readonly driver: RunDriver<DigitRun, DigitRunInfo, DigitEvaluation>;
  private readonly listeners = new Set<(event: DigitEvent) => void>();
  private readonly scene: DigitScene;
  private readonly trials: DigitTrials;
  private small: SmallNetworks | undefined;
  private coming: DigitData['coming'];
  /** Orders to train that wait for images: a pause or another run takes them back. */
  private waiting = 0;
  /** What the run was made from. */
  private origin: DigitOrigin | undefined;
  private keeper: RunKeeper | undefined;

  constructor(turns: Turns, engine: () => StartedEngine, open: OpenPart) {
    this.turns = turns;
    this.engine = engine;
    this.mnist = new Mnist(open, (coming) => this.tellData(coming));
    this.driver = new RunDriver(turns, {
      tell: (event) => this.tell(event),
      describe: (run: DigitRun) => this.describe(run),
      evaluate: (run: DigitRun) => this.takeStock(run),
      missing: 'There is no digit network yet; create one first.',
    });
    const scene = {
      run: () => this.driver.current(),
      mnist: this.mnist,
      executor: () => this.engine().executor,
    };
    this.trials = new DigitTrials(scene);
    this.scene = { ...scene, trials: this.trials, small: () => this.smallNetworks() };
  }

  /** Called once, before there is a run. */
  keepWith(keeper: RunKeeper): void {
    this.keeper = keeper;
  }

  async presets(): Promise<DigitPresetInfo[]> {
    return DIGIT_PRESETS.map((preset) => ({ ...preset, hidden: [...preset.hidden] }));
  }

  async limits(): Promise<Record<string, SettingLimit>> {
    return { ...DIGIT_LIMITS };
  }

  async problems(request: DigitRequest): Promise<string[]> {
    try {
      return digitProblems(letIn('createDigits', request));
    } catch (error) {
      return [messageOf(error)];
    }
  }

  async create(request: DigitRequest): Promise<DigitRunInfo> {
    return this.replaceRun({ plan: planDigits(letIn('createDigits', request)) });
  }

  async train(): Promise<RunState> {
    const run = this.driver.current();
    this.waiting += 1;
    const { waiting } = this;
    await this.needImages('train', run.plan.training.images);
    return waiting === this.waiting ? this.driver.train() : this.driver.state;
  }

  async pause(): Promise<void> {
    this.waiting += 1;
    await this.driver.pause();
  }

  async step(): Promise<void> {
    await this.needImages('train', this.driver.current().plan.training.images);
    await this.driver.step();
  }

  async evaluate(): Promise<void> {
    await this.needImages('train', 1);
    await this.driver.evaluate();
  }

  async reset(): Promise<DigitRunInfo> {
    return this.replaceRun({ plan: this.driver.current().plan });
  }

  async load(asked: 'first' | 'all'): Promise<DigitData> {
    const what = letIn('load', asked);
    await this.needImages('train', what === 'all' ? TRAIN_IMAGES : 1);
    return this.data();
  }

  async setWeights(changes: readonly WeightChange[]): Promise<void> {
    const asked = letIn('setWeights', changes);
    await this.turns.take(async () => {
      const run = this.driver.current();
      const places = asked.map((change) => ({ ...placeOf(run.plan.config, change), value: change.value }));
      const wrong = places.find(({ value }) => !Number.isFinite(value));
      if (wrong) throw new Error(`A weight can be any number, and ${wrong.value} is none.`);
      for (const { name, index, value } of places) run.weights.setOne(name, index, value);
      this.tell({ type: 'weights', step: run.step });
    });
  }

  async lens<Name extends DigitLensName>(
    name: Name,
    asked: DigitLenses[Name]['asks'],
    watch: Watch = () => true,
  ): Promise<DigitLenses[Name]['answers']> {
    // Images are waited for before the turn: the other run goes on meanwhile.
    const question = letIntoDigits(name, asked);
    const images = imagesAsked(this.scene, name, question);
    if (images) await this.needImages(images.split, images.count);
    const look = await this.turns.take(async () => DIGIT_LENSES[name](this.scene, question));
    return isInPieces(look) ? doInPieces(look, this.turns, watch) : look;
  }

  async save(request: SaveRequest = {}): Promise<Uint8Array<ArrayBuffer>> {
    const { optimizer = false } = letIn('save', request);
    return this.turns.take(async () => {
      const run = this.driver.current();
      await this.driver.settle();
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
    return this.replaceRun(this.originOf(letIn('open', bytes)));
  }

  /** The run between two steps, to be kept. */
  take(): Promise<Taken | undefined> {
    return this.turns.take(async () => {
      const { run, state, history } = this.driver;
      if (!run) return undefined;
      await this.driver.settle();
      const snapshot = await run.snapshot();
      return {
        preset: run.plan.preset.name,
        step: snapshot.step,
        steps: run.steps,
        parameterCount: run.weights.count,
        training: state === 'training',
        history,
        file: () =>
          writeDigitFile({ plan: run.plan, ...snapshot, engine: engineName(this.engine()), history }),
      };
    });
  }

  async subscribe(listener: (event: DigitEvent) => void): Promise<void> {
    this.listeners.add(listener);
    for (const event of this.driver.standing()) listener(event);
    listener({ type: 'data', data: this.data() });
  }

  /** Stops at once. Returns the state before. */
  halt(): Promise<RunState> {
    return this.driver.halt();
  }

  /** The engine is gone. Returns what makes the run again, as it was last taken, on the engine that has taken over. */
  abandon(state = this.driver.state): (reason: string) => Promise<void> {
    const { run } = this.driver;
    const last = this.keeper?.latest;
    this.driver.abandon();
    this.trials.clear({ lost: true });
    this.small = undefined;
    return async (reason) => {
      if (!run || !this.origin) return;
      this.keeper?.goOn();
      await this.replaceRun(last ? this.originOf(last.file) : this.origin);
      const words = `${reason} Training goes on from step ${this.driver.current().step}.`;
      if (state !== 'training') return this.driver.tellState(this.driver.state, words);
      void this.driver.train(words).catch(() => {});
    };
  }

  async dispose(): Promise<void> {
    await this.driver.dispose();
    this.trials.clear();
    this.small?.dispose();
    this.listeners.clear();
  }

  private smallNetworks(): SmallNetworks {
    this.small ??= new SmallNetworks(this.engine().executor);
    return this.small;
  }

  /** What the run before became is kept. */
  private async replaceRun(origin: DigitOrigin): Promise<DigitRunInfo> {
    this.waiting += 1;
    const { plan, from, history } = origin;
    await this.driver.halt();
    await this.keeper?.keep();
    return this.driver.replace(async () => {
      const run = await DigitRun.create(this.engine().executor, plan, this.mnist, from);
      this.origin = origin;
      this.trials.clear();
      return run;
    }, history);
  }

  private originOf(bytes: Uint8Array): DigitOrigin {
    const { plan, step, weights, moments, engine, variants, history } = readDigitFile(bytes);
    // The same engine goes on with the same kernels; another has its own.
    const same = engine === engineName(this.engine());
    return { plan, from: { step, weights, moments, variants: same ? variants : undefined }, history };
  }

  /** Notes where the weights are, and finds out how the run does. */
  private async *takeStock(run: DigitRun): InPieces<DigitEvaluation> {
    run.notePlace({ step: run.step, weights: await run.weights.get() });
    return yield* evaluateDigits(run, this.mnist);
  }

  private describe(run: DigitRun): DigitRunInfo {
    const { preset, config, training } = run.plan;
    return {
      preset: preset.name,
      ...namesOf(run.plan),
      sizes: [...config.sizes],
      kind: config.kind,
      training,
      parameterCount: run.weights.count,
      memoryBytes: this.engine().executor.usage.bytes,
      step: run.step,
    };
  }

  private async needImages(split: DigitSplit, count: number): Promise<void> {
    if (this.mnist.count(split) >= count) return;
    try {
      await this.mnist.need(split, count);
    } finally {
      this.tellData(undefined);
    }
  }

  private data(): DigitData {
    const { mnist, coming } = this;
    return { train: mnist.count('train'), test: mnist.count('test'), ...(coming && { coming }) };
  }

  private tellData(coming: DigitData['coming']): void {
    this.coming = coming;
    this.tell({ type: 'data', data: this.data() });
  }

  private tell(event: DigitEvent): void {
    this.keeper?.hear(event);
    for (const listener of this.listeners) listener(event);
  }
}

/** A network that is not its preset's is called by its own sizes. */
function namesOf({ preset, config }: DigitPlan): Pick<DigitRunInfo, 'title' | 'description'> {
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
