// Schema of `public/models/manifest.json`, the list of trained models that ship with the page.

import * as v from 'valibot';
import { truncate } from './truncate.ts';

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
