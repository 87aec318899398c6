// A setting of a run: its explanation, as the form of the page and `lab settings` show it, and the values that it takes.

import type { SettingLimit } from '../setting-limit.ts';

/** The explanation of a setting or of one of its values. */
export interface SettingInfo {
  readonly label: string;
  readonly help: string;
}

/** A number has a limit, a name choices; a text has neither. */
export interface Setting extends SettingInfo {
  readonly limit?: SettingLimit;
  /** `YES_NO` for a boolean. */
  readonly choices?: Readonly<Record<string, SettingInfo>>;
}

export type SettingTable = Readonly<Record<string, Setting>>;

export const YES_NO = { no: { label: 'No', help: '' }, yes: { label: 'Yes', help: '' } } as const;

type ValueOf<S> = S extends { readonly choices: infer Choices }
  ? Choices extends typeof YES_NO
    ? boolean
    : Extract<keyof Choices, string>
  : S extends { readonly limit: SettingLimit }
    ? number
    : string;

/** The values of all settings of a table. */
export type ValuesOf<Table> = { readonly [Name in keyof Table]: ValueOf<Table[Name]> };

type NumberName<Table> = {
  [Name in keyof Table]: Table[Name] extends { readonly limit: SettingLimit } ? Name : never;
}[keyof Table];

/** The ranges of those settings that are numbers. */
/* @__NO_SIDE_EFFECTS__ */
export function limitsOf<Table extends SettingTable>(table: Table) {
  const limits = mapSettings(table, ({ limit }) => limit);
  return limits as { readonly [Name in NumberName<Table>]: SettingLimit };
}

/** The values of those settings that are names or booleans. */
/* @__NO_SIDE_EFFECTS__ */
export function choicesOf(table: SettingTable): Readonly<Record<string, readonly (string | boolean)[]>> {
  return mapSettings(table, ({ choices }) =>
    choices === YES_NO ? [true, false] : choices && Object.keys(choices),
  );
}

/** By name, what `toValue` makes of each setting; without those of which it makes nothing. */
export function mapSettings<Value>(
  table: SettingTable,
  toValue: (setting: Setting) => Value | undefined,
): Record<string, Value> {
  const entries = Object.entries(table).map(([name, setting]) => [name, toValue(setting)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

/** The names of a setting's choices. */
/* @__NO_SIDE_EFFECTS__ */
export function namesOf<Choices extends object>({ choices }: { readonly choices: Choices }) {
  return Object.keys(choices) as Extract<keyof Choices, string>[];
}

/** Those settings of a table. */
export const pick = <Table extends object, const Name extends keyof Table>(
  table: Table,
  names: readonly Name[],
) => Object.fromEntries(names.map((name) => [name, table[name]])) as Pick<Table, Name>;
