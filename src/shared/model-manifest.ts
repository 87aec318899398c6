// Schema of `public/models/manifest.json`, the list of trained models that ship with the page.

import * as v from 'valibot';
import { fileSchema } from './model-record.ts';
import { truncate } from './truncate.ts';

const fractionSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const bundledModelSchema = v.object({
  preset: v.string(),
  /** Relative to the manifest. */
  file: v.pipe(v.string(), v.regex(/^[a-z0-9-]+\.safetensors$/)),
  /** Command that creates the file. */
  command: v.string(),
  seed: v.number(),
  steps: v.number(),
  /** Engine of the training: the same engine gives the same bits. */
  engine: v.string(),
  ...fileSchema.entries,
  /** The recorded history, `history.json` in a folder with the preset's name. */
  history: v.optional(fileSchema),
  validationLoss: v.number(),
  /** Evaluated after training; `heldOut` is the value on held-out data. */
  measures: v.array(
    v.object({
      name: v.string(),
      value: fractionSchema,
      heldOut: v.optional(fractionSchema),
      chance: v.optional(fractionSchema),
      heldOutChance: v.optional(fractionSchema),
      rule: v.optional(
        v.object({ label: v.string(), value: fractionSchema, heldOut: v.optional(fractionSchema) }),
      ),
      positional: v.optional(fractionSchema),
      count: v.number(),
    }),
  ),
});

const manifestSchema = v.object({ models: v.array(bundledModelSchema) });

export type BundledModel = Readonly<v.InferOutput<typeof bundledModelSchema>>;

/** @throws Error that names the invalid key */
export function parseManifest(value: unknown): readonly BundledModel[] {
  const result = v.safeParse(manifestSchema, value);
  if (result.success) return result.output.models;
  const [issue] = result.issues;
  const place = v.getDotPath(issue);
  throw new Error(
    place === null
      ? 'The list of trained models is invalid: the response is not a manifest.'
      : `The list of trained models is invalid at '${truncate(place)}': ${truncate(issue.message, 160)}.`,
  );
}
