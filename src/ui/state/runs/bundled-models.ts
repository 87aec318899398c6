// Downloads of the trained models that ship with the page.

import { type BundledModel, parseManifest } from '../../../shared/model-manifest.ts';

/** The folder beside the page that holds them. */
const FOLDER = 'models/';
/** Milliseconds after which the page goes on without. */
const TIMEOUT_MS = 15_000;

/** Fetches the manifest once, and models when they are asked for. */
export class BundledModels {
  readonly #fetchFn: typeof fetch;
  #list?: Promise<readonly BundledModel[]>;

  constructor(fetchFn: typeof fetch) {
    this.#fetchFn = fetchFn;
  }

  /** Throws a sentence where the list cannot be had; the next call tries again. */
  list(): Promise<readonly BundledModel[]> {
    this.#list ??= this.#fetch('manifest.json', 'no-cache').then(async (response) =>
      parseManifest(await response.json().catch(() => undefined)),
    );
    this.#list.catch(() => {
      this.#list = undefined;
    });
    return this.#list;
  }

  /** The model's file; throws a sentence where it cannot be had. */
  async read({ file, sha256 }: BundledModel): Promise<Uint8Array<ArrayBuffer>> {
    // A cache may keep a file as long as it likes: another one has another address.
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
