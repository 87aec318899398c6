// The lab as the page sees it: what the worker told so far, and what the page may ask of it.

import type { LabClient, LabClientOptions } from '../../workers/lab-client.ts';
import { INITIAL_LAB, type LabState, reduceLab } from './lab-state.ts';
import type { Settings } from './page-state.ts';
import { Store } from './store.ts';

/** What the store needs of the worker's client. */
export type Lab = Pick<
  LabClient,
  | 'start'
  | 'presets'
  | 'limits'
  | 'problems'
  | 'memory'
  | 'create'
  | 'train'
  | 'pause'
  | 'step'
  | 'reset'
  | 'inspect'
  | 'generate'
  | 'lens'
  | 'kernel'
>;

export class LabStore extends Store<LabState> {
  /** The worker's client, for questions whose answers only the asker needs: `inspect`, `generate`, `kernel`. */
  readonly lab: Lab;
  /** The check of settings under way; a newer one ends it. */
  #check?: AbortController;

  constructor(connect: (options: Pick<LabClientOptions, 'onEvent' | 'onCrash'>) => Lab) {
    super(INITIAL_LAB);
    this.lab = connect({
      onEvent: (event) => this.replace(reduceLab(this.value, event)),
      onCrash: (sentence, alive) => this.#set(alive ? { error: sentence } : { failure: sentence }),
    });
  }

  /** Starts the engine; false where there is none. */
  async start(): Promise<boolean> {
    this.#set({ waiting: 'engine' });
    try {
      const engine = await this.lab.start({ backend: 'auto' });
      const [presets, limits] = await Promise.all([this.lab.presets(), this.lab.limits()]);
      this.#set({ engine, presets, limits, waiting: undefined });
      return true;
    } catch (error) {
      this.#set({ failure: sentenceOf(error), waiting: undefined });
      return false;
    }
  }

  /** Tells what is wrong with the settings, if anything, and what memory they take; changes nothing else. */
  async check(settings: Settings): Promise<void> {
    this.#check?.abort();
    this.#check = new AbortController();
    const { signal } = this.#check;
    try {
      const [problems, memory] = await Promise.all([
        this.lab.problems(settings, signal),
        this.lab.memory(settings, signal),
      ]);
      if (!signal.aborted) this.#set({ problems, memory });
    } catch (error) {
      if (!signal.aborted) this.#set({ error: sentenceOf(error) });
    }
  }

  /** Makes a fresh model in place of the current one. False where the settings are impossible or it failed. */
  async create(settings: Settings): Promise<boolean> {
    this.#check?.abort();
    return this.#attempt(async () => {
      const [problems, memory] = await Promise.all([this.lab.problems(settings), this.lab.memory(settings)]);
      this.#set({ problems, memory });
      if (problems.length > 0) return false;
      await this.#awaitModel(() => this.lab.create(settings));
      this.#set({ made: settings });
      return true;
    });
  }

  async createAndTrain(settings: Settings): Promise<void> {
    if (await this.create(settings)) await this.train();
  }

  /** Fresh weights, trained from the first step. */
  async trainAgain(): Promise<void> {
    if (await this.reset()) await this.train();
  }

  /** Resolves when training ends, for whatever reason. */
  async train(): Promise<void> {
    await this.#attempt(() => this.lab.train());
  }

  async pause(): Promise<void> {
    await this.#attempt(() => this.lab.pause());
  }

  async step(): Promise<void> {
    await this.#attempt(() => this.lab.step());
  }

  /** Fresh weights, same settings; false where it failed. */
  async reset(): Promise<boolean> {
    return this.#attempt(() => this.#awaitModel(() => this.lab.reset()));
  }

  dismissError(): void {
    this.#set({ error: undefined });
  }

  /** What goes wrong becomes a sentence on the page. False then, or if the action says so. */
  async #attempt(action: () => Promise<unknown>): Promise<boolean> {
    this.#set({ error: undefined });
    try {
      return (await action()) !== false;
    } catch (error) {
      this.#set({ error: sentenceOf(error) });
      return false;
    }
  }

  async #awaitModel(action: () => Promise<unknown>): Promise<void> {
    this.#set({ waiting: 'model' });
    try {
      await action();
    } finally {
      this.#set({ waiting: undefined });
    }
  }

  #set(changes: Partial<LabState>): void {
    this.replace({ ...this.value, ...changes });
  }
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
