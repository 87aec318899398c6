// Models fetched by their address: what is on this device, what is being fetched, and how the last fetching ended.

import type { FetchedModels } from '../../fetched/fetched-models.ts';
import { bytesOf, type KeptModel } from '../../fetched/kept-model.ts';
import type { WantedModel } from '../../fetched/model-address.ts';
import { sentenceOf } from './run-store.ts';
import { Store } from './store.ts';

export interface FetchedState {
  /** Whole or in part; absent until it was looked. */
  readonly models?: readonly KeptModel[];
  /** `total` once all hosts have told. */
  readonly fetching?: {
    readonly name: string;
    readonly host: string;
    readonly here: number;
    readonly total?: number;
  };
  /** What one may wonder about while it is fetched. */
  readonly note?: string;
  /** Why the last thing asked for was not done, or that it was stopped. */
  readonly ended?: string;
}

type Models = Pick<FetchedModels, 'list' | 'fetch' | 'files' | 'forget'>;

const STOPPED = 'Stopped. What has arrived is kept: fetch again to go on from there.';

export class FetchedStore extends Store<FetchedState> {
  readonly #load: () => Promise<Models>;
  #stopping?: AbortController;

  /** @param load brings the code for it, which few visits need */
  constructor(load: () => Promise<Models>) {
    super({});
    this.#load = load;
  }

  /** Looks again what is on this device. */
  async refresh(): Promise<void> {
    await this.#attempt(async (models) => this.#set({ models: await models.list() }));
  }

  /** Fetches what is missing of a model; its files once they are whole, else nothing and a sentence. */
  async fetch(wanted: WantedModel): Promise<readonly File[] | undefined> {
    if (this.#stopping) return undefined;
    const stopping = new AbortController();
    this.#stopping = stopping;
    const { signal } = stopping;
    const { name, host } = wanted;
    const tell = (model: KeptModel) => this.#set({ fetching: { name, host, ...bytesOf(model) } });
    this.#set({ fetching: { name, host, here: 0 }, note: undefined });
    let files: readonly File[] | undefined;
    await this.#attempt(async (models) => {
      const onNote = (note: string) => this.#set({ note });
      files = await models.files(await models.fetch(wanted, { signal, onProgress: tell, onNote }));
    }, signal);
    this.#stopping = undefined;
    this.#set({ fetching: undefined, note: undefined });
    await this.#look();
    return files;
  }

  stop(): void {
    this.#stopping?.abort();
  }

  /** Files of a model that is whole; nothing, and a sentence, where they cannot be had. */
  async files(model: KeptModel): Promise<readonly File[] | undefined> {
    let files: readonly File[] | undefined;
    await this.#attempt(async (models) => {
      files = await models.files(model);
    });
    return files;
  }

  async forget(model: KeptModel): Promise<void> {
    await this.#attempt((models) => models.forget(model));
    await this.#look();
  }

  /** The list anew; what went wrong before stays on the page. */
  async #look(): Promise<void> {
    const models = await this.#load()
      .then((fetched) => fetched.list())
      .catch(() => this.value.models);
    this.#set({ models });
  }

  async #attempt(act: (models: Models) => Promise<void>, signal?: AbortSignal): Promise<void> {
    this.#set({ ended: undefined });
    try {
      await act(await this.#load());
    } catch (error) {
      this.#set({ ended: signal?.aborted ? STOPPED : sentenceOf(error) });
    }
  }

  #set(changes: Partial<FetchedState>): void {
    this.replace({ ...this.value, ...changes });
  }
}
