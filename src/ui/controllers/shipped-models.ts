// The trained models that come with the page: what its manifest says of them, and how to get one.

import * as v from 'valibot';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const shippedModel = v.object({
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
      value: share,
      heldOut: v.optional(share),
      chance: v.optional(share),
      count: v.number(),
    }),
  ),
});

const manifest = v.object({ models: v.array(shippedModel) });

/** A trained model as `public/models/manifest.json` lists it. */
export type ShippedModel = Readonly<v.InferOutput<typeof shippedModel>>;

/** Throws a sentence where the manifest is not as `npm run models` writes it. */
export function parseManifest(value: unknown): readonly ShippedModel[] {
  const result = v.safeParse(manifest, value);
  if (result.success) return result.output.models;
  const [issue] = result.issues;
  throw new Error(`The list of trained models is not right at '${v.getDotPath(issue)}': ${issue.message}.`);
}
