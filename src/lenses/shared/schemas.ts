// Parts of request schemas. Which layers, tokens and facts exist depends on the model: the lenses check those.

import * as v from '../../shared/validation.ts';

export * from '../../shared/validation.ts';

/** A prompt. */
export const TEXT = v.boundedString(100_000);
export const WORD = v.boundedString(200);
export const COUNT = v.integerBetween(1, 10_000);
/** Token ids. */
export const IDS = v.boundedArray(v.anyNumber, 10_000);
export const FLOATS = v.instance(Float32Array<ArrayBuffer>, 'it must be a Float32Array');
export const EMPTY = v.strictObject({});
export const TEXT_REQUEST = v.strictObject({ text: TEXT });
/** Both count from 0. */
export const HEAD = { layer: v.anyNumber, head: v.anyNumber };

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
