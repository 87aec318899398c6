// Store of the comparison: variants of one run that are trained side by side.

import type { ComparisonEvent, ComparisonRequest } from '../../../workers/rpc/api/lab-api.ts';
import type { LabClient } from '../../../workers/rpc/client/lab-client.ts';
import { toDisplayMessage } from '../../format/display-message.ts';
import { type ComparisonState, NO_COMPARISON } from '../../types/comparison.ts';
import { NO_RUN } from '../../types/run.ts';
import { Store } from '../store.ts';
import { reduceRun } from './run-reducer.ts';

function reduceComparison(state: ComparisonState, event: ComparisonEvent): ComparisonState {
  if (event.type === 'comparison') return { ...state, comparison: event.comparison, variants: [] };
  const variants = [...state.variants];
  variants[event.variant] = reduceRun(variants[event.variant] ?? NO_RUN, event.event);
  return { ...state, variants };
}

export class ComparisonStore extends Store<ComparisonState> {
  readonly #client: LabClient['comparison'];

  constructor(client: LabClient['comparison']) {
    super(NO_COMPARISON);
    this.#client = client;
  }

  handleEvent(event: ComparisonEvent): void {
    this.replace(reduceComparison(this.value, event));
  }

  /** Creates the variants and trains them; resolves at their end. */
  async start(request: ComparisonRequest): Promise<void> {
    const isCreated = await this.#attempt(async () => {
      this.#set({ isPending: true });
      const problems = await this.#client.problems(request);
      this.#set({ problems, request });
      if (problems.length === 0) await this.#client.create(request);
      return problems.length === 0;
    });
    this.#set({ isPending: false });
    if (isCreated) await this.train();
  }

  async train(): Promise<void> {
    await this.#attempt(() => this.#client.train());
  }

  async pause(): Promise<void> {
    await this.#attempt(() => this.#client.pause());
  }

  async close(): Promise<void> {
    await this.#attempt(() => this.#client.close());
  }

  /** Passes the file of a variant to `keep`, unless it cannot be written. */
  async save(variant: number, keep: (file: Uint8Array<ArrayBuffer>) => Promise<void>): Promise<void> {
    await this.#attempt(async () => keep(await this.#client.save(variant)));
  }

  /** Runs an operation and shows its error; false on an error or if the operation returns false. */
  async #attempt(action: () => Promise<unknown>): Promise<boolean> {
    this.#set({ error: undefined });
    try {
      return (await action()) !== false;
    } catch (error) {
      this.#set({ error: toDisplayMessage(error) });
      return false;
    }
  }

  #set(changes: Partial<ComparisonState>): void {
    this.replace({ ...this.value, ...changes });
  }
}
