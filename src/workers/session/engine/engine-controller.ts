// The current engine: started once, switched on request, recovered when it is lost.

import type { ResourceLimits } from '../../../model/training/run-plan.ts';
import { errorMessage } from '../../../shared/error-message.ts';
import type { Engine, LabEvent, StartOptions } from '../../rpc/api/lab-api.ts';
import { recoverEngine } from './engine-recovery.ts';
import type { StartedEngine, startEngine } from './start-engine.ts';

/** Resumes the runs on the current engine; `reason` is shown to the user. */
export type Resume = (reason: string) => Promise<void>;

interface EngineControllerOptions {
  readonly gpu: GPU | undefined;
  readonly createEngine: typeof startEngine;
  emit(event: LabEvent): void;
  /** Drops everything on the engine that was lost; runs that are not restored yet stay lost. */
  release(): Resume;
  /** Gives up on runs that cannot be restored; `reason` is shown to the user. */
  abandon(reason: string): void;
}

/** A lost device rejects calls before it reports its loss, by less than this many milliseconds. */
export const LOSS_REPORT_MS = 1000;

export class EngineController {
  readonly #options: EngineControllerOptions;
  /** Absent before the first start and during a switch. */
  started: StartedEngine | undefined;
  #lossCount = 0;
  #transition: Promise<void> | undefined;

  constructor(options: EngineControllerOptions) {
    this.#options = options;
  }

  get current(): StartedEngine {
    if (!this.started) throw new Error('The lab has not been started.');
    return this.started;
  }

  /** Resolves when the runs are restored on another engine; undefined while the engine does not change. */
  get transition(): Promise<void> | undefined {
    return this.#transition;
  }

  /** Resources that runs can use. */
  get resources(): ResourceLimits {
    const { capacity, adapterKind } = this.started?.executor ?? {};
    return { capacity, adapterKind };
  }

  async start(options: StartOptions): Promise<Engine> {
    if (this.started) throw new Error('The lab has been started already.');
    return this.#activate(await this.#options.createEngine(this.#options.gpu, options));
  }

  /** `release` is called after the next engine has started: a failed start changes nothing. */
  async switchTo(options: StartOptions, release: () => Promise<Resume>): Promise<Engine> {
    const started = await this.#options.createEngine(this.#options.gpu, options);
    return this.#enqueue(async () => {
      const previous = this.current;
      const resume = await release();
      this.started = undefined; // so that its end is not recovered from as a loss
      previous.executor.dispose();
      this.#activate(started);
      try {
        await resume(`The engine is now ${started.engine.adapter}.`);
      } catch (error) {
        const reason = errorMessage(error);
        this.#options.abandon(`The model cannot be moved to ${started.engine.adapter}: ${reason}`);
        throw error;
      }
      return started.engine;
    });
  }

  dispose(): void {
    this.started?.executor.dispose();
  }

  #activate(started: StartedEngine): Engine {
    this.started = started;
    this.#options.emit({ type: 'engine', engine: started.engine });
    started.executor.lost.then((message) => void this.#enqueue(() => this.#recover(started, message)));
    if (started.threads) started.threads.onLost = (reason) => this.#reportLostThread(started, reason);
    return started.engine;
  }

  /** Training continues on the remaining threads, with the same numbers. */
  #reportLostThread(on: StartedEngine, message: string): void {
    if (this.started?.threads !== on.threads) return; // it has been switched or lost since
    const { engine, threads: team } = this.started as StartedEngine;
    const threads = team && team.count > 1 ? team.count : undefined;
    const reason = engine.reason ? `${engine.reason} ${message}` : message;
    this.started = { ...(this.started as StartedEngine), engine: { ...engine, threads, reason } };
    this.#options.emit({ type: 'engine', engine: this.started.engine });
  }

  /** Runs one change of the engine after the other. */
  #enqueue<Result>(change: () => Promise<Result>): Promise<Result> {
    const changed = this.#transition ? this.#transition.then(change) : change();
    const done = () => {
      if (this.#transition === transition) this.#transition = undefined;
    };
    const transition: Promise<void> = changed.then(done, done);
    this.#transition = transition;
    return changed;
  }

  /** Restarts the GPU, or falls back to the CPU, and restores the runs; begins again if that engine is lost meanwhile. */
  async #recover(lost: StartedEngine, message: string): Promise<void> {
    // The engine was switched, or an earlier recovery has replaced it.
    if (this.started !== lost) return;
    lost.threads?.dispose(); // they would keep its memory
    const { gpu, createEngine, emit, release, abandon } = this.#options;
    let loss: string | undefined = message;
    let { backend } = lost.engine;
    while (loss) {
      const resume = release();
      try {
        const { started, reason } = await recoverEngine(createEngine, gpu, backend, loss, ++this.#lossCount);
        emit({ type: 'notice', message: reason });
        ({ backend } = this.#activate(started));
        loss = await this.#resume(started, () => resume(reason));
      } catch (error) {
        abandon(`${loss} The model cannot be restored: ${errorMessage(error)}`);
        return;
      }
    }
  }

  /** The message of a loss that has prevented it; rejects for another reason. */
  async #resume({ executor }: StartedEngine, resume: () => Promise<void>): Promise<string | undefined> {
    try {
      await resume();
    } catch (error) {
      const timeout = new Promise<undefined>((resolve) => setTimeout(resolve, LOSS_REPORT_MS));
      const loss = await Promise.race([executor.lost, timeout]);
      if (loss === undefined) throw error;
      return loss;
    }
  }
}
