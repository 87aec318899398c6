// The trained models that come with the page: what its manifest says of them, and how to get one.

import * as v from 'valibot';
import { truncate } from '../page/url-params.ts';

const fractionSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const bundledModelSchema = v.object({
  preset: v.string(),
  /** Beside the manifest. */
  file: v.pipe(v.string(), v.regex(/^[a-z0-9-]+\.safetensors$/)),
  /** What made the file, and makes it again. */
  command: v.string(),
  seed: v.number(),
  steps: v.number(),
  /** What it was trained on: the same engine gives the same bits. */
  engine: v.string(),
  bytes: v.number(),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  validationLoss: v.number(),
  /** Taken when it was made; recall on what was held out is `heldOut`. */
  measures: v.array(
    v.object({
      name: v.string(),
      value: fractionSchema,
      heldOut: v.optional(fractionSchema),
      chance: v.optional(fractionSchema),
      count: v.number(),
    }),
  ),
});

const manifestSchema = v.object({ models: v.array(bundledModelSchema) });

/** A trained model as `public/models/manifest.json` lists it. */
export type BundledModel = Readonly<v.InferOutput<typeof bundledModelSchema>>;

/** Throws a sentence where the manifest is not as `npm run models` writes it. */
export function parseManifest(value: unknown): readonly BundledModel[] {
  const result = v.safeParse(manifestSchema, value);
  if (result.success) return result.output.models;
  const [issue] = result.issues;
  const place = v.getDotPath(issue);
  throw new Error(
    place === null
      ? 'The list of trained models is none: what was fetched in its place is another file.'
      : `The list of trained models is not right at '${truncate(place)}': ${truncate(issue.message, 160)}.`,
  );
}

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
