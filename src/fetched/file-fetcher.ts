// Fetches one file, or the rest of it, part by part onto the device.

import { FetchProblem, megabytes, storageProblem, WrongFile } from './fetch-problem.ts';
import type { FetchedShelf } from './fetched-shelf.ts';
import { type FileAnswer, readAnswer } from './file-answer.ts';
import { beginsRight, kindOf, mostBytes, START_BYTES } from './file-start.ts';
import { type KeptFile, type KeptModel, withFile } from './kept-model.ts';

export interface Fetching {
  readonly signal: AbortSignal;
  /** Called with each change of what is here. */
  readonly onProgress: (model: KeptModel) => void;
  /** Called with a sentence where the visitor might wonder. */
  readonly onNote: (sentence: string) => void;
}

export interface FetcherTools {
  readonly get: typeof fetch;
  readonly shelf: FetchedShelf;
  /** Bytes this device has left for the page; nothing where it does not say. */
  readonly room: () => Promise<number | undefined>;
  /** Bytes that are written at once. */
  readonly partBytes?: number;
}

const PART_BYTES = 8 * 2 ** 20;
/** On a slow line a part is written after so long, whatever is in it. */
const PART_MS = 4000;
/** As often as a person reads a number. */
const TELL_MS = 200;

export class FileFetcher {
  readonly #tools: FetcherTools;
  readonly #fetching: Fetching;
  #model: KeptModel;
  readonly #url: string;
  /** Arrived, and not written yet. */
  #arrived: Uint8Array<ArrayBuffer>[] = [];
  #writtenAt = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(tools: FetcherTools, fetching: Fetching, model: KeptModel, file: KeptFile) {
    this.#tools = tools;
    this.#fetching = fetching;
    this.#model = model;
    this.#url = file.url;
  }

  /** The model with all of the file. Throws one sentence; what has arrived until then is kept, if it belongs to the file. */
  async fetch(): Promise<KeptModel> {
    try {
      // Without a tag another version could not be told from the one whose beginning is here.
      if (this.#file.here > 0 && this.#file.tag === undefined) await this.#beginAnew();
      const answer = await this.#ask();
      const told = await this.#understand(answer);
      if (!told) return await this.#note({ ...this.#file, state: 'absent' });
      if (this.#file.here !== told.begin) {
        this.#fetching.onNote(
          `${this.#host} sends no parts of files: ${this.#file.name} comes from its beginning.`,
        );
        await this.#beginAnew();
      }
      await this.#note({ ...this.#file, tag: told.tag, total: told.total });
      await this.#receive(answer);
      return await this.#end();
    } catch (error) {
      if (error instanceof WrongFile) await this.#beginAnew();
      throw error;
    }
  }

  get #file(): KeptFile {
    return this.#model.files.find(({ url }) => url === this.#url) as KeptFile;
  }

  get #host(): string {
    return this.#model.host;
  }

  #ask(): Promise<Response> {
    const { here, name, url } = this.#file;
    const { signal } = this.#fetching;
    return this.#tools
      .get(url, {
        // A range even of the whole: nothing is compressed then, and bytes can be counted.
        headers: { Range: `bytes=${here}-` },
        cache: 'no-store',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal,
      })
      .catch((error) => {
        if (signal.aborted) throw error;
        throw new FetchProblem(
          `${name} could not be fetched: there is no network, or ${this.#host} does not let this page read it.`,
        );
      });
  }

  async #understand(answer: Response): Promise<FileAnswer | undefined> {
    try {
      const told = readAnswer(answer, this.#file, this.#host);
      if (told?.total !== undefined) await this.#checkRoom(told.total - told.begin);
      return told;
    } catch (error) {
      void answer.body?.cancel();
      throw error;
    }
  }

  async #checkRoom(needed: number): Promise<void> {
    const room = await this.#tools.room();
    if (room === undefined || room >= needed) return;
    throw new FetchProblem(
      `${this.#file.name} needs ${megabytes(needed)} on this device, and this browser has ${megabytes(room)} left for the page: download it and open it from your disk.`,
    );
  }

  /** Until the body's end; whatever ends it earlier, what has arrived is written. */
  async #receive({ body }: Response): Promise<void> {
    if (!body) return;
    this.#writtenAt = performance.now();
    const reader = body.getReader();
    try {
      for (let next = await reader.read(); next.value; next = await reader.read()) {
        this.#take(next.value);
        if (this.#isDue) await this.#write();
      }
      await this.#write();
    } catch (error) {
      void reader.cancel().catch(() => {});
      if (error instanceof FetchProblem) throw error;
      await this.#write();
      throw this.#fetching.signal.aborted ? error : this.#brokenOff();
    }
  }

  #take(bytes: Uint8Array<ArrayBuffer>): void {
    const { name, here, total = Number.POSITIVE_INFINITY } = this.#file;
    const before = here + this.#arrivedBytes;
    this.#arrived.push(bytes);
    if (before + bytes.length > Math.min(total, mostBytes(name)))
      throw new WrongFile(`${this.#host} sends more of ${name} than there should be. Nothing of it is kept.`);
    if (before < START_BYTES && here === 0) this.#checkStart();
    if (performance.now() - this.#toldAt < TELL_MS) return;
    this.#toldAt = performance.now();
    this.#tell();
  }

  #checkStart(): void {
    const { name } = this.#file;
    const start = this.#arrived.flatMap((bytes) => [...bytes.subarray(0, START_BYTES)]).slice(0, START_BYTES);
    if (!beginsRight(name, Uint8Array.from(start)))
      throw new WrongFile(
        `What ${this.#host} sends as ${name} is no ${kindOf(name)}. Nothing of it is kept.`,
      );
  }

  get #arrivedBytes(): number {
    return this.#arrived.reduce((sum, { length }) => sum + length, 0);
  }

  get #isDue(): boolean {
    const { partBytes = PART_BYTES } = this.#tools;
    return this.#arrivedBytes >= partBytes || performance.now() - this.#writtenAt > PART_MS;
  }

  async #write(): Promise<void> {
    const part = new Blob(this.#arrived);
    this.#arrived = [];
    this.#writtenAt = performance.now();
    if (part.size > 0) await this.#keep((shelf) => shelf.add(this.#model, this.#file, part));
  }

  async #end(): Promise<KeptModel> {
    const { here, total = here, name } = this.#file;
    if (here < total) throw this.#brokenOff();
    if (here === 0) throw new FetchProblem(`${name} at ${this.#host} is empty.`);
    return this.#note({ ...this.#file, total, state: 'whole' });
  }

  #brokenOff(): FetchProblem {
    const { here, total, name } = this.#file;
    const of = total === undefined ? '' : ` of ${megabytes(total)}`;
    return new FetchProblem(
      `The connection to ${this.#host} broke off after ${megabytes(here)}${of} of ${name}. They are kept: fetch again to go on from there.`,
    );
  }

  async #note(file: KeptFile): Promise<KeptModel> {
    const model = withFile(this.#model, file);
    return this.#keep(async (shelf) => {
      await shelf.put(model);
      return model;
    });
  }

  #beginAnew(): Promise<KeptModel> {
    this.#arrived = [];
    return this.#keep((shelf) => shelf.clear(this.#model, this.#file));
  }

  async #keep(change: (shelf: FetchedShelf) => Promise<KeptModel>): Promise<KeptModel> {
    try {
      this.#model = await change(this.#tools.shelf);
    } catch (error) {
      throw storageProblem(error);
    }
    this.#tell();
    return this.#model;
  }

  /** With what has arrived and waits to be written. */
  #tell(): void {
    const { here, ...file } = this.#file;
    this.#fetching.onProgress(withFile(this.#model, { ...file, here: here + this.#arrivedBytes }));
  }
}
