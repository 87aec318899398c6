// The current engine: started once, switched on request, recovered when it is lost.

import type { ResourceLimits } from '../../../model/training/run-plan.ts';
import type { Engine, LabEvent, StartOptions } from '../../rpc/api/lab-api.ts';
import { recoverEngine } from './engine-recovery.ts';
import type { StartedEngine, startEngine } from './start-engine.ts';

/** Resumes the runs on the current engine; `reason` is shown to the user. */
export type Resume = (reason: string) => Promise<void>;

interface EngineControllerOptions {
  readonly gpu: GPU | undefined;
  readonly createEngine: typeof startEngine;
  emit(event: LabEvent): void;
  /** Drops everything on the engine that was lost. */
  release(): Resume;
}

export class EngineController {
  readonly #options: EngineControllerOptions;
  /** Absent before the first start and during a switch. */
  started: StartedEngine | undefined;
  #lossCount = 0;

  constructor(options: EngineControllerOptions) {
    this.#options = options;
  }

  get current(): StartedEngine {
    if (!this.started) throw new Error('The lab has not been started.');
    return this.started;
  }

  /** Resources that runs can use. */
  get resources(): ResourceLimits {
    return { capacity: this.started?.executor.capacity, threads: 1 + (this.started?.workerPool?.count ?? 0) };
  }

  async start(options: StartOptions): Promise<Engine> {
    if (this.started) throw new Error('The lab has been started already.');
    return this.#activate(await this.#options.createEngine(this.#options.gpu, options));
  }

  /** `release` is called after the next engine has started: a failed start changes nothing. */
  async switchTo(options: StartOptions, release: () => Promise<Resume>): Promise<Engine> {
    const previous = this.current;
    const started = await this.#options.createEngine(this.#options.gpu, options);
    const resume = await release();
    this.started = undefined; // so that its end is not recovered from as a loss
    previous.workerPool?.dispose();
    previous.executor.dispose();
    this.#activate(started);
    await resume(`The engine is now ${started.engine.adapter}.`);
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

  /** Training continues on the remaining threads, with the same numbers. */
  #reportLostThread(message: string): void {
    const { engine, workerPool, ...rest } = this.current;
    const threads = workerPool && workerPool.aliveCount > 0 ? 1 + workerPool.aliveCount : undefined;
    const reason = engine.reason ? `${engine.reason} ${message}` : message;
    this.started = { ...rest, workerPool, engine: { ...engine, threads, reason } };
    this.#options.emit({ type: 'engine', engine: this.started.engine });
  }

  /** Restarts the GPU, or falls back to the CPU. */
  async #recover(lost: StartedEngine, message: string): Promise<void> {
    if (this.started !== lost) return;
    const { gpu, createEngine, emit, release } = this.#options;
    const resume = release();
    const { started, reason } = await recoverEngine(createEngine, gpu, message, ++this.#lossCount);
    emit({ type: 'notice', message: reason });
    this.#activate(started);
    await resume(reason);
  }
}
