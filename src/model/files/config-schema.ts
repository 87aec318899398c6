// What the schemas of all kinds of `config.json` share.

import * as v from 'valibot';
import { PART_LIMITS } from '../../shared/settings/model-settings.ts';
import { describeIssue, integerBetween, looseObject, numberBetween } from '../../shared/validation.ts';

/** Sizes of a model. The caller checks the minimum with `configProblems`. */
export const count = integerBetween(0, 1e7);
/** Each layer has a dozen tensors: the limit keeps a small file from causing millions of lookups. */
export const layers = integerBetween(0, 1000);
export const initialDeviation = numberBetween(0, 1000);
/** A part that is a number, within its limits. */
export const partNumber = (name: keyof typeof PART_LIMITS) =>
  numberBetween(PART_LIMITS[name].min, PART_LIMITS[name].max);

const UNSCALED = 'scaled rotary positions are not supported';
const unscaledType = v.nullish(v.literal('default', UNSCALED));

/** Keys of rotary positions: versions of `transformers` have them at the top or in one object. `fraction` is the schema of the rotated share. */
export const ropeEntries = <Fraction extends v.GenericSchema<number>>(fraction: Fraction) => ({
  rope_scaling: v.nullish(v.null(UNSCALED)),
  rope_parameters: v.nullish(
    looseObject({
      rope_type: unscaledType,
      type: unscaledType,
      rope_theta: v.nullish(partNumber('rotaryBase')),
      partial_rotary_factor: v.nullish(fraction),
    }),
  ),
  partial_rotary_factor: v.nullish(fraction),
});

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
