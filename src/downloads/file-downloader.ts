// Downloads one file, or the rest of it, and stores it in parts.

import { DownloadError, formatMegabytes, InvalidFile, toStorageError } from './download-error.ts';
import type { DownloadStore } from './download-store.ts';
import { type DownloadedFile, type DownloadedModel, withFile } from './downloaded-model.ts';
import { type FileResponse, parseFileResponse } from './file-response.ts';
import { formatOf, hasMagicBytes, maxBytes, SIGNATURE_BYTES } from './file-signature.ts';

export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** Called when the number of received bytes changes. */
  readonly onProgress: (model: DownloadedModel) => void;
  /** Called with a message for the visitor, for example if a download restarts. */
  readonly onNotice: (sentence: string) => void;
}

export interface DownloadEnvironment {
  readonly fetch: typeof fetch;
  readonly store: DownloadStore;
  /** Storage left for the page, in bytes; undefined if the browser does not report it. */
  readonly availableBytes: () => Promise<number | undefined>;
  /** Bytes of one write. */
  readonly chunkBytes?: number;
}

const CHUNK_BYTES = 8 * 2 ** 20;
/** On a slow connection a part is written after this time, whatever its size. */
const CHUNK_MS = 4000;
const PROGRESS_INTERVAL_MS = 200;
/** Largest file of a host that does not send its size; more than the smaller GPT-2 models have. */
const MAX_UNSIZED_BYTES = 1e9;

export class FileDownloader {
  readonly #environment: DownloadEnvironment;
  readonly #options: DownloadOptions;
  #model: DownloadedModel;
  readonly #url: string;
  /** Received but not yet written. */
  #pendingChunks: Uint8Array<ArrayBuffer>[] = [];
  #writtenAt = 0;
  #reportedAt = Number.NEGATIVE_INFINITY;
  /** Bytes that are accepted while the size of the file is unknown. */
  #maxUnsizedBytes = MAX_UNSIZED_BYTES;

  constructor(
    environment: DownloadEnvironment,
    options: DownloadOptions,
    model: DownloadedModel,
    file: DownloadedFile,
  ) {
    this.#environment = environment;
    this.#options = options;
    this.#model = model;
    this.#url = file.url;
  }

  /**
   * @returns the model with the complete file
   * @throws DownloadError; received bytes stay stored, except after `InvalidFile`
   */
  async download(): Promise<DownloadedModel> {
    try {
      // Without a tag, a changed file cannot be detected.
      if (this.#file.here > 0 && this.#file.tag === undefined) await this.#restart();
      const response = await this.#request();
      const parsed = await this.#parseResponse(response);
      if (!parsed) return await this.#updateFile({ ...this.#file, state: 'absent' });
      if (this.#file.here !== parsed.begin) {
        this.#options.onNotice(
          `${this.#host} does not support partial downloads: ${this.#file.name} restarts from the beginning.`,
        );
        await this.#restart();
      }
      await this.#updateFile({ ...this.#file, tag: parsed.tag, total: parsed.total });
      await this.#receiveBody(response);
      return await this.#complete();
    } catch (error) {
      if (error instanceof InvalidFile) await this.#restart();
      throw error;
    }
  }

  get #file(): DownloadedFile {
    return this.#model.files.find(({ url }) => url === this.#url) as DownloadedFile;
  }

  get #host(): string {
    return this.#model.host;
  }

  #request(): Promise<Response> {
    const { here, name, url } = this.#file;
    const { signal } = this.#options;
    return this.#environment
      .fetch(url, {
        // Range requests are not compressed: `Content-Length` is then the file's size.
        headers: { Range: `bytes=${here}-` },
        cache: 'no-store',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal,
      })
      .catch((error) => {
        if (signal.aborted) throw error;
        throw new DownloadError(
          `${name} could not be fetched: there is no network, or ${this.#host} does not let this page read it.`,
        );
      });
  }

  async #parseResponse(response: Response): Promise<FileResponse | undefined> {
    try {
      const parsed = parseFileResponse(response, this.#file, this.#host);
      if (parsed?.total !== undefined) await this.#checkAvailableBytes(parsed.total - parsed.begin);
      else if (parsed) await this.#limitUnsizedBytes(parsed.begin);
      return parsed;
    } catch (error) {
      void response.body?.cancel();
      throw error;
    }
  }

  async #checkAvailableBytes(needed: number): Promise<void> {
    const available = await this.#environment.availableBytes();
    if (available === undefined || available >= needed) return;
    throw new DownloadError(
      `${this.#file.name} needs ${formatMegabytes(needed)} on this device, and this browser has ${formatMegabytes(available)} left for the page: download it and open it from your disk.`,
    );
  }

  /** A body without an end leaves half of the storage free. */
  async #limitUnsizedBytes(begin: number): Promise<void> {
    const available = (await this.#environment.availableBytes()) ?? Number.POSITIVE_INFINITY;
    this.#maxUnsizedBytes = begin + Math.min(MAX_UNSIZED_BYTES, available / 2);
  }

  /** Reads the body to its end; after an error or abort, received bytes are written first. */
  async #receiveBody({ body }: Response): Promise<void> {
    if (!body) return;
    this.#writtenAt = performance.now();
    const reader = body.getReader();
    try {
      for (let next = await reader.read(); next.value; next = await reader.read()) {
        this.#receiveChunk(next.value);
        if (this.#isWriteDue) await this.#write();
      }
      await this.#write();
    } catch (error) {
      void reader.cancel().catch(() => {});
      if (error instanceof DownloadError) throw error;
      await this.#write();
      throw this.#options.signal.aborted ? error : this.#connectionError();
    }
  }

  #receiveChunk(bytes: Uint8Array<ArrayBuffer>): void {
    const { name, here, total } = this.#file;
    const before = here + this.#pendingBytes;
    this.#pendingChunks.push(bytes);
    const received = before + bytes.length;
    if (received > Math.min(total ?? Number.POSITIVE_INFINITY, maxBytes(name)))
      throw new InvalidFile(
        `${this.#host} sends more of ${name} than there should be. Nothing of it is kept.`,
      );
    if (total === undefined && received > this.#maxUnsizedBytes)
      throw new InvalidFile(
        `${this.#host} does not say how large ${name} is, and more than ${formatMegabytes(this.#maxUnsizedBytes)} arrived. Nothing of it is kept: download it and open it from your disk.`,
      );
    if (before < SIGNATURE_BYTES && here === 0) this.#checkSignature();
    if (performance.now() - this.#reportedAt < PROGRESS_INTERVAL_MS) return;
    this.#reportedAt = performance.now();
    this.#reportProgress();
  }

  #checkSignature(): void {
    const { name } = this.#file;
    const start = this.#pendingChunks
      .flatMap((bytes) => [...bytes.subarray(0, SIGNATURE_BYTES)])
      .slice(0, SIGNATURE_BYTES);
    if (!hasMagicBytes(name, Uint8Array.from(start)))
      throw new InvalidFile(
        `What ${this.#host} sends as ${name} is no ${formatOf(name)}. Nothing of it is kept.`,
      );
  }

  get #pendingBytes(): number {
    return this.#pendingChunks.reduce((sum, { length }) => sum + length, 0);
  }

  get #isWriteDue(): boolean {
    const { chunkBytes = CHUNK_BYTES } = this.#environment;
    return this.#pendingBytes >= chunkBytes || performance.now() - this.#writtenAt > CHUNK_MS;
  }

  async #write(): Promise<void> {
    const part = new Blob(this.#pendingChunks);
    this.#pendingChunks = [];
    this.#writtenAt = performance.now();
    if (part.size > 0) await this.#persist((store) => store.append(this.#model, this.#file, part));
  }

  async #complete(): Promise<DownloadedModel> {
    const { here, total = here, name } = this.#file;
    if (here < total) throw this.#connectionError();
    if (here === 0) throw new DownloadError(`${name} at ${this.#host} is empty.`);
    return this.#updateFile({ ...this.#file, total, state: 'whole' });
  }

  #connectionError(): DownloadError {
    const { here, total, name } = this.#file;
    const of = total === undefined ? '' : ` of ${formatMegabytes(total)}`;
    return new DownloadError(
      `The connection to ${this.#host} broke off after ${formatMegabytes(here)}${of} of ${name}. They are kept: fetch again to resume from there.`,
    );
  }

  async #updateFile(file: DownloadedFile): Promise<DownloadedModel> {
    const model = withFile(this.#model, file);
    return this.#persist(async (store) => {
      await store.put(model);
      return model;
    });
  }

  #restart(): Promise<DownloadedModel> {
    this.#pendingChunks = [];
    return this.#persist((store) => store.reset(this.#model, this.#file));
  }

  async #persist(change: (store: DownloadStore) => Promise<DownloadedModel>): Promise<DownloadedModel> {
    try {
      this.#model = await change(this.#environment.store);
    } catch (error) {
      throw toStorageError(error);
    }
    this.#reportProgress();
    return this.#model;
  }

  /** Includes bytes that are received but not yet written. */
  #reportProgress(): void {
    const { here, ...file } = this.#file;
    this.#options.onProgress(withFile(this.#model, { ...file, here: here + this.#pendingBytes }));
  }
}
