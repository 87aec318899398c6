// The lab: one engine, the sessions of both networks and the comparison on it, and the library of saved runs.

import type { PartLoader } from '../../model/data/mnist/mnist.ts';
import { type CorpusOpener, unloadCorpora } from '../../model/data/text/corpora.ts';
import { RunLibrary, type RunLibraryOptions } from '../persistence/run-library.ts';
import type {
  Diagnostics,
  Engine,
  LabApi,
  LabEvent,
  ProgressCallback,
  RunState,
  StartOptions,
} from '../rpc/api/lab-api.ts';
import { parseRequest } from '../rpc/request-schemas.ts';
import type { WorkerEvent } from '../rpc/worker-events.ts';
import { runJob } from '../scheduling/run-job.ts';
import { TaskQueue } from '../scheduling/task-queue.ts';
import { ComparisonSession } from './comparison/comparison-session.ts';
import { DigitSession } from './digits/digit-session.ts';
import { diagnose } from './engine/diagnostics.ts';
import { EngineController, type Resume } from './engine/engine-controller.ts';
import { startEngine } from './engine/start-engine.ts';
import { CorpusLoader } from './transformer/corpus-loader.ts';
import { TransformerSession } from './transformer/transformer-session.ts';

export class Lab implements LabApi {
  readonly transformer: TransformerSession;
  readonly digits: DigitSession;
  readonly comparison: ComparisonSession;
  readonly runs: RunLibrary;
  private readonly taskQueue = new TaskQueue();
  private readonly engine: EngineController;
  private readonly listeners = new Set<(event: LabEvent) => void>();

  /**
   * `gpu` is `navigator.gpu` in a browser, Dawn's in Node, and absent where there is none. `openMnist` opens the files of
   * MNIST, `openCorpus` those of texts. Without `locks` the lab is the only one that writes to `storage`.
   */
  constructor(
    gpu: GPU | undefined,
    createEngine: typeof startEngine = startEngine,
    openMnist: PartLoader = mnistUnavailable,
    persistence: Omit<RunLibraryOptions, 'lab'> = {},
    openCorpus: CorpusOpener = corpusUnavailable,
  ) {
    const { taskQueue } = this;
    const engine = new EngineController({
      gpu,
      createEngine,
      emit: (event) => this.emit(event),
      release: () => this.releaseEngine(),
      abandon: (reason) => this.abandonLostRuns(reason),
    });
    this.engine = engine;
    this.runs = new RunLibrary({ ...persistence, lab: this });
    const corpora = new CorpusLoader(openCorpus);
    this.transformer = new TransformerSession({ taskQueue, engine, autosaver: this.runs.model }, corpora);
    this.digits = new DigitSession({ taskQueue, engine, autosaver: this.runs.digits }, openMnist);
    this.comparison = new ComparisonSession({ taskQueue, engine }, corpora);
  }

  /** Resolves when the runs are restored on another engine; undefined while the engine does not change. */
  get transition(): Promise<void> | undefined {
    return this.engine.transition;
  }

  async start(request: StartOptions): Promise<Engine> {
    const options = parseRequest('start', request);
    return this.taskQueue.run(() => this.engine.start(options));
  }

  async switchEngine(request: StartOptions): Promise<Engine> {
    return this.engine.switchTo(parseRequest('start', request), async () => {
      const states = await Promise.all([this.transformer.halt(), this.digits.halt(), this.comparison.halt()]);
      await this.runs.flush();
      return this.releaseEngine(...states);
    });
  }

  async diagnose(
    request: { speed: boolean },
    onProgress: ProgressCallback = () => true,
  ): Promise<Diagnostics> {
    const job = diagnose(this.engine.current, parseRequest('diagnose', request));
    return runJob(job, this.taskQueue, onProgress);
  }

  async throttle(dutyCycle: number): Promise<void> {
    this.taskQueue.throttle.dutyCycle = parseRequest('dutyCycle', dutyCycle);
  }

  async resourceUrls(): Promise<string[]> {
    return performance.getEntriesByType('resource').map(({ name }) => name);
  }

  async subscribe(listener: (event: WorkerEvent) => void): Promise<void> {
    const onLabEvent = (event: LabEvent) => listener({ source: 'lab', event });
    this.listeners.add(onLabEvent);
    const { started } = this.engine;
    if (started) onLabEvent({ type: 'engine', engine: started.engine });
    await this.transformer.subscribe((event) => listener({ source: 'transformer', event }));
    await this.digits.subscribe((event) => listener({ source: 'digits', event }));
    await this.comparison.subscribe((event) => listener({ source: 'comparison', event }));
    await this.runs.subscribe((event) => listener({ source: 'runs', event }));
  }

  /** Stops training and frees everything; the lab cannot be used after this. */
  async dispose(): Promise<void> {
    await Promise.all([this.transformer.dispose(), this.digits.dispose(), this.comparison.dispose()]);
    this.runs.dispose();
    unloadCorpora();
    this.engine.dispose();
    this.listeners.clear();
  }

  /** All sessions drop what they hold on the engine; the result resumes them on the next one. */
  private releaseEngine(transformerState?: RunState, digitsState?: RunState, wasComparing?: boolean): Resume {
    const resumptions = [
      this.digits.release(digitsState),
      this.transformer.release(transformerState),
      this.comparison.release(wasComparing),
    ];
    return async (reason) => {
      // The failure of one must not prevent the restoration of the others.
      const failures: unknown[] = [];
      for (const resume of resumptions) await resume(reason).catch((error) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    };
  }

  private abandonLostRuns(reason: string): void {
    this.emit({ type: 'notice', message: reason });
    this.transformer.abandonLostRun(reason);
    this.digits.abandonLostRun(reason);
    this.comparison.abandon();
  }

  private emit(event: LabEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}

const corpusUnavailable: CorpusOpener = () => Promise.reject(new Error('This lab has no corpora.'));
const mnistUnavailable: PartLoader = () => Promise.reject(new Error('This lab has no MNIST files.'));
