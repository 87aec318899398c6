// Values from outside against a schema: one sentence for the first thing that is wrong, and never a long one.

import * as v from 'valibot';

const PATH_SHOWN = 80;
const MESSAGE_SHOWN = 160;

/** The value, if it is what the schema says, without what the schema does not name; else throws a sentence about `what`. */
export function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  what: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  const place = path === null ? '' : ` at '${shortened(path, PATH_SHOWN)}'`;
  throw new Error(`${what} is not right${place}: ${shortened(messageOf(issue), MESSAGE_SHOWN)}.`);
}

/** valibot speaks of keys and types; here of what is missing, and of names nobody knows. */
function messageOf({ kind, type, expected, received, message }: v.BaseIssue<unknown>): string {
  if (kind !== 'schema' || (type !== 'object' && type !== 'strict_object')) return message;
  if (expected === 'never') return 'nothing is known by this name';
  return expected === 'Object'
    ? 'it must be an object'
    : `it is ${received === 'undefined' ? 'missing' : 'wrong'}`;
}

/** The beginning of a text that may be of any length. */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** Any number at all: its limits, and the sentence about them, are where it is used. */
export const anyNumber = v.custom<number>((value) => typeof value === 'number', 'it must be a number');

export const wholeNumber = (least: number, most: number) =>
  v.custom<number>(
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
    `it must be a whole number from ${least} to ${most}`,
  );

export const finiteNumber = v.custom<number>(Number.isFinite, 'it must be a finite number');

export const textOf = (most: number) =>
  v.pipe(
    v.string('it must be a text'),
    v.maxLength(most, `it can have ${most.toLocaleString('en')} characters`),
  );

export const yesOrNo = v.boolean('it must be true or false');

export const oneOf = <const Values extends readonly (string | number)[]>(values: Values) =>
  v.picklist(values, `it must be one of ${values.join(', ')}`);

export const listOf = <Schema extends v.GenericSchema>(schema: Schema, most: number) =>
  v.pipe(
    v.array(schema, 'it must be a list'),
    v.maxLength(most, `it can have ${most.toLocaleString('en')} entries`),
  );
