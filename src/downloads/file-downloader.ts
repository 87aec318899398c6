// Fetches one file, or the rest of it, part by part onto the device.

import { DownloadError, formatMegabytes, InvalidFile, toStorageError } from './download-error.ts';
import type { DownloadStore } from './download-store.ts';
import { type DownloadedFile, type DownloadedModel, withFile } from './downloaded-model.ts';
import { type FileResponse, parseFileResponse } from './file-response.ts';
import { formatOf, hasMagicBytes, maxBytes, SIGNATURE_BYTES } from './file-signature.ts';

export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** Called with each change of what is here. */
  readonly onProgress: (model: DownloadedModel) => void;
  /** Called with a sentence where the visitor might wonder. */
  readonly onNotice: (sentence: string) => void;
}

export interface DownloadEnvironment {
  readonly fetch: typeof fetch;
  readonly store: DownloadStore;
  /** Bytes this device has left for the page; nothing where it does not say. */
  readonly availableBytes: () => Promise<number | undefined>;
  /** Bytes that are written at once. */
  readonly chunkBytes?: number;
}

const CHUNK_BYTES = 8 * 2 ** 20;
/** On a slow line a part is written after so long, whatever is in it. */
const CHUNK_MS = 4000;
/** As often as a person reads a number. */
const PROGRESS_INTERVAL_MS = 200;

export class FileDownloader {
  readonly #environment: DownloadEnvironment;
  readonly #options: DownloadOptions;
  #model: DownloadedModel;
  readonly #url: string;
  /** Arrived, and not written yet. */
  #pendingChunks: Uint8Array<ArrayBuffer>[] = [];
  #writtenAt = 0;
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(
    tools: DownloadEnvironment,
    fetching: DownloadOptions,
    model: DownloadedModel,
    file: DownloadedFile,
  ) {
    this.#environment = tools;
    this.#options = fetching;
    this.#model = model;
    this.#url = file.url;
  }

  /** The model with all of the file. Throws one sentence; what has arrived until then is kept, if it belongs to the file. */
  async download(): Promise<DownloadedModel> {
    try {
      // Without a tag another version could not be told from the one whose beginning is here.
      if (this.#file.here > 0 && this.#file.tag === undefined) await this.#restart();
      const answer = await this.#request();
      const told = await this.#parseResponse(answer);
      if (!told) return await this.#updateFile({ ...this.#file, state: 'absent' });
      if (this.#file.here !== told.begin) {
        this.#options.onNotice(
          `${this.#host} sends no parts of files: ${this.#file.name} comes from its beginning.`,
        );
        await this.#restart();
      }
      await this.#updateFile({ ...this.#file, tag: told.tag, total: told.total });
      await this.#receiveBody(answer);
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
        // A range even of the whole: nothing is compressed then, and bytes can be counted.
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

  async #parseResponse(answer: Response): Promise<FileResponse | undefined> {
    try {
      const told = parseFileResponse(answer, this.#file, this.#host);
      if (told?.total !== undefined) await this.#checkAvailableBytes(told.total - told.begin);
      return told;
    } catch (error) {
      void answer.body?.cancel();
      throw error;
    }
  }

  async #checkAvailableBytes(needed: number): Promise<void> {
    const room = await this.#environment.availableBytes();
    if (room === undefined || room >= needed) return;
    throw new DownloadError(
      `${this.#file.name} needs ${formatMegabytes(needed)} on this device, and this browser has ${formatMegabytes(room)} left for the page: download it and open it from your disk.`,
    );
  }

  /** Until the body's end; whatever ends it earlier, what has arrived is written. */
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
    const { name, here, total = Number.POSITIVE_INFINITY } = this.#file;
    const before = here + this.#pendingBytes;
    this.#pendingChunks.push(bytes);
    if (before + bytes.length > Math.min(total, maxBytes(name)))
      throw new InvalidFile(
        `${this.#host} sends more of ${name} than there should be. Nothing of it is kept.`,
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
    if (part.size > 0) await this.#persist((shelf) => shelf.append(this.#model, this.#file, part));
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
      `The connection to ${this.#host} broke off after ${formatMegabytes(here)}${of} of ${name}. They are kept: fetch again to go on from there.`,
    );
  }

  async #updateFile(file: DownloadedFile): Promise<DownloadedModel> {
    const model = withFile(this.#model, file);
    return this.#persist(async (shelf) => {
      await shelf.put(model);
      return model;
    });
  }

  #restart(): Promise<DownloadedModel> {
    this.#pendingChunks = [];
    return this.#persist((shelf) => shelf.reset(this.#model, this.#file));
  }

  async #persist(change: (shelf: DownloadStore) => Promise<DownloadedModel>): Promise<DownloadedModel> {
    try {
      this.#model = await change(this.#environment.store);
    } catch (error) {
      throw toStorageError(error);
    }
    this.#reportProgress();
    return this.#model;
  }

  /** With what has arrived and waits to be written. */
  #reportProgress(): void {
    const { here, ...file } = this.#file;
    this.#options.onProgress(withFile(this.#model, { ...file, here: here + this.#pendingBytes }));
  }
}
