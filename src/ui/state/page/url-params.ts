// Values in an address: what each can be, the sentence for one that cannot, and how they are written.

import * as v from 'valibot';
import { truncate } from '../../../shared/truncate.ts';

/** One of several words. */
export const oneOf = <const Names extends readonly string[]>(names: Names) =>
  v.picklist(names, `it must be one of ${names.join(', ')}`);

export const integerBetween = (min: number, max: number) => {
  const message = `it must be a whole number from ${min} to ${max}`;
  return v.pipe(
    v.string(),
    v.regex(/^\d+$/, message),
    v.transform(Number),
    v.minValue(min, message),
    v.maxValue(max, message),
  );
};

/** A number not below 0: where its limits lie others know. */
export const nonNegative = v.pipe(
  v.string(),
  v.regex(/^\d+(\.\d+)?(e[+-]?\d+)?$/i, 'it must be a number'),
  v.transform(Number),
  v.finite('no number is as large'),
);

/** Any finite number of a range. */
export const numberBetween = (min: number, max: number) => {
  const message = `it must be a number from ${min} to ${max}`;
  return v.pipe(
    v.string(),
    v.regex(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i, message),
    v.transform(Number),
    v.minValue(min, message),
    v.maxValue(max, message),
  );
};

export const boolean = v.pipe(
  oneOf(['yes', 'no']),
  v.transform((word) => word === 'yes'),
);

export const text = (maxLength: number) =>
  v.pipe(v.string(), v.maxLength(maxLength, `it can have ${maxLength} characters`));

export type ParamValue = string | number | boolean;

/** As the schemas above read it. */
export const serializeParam = (value: ParamValue): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);

export type ParamSchemas = Readonly<Record<string, v.GenericSchema<unknown, unknown>>>;
export type ParsedParams<E extends ParamSchemas> = { readonly [K in keyof E]?: v.InferOutput<E[K]> };

/** The entries found and possible; for each impossible one a sentence, which calls it by `prefix` and name. */
export function parseParams<E extends ParamSchemas>(
  getParam: (name: string) => string | null | undefined,
  schemas: E,
  problems: string[],
  prefix = '',
): ParsedParams<E> {
  const parsed: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const value = getParam(name);
    if (value === null || value === undefined) continue;
    const result = v.safeParse(schema, value);
    if (result.success) parsed[name] = result.output;
    else
      problems.push(
        `“${prefix}${name}=${truncate(value)}” in the address was left out: ${result.issues[0].message}.`,
      );
  }
  return parsed as ParsedParams<E>;
}

/** The sentence for a name nobody reads. */
export const unknownParamMessage = (name: string): string =>
  `“${truncate(name)}” in the address means nothing here and was left out.`;

/** The sentence for a name that stands there again. */
export const duplicateParamMessage = (name: string): string =>
  `“${truncate(name)}” is in the address more than once: the first counts.`;

const MAX_MESSAGES = 8;

/** An address may be a megabyte of nonsense: as many sentences as anyone reads, and how many more there would be. */
export const limitMessages = (problems: readonly string[]): string[] =>
  problems.length <= MAX_MESSAGES
    ? [...problems]
    : [
        ...problems.slice(0, MAX_MESSAGES - 1),
        `${problems.length - MAX_MESSAGES + 1} more things in the address were left out.`,
      ];
