// The engine of this moment: started once, exchanged for another on request, taken up again when it is lost.

import type { ResourceLimits } from '../../../model/training/run-plan.ts';
import type { Engine, LabEvent, StartOptions } from '../../rpc/api/lab-api.ts';
import { recoverEngine } from './engine-recovery.ts';
import type { StartedEngine, startEngine } from './start-engine.ts';

/** Goes on, on another engine, with what was done on the one before; `reason` is what the visitor is told. */
export type Resume = (started: StartedEngine, reason: string) => Promise<void>;

interface EngineControllerOptions {
  readonly gpu: GPU | undefined;
  readonly createEngine: typeof startEngine;
  emit(event: LabEvent): void;
  /** The engine was lost: lets go of whatever was computed on it. */
  release(): Resume;
}

export class EngineController {
  readonly #options: EngineControllerOptions;
  /** Absent before the first was started, and while one is exchanged. */
  started: StartedEngine | undefined;
  /** How often one was lost. */
  #lossCount = 0;

  constructor(options: EngineControllerOptions) {
    this.#options = options;
  }

  get current(): StartedEngine {
    if (!this.started) throw new Error('The lab has not been started.');
    return this.started;
  }

  /** What runs may use. */
  get resources(): ResourceLimits {
    return { capacity: this.started?.executor.capacity, threads: 1 + (this.started?.workerPool?.count ?? 0) };
  }

  async start(options: StartOptions): Promise<Engine> {
    if (this.started) throw new Error('The lab has been started already.');
    return this.#activate(await this.#options.createEngine(this.#options.gpu, options));
  }

  /** `letGo` is called once there is another engine to go on with. */
  async switchTo(options: StartOptions, release: () => Promise<Resume>): Promise<Engine> {
    const previous = this.current;
    const started = await this.#options.createEngine(this.#options.gpu, options);
    const resume = await release();
    this.started = undefined; // gone on purpose: nobody is to recover it
    previous.workerPool?.dispose();
    previous.executor.dispose();
    this.#activate(started);
    await resume(started, `From here on ${started.engine.adapter} computes.`);
    return started.engine;
  }

  dispose(): void {
    this.started?.workerPool?.dispose();
    this.started?.executor.dispose();
  }

  #activate(started: StartedEngine): Engine {
    this.started = started;
    this.#options.emit({ type: 'engine', engine: started.engine });
    started.executor.lost.then((sentence) => this.#recover(started, sentence));
    if (started.workerPool) started.workerPool.onLost = (reason) => this.#reportLostThread(reason);
    return started.engine;
  }

  /** A thread is gone, and the run goes on with the same numbers. */
  #reportLostThread(message: string): void {
    const { engine, workerPool, ...rest } = this.current;
    const threads = workerPool && workerPool.aliveCount > 0 ? 1 + workerPool.aliveCount : undefined;
    const reason = engine.reason ? `${engine.reason} ${message}` : message;
    this.started = { ...rest, workerPool, engine: { ...engine, threads, reason } };
    this.#options.emit({ type: 'engine', engine: this.started.engine });
  }

  /** The engine is gone: it is taken up again, or the CPU takes over. */
  async #recover(lost: StartedEngine, message: string): Promise<void> {
    if (this.started !== lost) return;
    const { gpu, createEngine, emit, release } = this.#options;
    const resume = release();
    const { started, reason } = await recoverEngine(createEngine, gpu, message, ++this.#lossCount);
    emit({ type: 'notice', message: reason });
    this.#activate(started);
    await resume(started, reason);
  }
}
