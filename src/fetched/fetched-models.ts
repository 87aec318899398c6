// Models fetched by their address and kept on this device: fetched on request, opened without the network, forgotten on request.

import { FetchProblem, storageProblem } from './fetch-problem.ts';
import { type FetcherTools, type Fetching, FileFetcher } from './file-fetcher.ts';
import { type KeptModel, nothingOf } from './kept-model.ts';
import type { WantedModel } from './model-address.ts';

/** Two tabs would write one file twice. */
const lockOf = (id: string) => `mini-llm-lab-fetching ${id}`;

export class FetchedModels {
  readonly #tools: FetcherTools;
  readonly #locks: Pick<LockManager, 'request'> | undefined;

  /** @param locks absent where the browser has none: insecure addresses, on which nothing is kept either */
  constructor(tools: FetcherTools, locks?: Pick<LockManager, 'request'>) {
    this.#tools = tools;
    this.#locks = locks;
  }

  /** All that is here, whole or in part. Asks nothing of the network. */
  list(): Promise<KeptModel[]> {
    return kept(() => this.#tools.shelf.models());
  }

  /** Fetches what is not here yet; the only way that anything is asked of a host. Throws one sentence, and what arrived stays. */
  async fetch(wanted: WantedModel, fetching: Fetching): Promise<KeptModel> {
    if (!this.#locks) return this.#fetch(wanted, fetching);
    return this.#locks.request(lockOf(wanted.id), { ifAvailable: true }, (lock) => {
      if (!lock) throw new FetchProblem(`Another tab is fetching ${wanted.name}.`);
      return this.#fetch(wanted, fetching);
    });
  }

  /** A whole model's files, as if they had been chosen from the disk. Asks nothing of the network. */
  async files({ files }: KeptModel): Promise<File[]> {
    const here = files.filter(({ state }) => state !== 'absent');
    return kept(() => Promise.all(here.map((file) => this.#tools.shelf.file(file))));
  }

  forget(model: KeptModel): Promise<void> {
    return kept(() => this.#tools.shelf.forget(model));
  }

  async #fetch(wanted: WantedModel, fetching: Fetching): Promise<KeptModel> {
    let model = (await kept(() => this.#tools.shelf.model(wanted.id))) ?? nothingOf(wanted);
    fetching.onProgress(model);
    for (const file of model.files.filter(({ state }) => state === 'partly'))
      model = await new FileFetcher(this.#tools, fetching, model, file).fetch();
    return model;
  }
}

/** What the device does not do is told in a sentence. */
async function kept<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof FetchProblem ? error : storageProblem(error);
  }
}
