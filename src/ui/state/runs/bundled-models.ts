// Downloads of the trained models that ship with the page.

import { IntegrityError, verifyIntegrity } from '../../../shared/integrity/integrity.ts';
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
    this.#list ??= this.#fetch('manifest.json').then(async (response) =>
      parseManifest(await response.json().catch(() => undefined)),
    );
    this.#list.catch(() => {
      this.#list = undefined;
    });
    return this.#list;
  }

  /** The model's file. @throws IntegrityError if another file or a part of it arrives */
  async read({ file, sha256 }: BundledModel): Promise<Uint8Array<ArrayBuffer>> {
    // The hash in the URL keeps caches from serving another version.
    const { body } = await this.#fetch(`${file}?${sha256.slice(0, 16)}`);
    const name = `The trained model ${file}`;
    try {
      const content: ReadableStream<Uint8Array<ArrayBuffer>> = body ?? new Blob().stream();
      const verified = new Response(content.pipeThrough(verifyIntegrity(sha256, name)));
      return new Uint8Array(await verified.arrayBuffer());
    } catch {
      throw new IntegrityError(name);
    }
  }

  async #fetch(file: string): Promise<Response> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    // Revalidated: the browser may have stored a wrong answer for a long time.
    const response = await this.#fetchFn(FOLDER + file, { cache: 'no-cache', signal }).catch(() => undefined);
    if (!response?.ok)
      throw new Error(`The trained model could not be fetched (${response?.status ?? 'no network'}).`);
    return response;
  }
}
