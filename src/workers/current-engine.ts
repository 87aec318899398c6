// The engine of this moment: started once, exchanged for another on request, taken up again when it is lost.

import type { Means } from '../model/run-plan.ts';
import type { StartedEngine, startEngine } from './engine.ts';
import type { Engine, LabEvent, StartOptions } from './lab-api.ts';
import { takeUpEngine } from './taking-up.ts';

/** Goes on, on another engine, with what was done on the one before; `reason` is what the visitor is told. */
export type GoOn = (started: StartedEngine, reason: string) => Promise<void>;

interface Parts {
  readonly gpu: GPU | undefined;
  readonly make: typeof startEngine;
  tell(event: LabEvent): void;
  /** The engine was lost: lets go of whatever was computed on it. */
  letGo(): GoOn;
}

export class CurrentEngine {
  readonly #parts: Parts;
  /** Absent before the first was started, and while one is exchanged. */
  started: StartedEngine | undefined;
  /** How often one was lost. */
  #losses = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get now(): StartedEngine {
    if (!this.started) throw new Error('The lab has not been started.');
    return this.started;
  }

  /** What runs may use. */
  get means(): Means {
    return { capacity: this.started?.executor.capacity, threads: 1 + (this.started?.hands?.count ?? 0) };
  }

  async start(options: StartOptions): Promise<Engine> {
    if (this.started) throw new Error('The lab has been started already.');
    return this.#use(await this.#parts.make(this.#parts.gpu, options));
  }

  /** `letGo` is called once there is another engine to go on with. */
  async moveTo(options: StartOptions, letGo: () => Promise<GoOn>): Promise<Engine> {
    const before = this.now;
    const started = await this.#parts.make(this.#parts.gpu, options);
    const goOn = await letGo();
    this.started = undefined; // gone on purpose: nobody is to recover it
    before.hands?.dispose();
    before.executor.dispose();
    this.#use(started);
    await goOn(started, `From here on ${started.engine.adapter} computes.`);
    return started.engine;
  }

  dispose(): void {
    this.started?.hands?.dispose();
    this.started?.executor.dispose();
  }

  #use(started: StartedEngine): Engine {
    this.started = started;
    this.#parts.tell({ type: 'engine', engine: started.engine });
    started.executor.lost.then((sentence) => this.#recover(started, sentence));
    if (started.hands) started.hands.onLost = (reason) => this.#tellFewerThreads(reason);
    return started.engine;
  }

  /** A thread is gone, and the run goes on with the same numbers. */
  #tellFewerThreads(sentence: string): void {
    const { engine, hands, ...rest } = this.now;
    const threads = hands && hands.alive > 0 ? 1 + hands.alive : undefined;
    const reason = engine.reason ? `${engine.reason} ${sentence}` : sentence;
    this.started = { ...rest, hands, engine: { ...engine, threads, reason } };
    this.#parts.tell({ type: 'engine', engine: this.started.engine });
  }

  /** The engine is gone: it is taken up again, or the CPU takes over. */
  async #recover(lost: StartedEngine, sentence: string): Promise<void> {
    if (this.started !== lost) return;
    const { gpu, make, tell, letGo } = this.#parts;
    const goOn = letGo();
    const { started, reason } = await takeUpEngine(make, gpu, sentence, ++this.#losses);
    tell({ type: 'notice', sentence: reason });
    this.#use(started);
    await goOn(started, reason);
  }
}
