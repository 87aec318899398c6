// Parameters of the URL: schemas, error messages and serialization.

import { msg, str } from '@lit/localize';
import * as v from 'valibot';
import { truncate } from '../../../shared/truncate.ts';

export const oneOf = <const Names extends readonly string[]>(names: Names) =>
  v.picklist(names, msg(str`it must be one of ${names.join(', ')}`));

export const integerBetween = (min: number, max: number) => {
  const message = msg(str`it must be a whole number from ${min} to ${max}`);
  return v.pipe(
    v.string(),
    v.regex(/^\d+$/, message),
    v.transform(Number),
    v.minValue(min, message),
    v.maxValue(max, message),
  );
};

/** A non-negative number; the engine validates the upper limit. */
export const nonNegative = v.pipe(
  v.string(),
  v.regex(/^\d+(\.\d+)?(e[+-]?\d+)?$/i, msg('it must be a number')),
  v.transform(Number),
  v.finite(msg('the number is too large')),
);

export const numberBetween = (min: number, max: number) => {
  const message = msg(str`it must be a number from ${min} to ${max}`);
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
  v.pipe(v.string(), v.maxLength(maxLength, msg(str`it can have ${maxLength} characters`)));

/** Names between commas, each one of `names`. */
export const listOf = <const Names extends readonly string[]>(names: Names) =>
  v.pipe(
    v.string(),
    v.transform((words) => [...new Set(words.split(','))]),
    v.array(v.picklist(names, msg(str`it must be a list of ${names.join(', ')}, with commas between`))),
  );

/** Names between commas: letters, digits and hyphens. */
export const nameList = v.pipe(
  v.string(),
  v.regex(
    /^[a-zA-Z0-9-]{1,48}(,[a-zA-Z0-9-]{1,48}){0,63}$/,
    msg('it must be a list of names, with commas between'),
  ),
  v.transform((words): readonly string[] => [...new Set(words.split(','))]),
);

export type ParamValue = string | number | boolean;

/** Inverse of the schemas above. */
export const serializeParam = (value: ParamValue): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);

export type ParamSchemas = Readonly<Record<string, v.GenericSchema<unknown, unknown>>>;
export type ParsedParams<E extends ParamSchemas> = { readonly [K in keyof E]?: v.InferOutput<E[K]> };

/** Parses the valid parameters and adds a message to `problems` for every invalid one, named with `prefix`. */
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
        msg(str`“${prefix}${name}=${truncate(value)}” in the URL was ignored: ${result.issues[0].message}.`),
      );
  }
  return parsed as ParsedParams<E>;
}

export const unknownParamMessage = (name: string): string =>
  msg(str`“${truncate(name)}” is not a parameter of this page and was ignored.`);

export const duplicateParamMessage = (name: string): string =>
  msg(str`“${truncate(name)}” occurs more than once in the URL. The first value is used.`);

const MAX_MESSAGES = 8;

/** The first messages and the number of the others: a URL may hold a megabyte of invalid parameters. */
export const limitMessages = (problems: readonly string[]): string[] =>
  problems.length <= MAX_MESSAGES
    ? [...problems]
    : [
        ...problems.slice(0, MAX_MESSAGES - 1),
        msg(str`${problems.length - MAX_MESSAGES + 1} more parameters in the URL were ignored.`),
      ];
