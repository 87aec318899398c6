// The recorded history of a bundled model: `<preset>/history.json` and one file a checkpoint beside it.

import * as v from 'valibot';
import { boundedArray, integerBetween } from './validation.ts';

/** Size and digest of a file. */
export const fileSchema = v.object({
  bytes: v.number(),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

const recordedFileSchema = v.object({
  /** Steps done. */
  step: integerBetween(0, Number.MAX_SAFE_INTEGER),
  ...fileSchema.entries,
});

/** A checkpoint of the training. */
export type RecordedFile = Readonly<v.InferOutput<typeof recordedFileSchema>>;

export const recordedFilesSchema = boundedArray(recordedFileSchema, 1000);

export const HISTORY_FILE = 'history.json';
export const checkpointFile = (step: number): string => `step-${step}.safetensors`;
