// Downloads of the trained models that ship with the page.

import { type BundledModel, parseManifest } from '../../../shared/model-manifest.ts';

/** Relative to the page. */
const FOLDER = 'models/';
const TIMEOUT_MS = 15_000;

/** Caches the manifest; fetches models on demand. */
export class BundledModels {
  readonly #fetchFn: typeof fetch;
  #list?: Promise<readonly BundledModel[]>;

  constructor(fetchFn: typeof fetch) {
    this.#fetchFn = fetchFn;
  }

  /** Rejects if the manifest cannot be fetched; the next call retries. */
  list(): Promise<readonly BundledModel[]> {
    this.#list ??= this.#fetch('manifest.json', 'no-cache').then(async (response) =>
      parseManifest(await response.json().catch(() => undefined)),
    );
    this.#list.catch(() => {
      this.#list = undefined;
    });
    return this.#list;
  }

  /** The model's file. */
  async read({ file, sha256 }: BundledModel): Promise<Uint8Array<ArrayBuffer>> {
    // The hash in the URL keeps caches from serving another version.
    const response = await this.#fetch(`${file}?${sha256.slice(0, 16)}`, 'default');
    return new Uint8Array(await response.arrayBuffer());
  }

  async #fetch(file: string, cache: RequestCache): Promise<Response> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await this.#fetchFn(FOLDER + file, { cache, signal }).catch(() => undefined);
    if (!response?.ok)
      throw new Error(`The trained model could not be fetched (${response?.status ?? 'no network'}).`);
    return response;
  }
}
