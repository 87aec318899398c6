// Values in an address: what each can be, the sentence for one that cannot, and how they are written.

import * as v from 'valibot';

/** One of several words. */
export const oneOf = <const Names extends readonly string[]>(names: Names) =>
  v.picklist(names, `it must be one of ${names.join(', ')}`);

export const whole = (least: number, most: number) => {
  const sentence = `it must be a whole number from ${least} to ${most}`;
  return v.pipe(
    v.string(),
    v.regex(/^\d+$/, sentence),
    v.transform(Number),
    v.minValue(least, sentence),
    v.maxValue(most, sentence),
  );
};

/** A number not below 0: where its limits lie others know. */
export const number = v.pipe(
  v.string(),
  v.regex(/^\d+(\.\d+)?(e[+-]?\d+)?$/i, 'it must be a number'),
  v.transform(Number),
  v.finite('no number is as large'),
);

/** Any finite number of a range. */
export const between = (least: number, most: number) => {
  const sentence = `it must be a number from ${least} to ${most}`;
  return v.pipe(
    v.string(),
    v.regex(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i, sentence),
    v.transform(Number),
    v.minValue(least, sentence),
    v.maxValue(most, sentence),
  );
};

export const boolean = v.pipe(
  oneOf(['yes', 'no']),
  v.transform((word) => word === 'yes'),
);

export const text = (longest: number) =>
  v.pipe(v.string(), v.maxLength(longest, `it can have ${longest} characters`));

export type AddressValue = string | number | boolean;

/** As the schemas above read it. */
export const written = (value: AddressValue): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);

export type Entries = Readonly<Record<string, v.GenericSchema<unknown, unknown>>>;
export type Parsed<E extends Entries> = { readonly [K in keyof E]?: v.InferOutput<E[K]> };

/** The entries found and possible; for each impossible one a sentence, which calls it by `prefix` and name. */
export function parseEntries<E extends Entries>(
  given: (name: string) => string | null | undefined,
  entries: E,
  problems: string[],
  prefix = '',
): Parsed<E> {
  const parsed: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(entries)) {
    const value = given(name);
    if (value === null || value === undefined) continue;
    const result = v.safeParse(schema, value);
    if (result.success) parsed[name] = result.output;
    else
      problems.push(
        `“${prefix}${name}=${shortened(value)}” in the address was left out: ${result.issues[0].message}.`,
      );
  }
  return parsed as Parsed<E>;
}

/** The sentence for a name nobody reads. */
export const meaningless = (name: string): string =>
  `“${shortened(name)}” in the address means nothing here and was left out.`;

/** The sentence for a name that stands there again. */
export const repeated = (name: string): string =>
  `“${shortened(name)}” is in the address more than once: the first counts.`;

const MOST_TOLD = 8;

/** An address may be a megabyte of nonsense: as many sentences as anyone reads, and how many more there would be. */
export const firstFew = (problems: readonly string[]): string[] =>
  problems.length <= MOST_TOLD
    ? [...problems]
    : [
        ...problems.slice(0, MOST_TOLD - 1),
        `${problems.length - MOST_TOLD + 1} more things in the address were left out.`,
      ];

/** The beginning of a text that may be of any length. */
export const shortened = (given: string, most = 40) =>
  given.length > most ? `${given.slice(0, most)}…` : given;
