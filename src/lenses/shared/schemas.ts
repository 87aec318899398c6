// Parts of request schemas. Which layers, tokens and facts exist depends on the model: the lenses check those.

import * as v from 'valibot';
import {
  anyNumber,
  boundedArray,
  boundedString,
  integerBetween,
  strictObject,
} from '../../shared/validation.ts';

/** A prompt. */
export const TEXT = boundedString(100_000);
export const SEED = integerBetween(0, Number.MAX_SAFE_INTEGER);
export const WORD = boundedString(200);
export const COUNT = integerBetween(1, 10_000);
/** Token ids. */
export const IDS = boundedArray(anyNumber, 10_000);
export const FLOATS = v.instance(Float32Array<ArrayBuffer>, 'it must be a Float32Array');
export const EMPTY = strictObject({});
export const TEXT_REQUEST = strictObject({ text: TEXT });
/** Both count from 0. */
export const HEAD = { layer: anyNumber, head: anyNumber };

/** Accepts former names of keys, and former texts of values. */
export function withLegacyKeys<TSchema extends v.GenericSchema>(
  keys: Readonly<Record<string, string>>,
  schema: TSchema,
  values: Readonly<Record<string, string>> = {},
): v.GenericSchema<unknown, v.InferOutput<TSchema>> {
  const lookUp = (names: Readonly<Record<string, string>>, name: string) =>
    Object.hasOwn(names, name) ? names[name] : name;
  const rename = (request: unknown) => {
    if (typeof request !== 'object' || request === null || Array.isArray(request)) return request;
    const entries = Object.entries(request).map(([key, value]) => [
      lookUp(keys, key),
      typeof value === 'string' ? lookUp(values, value) : value,
    ]);
    return Object.fromEntries(entries);
  };
  return v.pipe(v.unknown(), v.transform(rename), schema) as v.GenericSchema<unknown, v.InferOutput<TSchema>>;
}
