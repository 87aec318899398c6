// What the schemas of both kinds of `config.json` share.

import * as v from 'valibot';
import { describeIssue, integerBetween, numberBetween } from '../../shared/validation.ts';

/** Sizes of a model. The caller checks the minimum with `configProblems`. */
export const count = integerBetween(0, 1e7);
/** Each layer has a dozen tensors: the limit keeps a small file from causing millions of lookups. */
export const layers = integerBetween(0, 1000);
export const initialDeviation = numberBetween(0, 1000);

/** Throws one error that names the first invalid key. */
export function parseConfig<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const { path = 'the file', message } = describeIssue(result.issues[0]);
  throw new Error(`config: '${path}' is invalid: ${message}.`);
}
