// Downloads of the trained models that ship with the page.

import { msg, str } from '@lit/localize';
import { readVerified } from '../../../shared/integrity/integrity.ts';
import { type BundledModel, parseManifest } from '../../../shared/model-manifest.ts';
import { HISTORY_FILE } from '../../../shared/model-record.ts';
import type { RecordedModel } from '../../../workers/rpc/api/lab-api.ts';
import type { CallOptions } from '../../../workers/rpc/client/lab-client.ts';
import { toDisplayMessage } from '../../format/display-message.ts';

/** Relative to the page. */
const FOLDER = 'models/';
const TIMEOUT_MS = 15_000;
const THE_MODEL = msg('The trained model');

/** Caches the manifest; fetches models on demand. */
export class BundledModels {
  readonly #fetchFn: typeof fetch;
  readonly #base: string;
  #list?: Promise<readonly BundledModel[]>;

  /** @param base - URL of the page */
  constructor(fetchFn: typeof fetch, base: string) {
    this.#fetchFn = fetchFn;
    this.#base = base;
  }

  /** Rejects if the manifest cannot be fetched; the next call retries. */
  list(): Promise<readonly BundledModel[]> {
    this.#list ??= this.#fetch('manifest.json', THE_MODEL).then(async (response) =>
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
    const response = await this.#fetch(`${file}?${sha256.slice(0, 16)}`, THE_MODEL);
    return readVerified(response, sha256, msg(str`The trained model ${file}`));
  }

  /** The model's recorded history; undefined if it has none. Its checkpoints are fetched when they are viewed. */
  async readHistory({ preset, history }: BundledModel): Promise<Omit<RecordedModel, 'file'> | undefined> {
    if (!history) return undefined;
    const { sha256 } = history;
    const name = msg(str`The recorded training of ${preset}`);
    const response = await this.#fetch(`${preset}/${HISTORY_FILE}?${sha256.slice(0, 16)}`, name);
    const bytes = await readVerified(response, sha256, name);
    return {
      history: new TextDecoder().decode(bytes),
      folder: new URL(`${FOLDER}${preset}/`, this.#base).href,
    };
  }

  async #fetch(file: string, name: string): Promise<Response> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    // Revalidated: the browser may have stored a wrong answer for a long time.
    const response = await this.#fetchFn(FOLDER + file, { cache: 'no-cache', signal }).catch(() => undefined);
    if (!response?.ok)
      throw new Error(msg(str`${name} could not be fetched (${response?.status ?? msg('no network')}).`));
    return response;
  }
}

/** The bundled models as stores use them. */
export type BundledModelSource = Pick<BundledModels, 'list' | 'read' | 'readHistory'>;

interface OpeningSession {
  open(file: Uint8Array<ArrayBuffer>, options?: CallOptions): Promise<unknown>;
  openRecorded(model: RecordedModel, options?: CallOptions): Promise<unknown>;
}

/** A bundled model that was fetched. */
export interface FetchedModel {
  openIn(session: OpeningSession, options?: CallOptions): Promise<unknown>;
  /** Why its recorded history is missing, a sentence: the model opens without it. */
  readonly problem?: string;
}

export async function fetchModel(bundled: BundledModelSource, model: BundledModel): Promise<FetchedModel> {
  const withoutHistory = (error: unknown) => ({
    problem: msg(str`${toDisplayMessage(error)} The model is open without its history.`),
  });
  const [file, record] = await Promise.all([
    bundled.read(model),
    bundled.readHistory(model).catch(withoutHistory),
  ]);
  return record && 'history' in record
    ? { openIn: (session, ...options) => session.openRecorded({ file, ...record }, ...options) }
    : { openIn: (session, ...options) => session.open(file, ...options), ...record };
}
