// Schema of run settings from outside (files, URLs, requests to the worker): keys and types. `planRun` checks ranges.

import * as v from 'valibot';
import { DATA_SETTINGS } from '../../shared/settings/data-settings.ts';
import { ALL_MODEL_SETTINGS } from '../../shared/settings/model-settings.ts';
import { type SettingTable, type ValuesOf, YES_NO } from '../../shared/settings/setting.ts';
import { TRAINING_SETTINGS } from '../../shared/settings/training-settings.ts';
import {
  anyNumber,
  boolean,
  boundedString,
  integerBetween,
  oneOf,
  strictObject,
} from '../../shared/validation.ts';
import { FAMILY_NAMES } from '../architecture/config.ts';
import { FACT_ROWS_SCHEMA } from '../data/facts/fact-schema.ts';
import { MAX_CHARACTERS } from '../data/text/text.ts';

type Schemas<Table> = {
  [Name in keyof Table]: v.OptionalSchema<v.GenericSchema<ValuesOf<Table>[Name]>, undefined>;
};

/** All settings of a table, each of which may be left out. */
const optional = <Table extends SettingTable>(table: Table): Schemas<Table> =>
  Object.fromEntries(
    Object.entries(table).map(([name, { choices }]) => [
      name,
      v.optional(choices === YES_NO ? boolean : choices ? oneOf(Object.keys(choices)) : anyNumber),
    ]),
  ) as unknown as Schemas<Table>;

const { preset, text, facts, ...NUMBERS_AND_CHOICES } = DATA_SETTINGS;

/** Unknown keys are rejected, since they would be dropped silently. */
export const RUN_SETTINGS_SCHEMA = strictObject({
  preset: boundedString(32),
  model: v.optional(
    strictObject({
      ...optional(ALL_MODEL_SETTINGS),
      // So that a complete config is valid; the data set determines its value.
      V: v.optional(integerBetween(0, 1e7)),
      family: v.optional(oneOf(FAMILY_NAMES)),
    }),
  ),
  training: v.optional(strictObject(optional(TRAINING_SETTINGS))),
  facts: v.optional(FACT_ROWS_SCHEMA),
  text: v.optional(boundedString(MAX_CHARACTERS)),
  ...optional(NUMBERS_AND_CHOICES),
});
