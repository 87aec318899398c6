// A field of a setting: the input that its value needs, with the explanation of the chosen value.

import type { TemplateResult } from 'lit';
import type { FieldError } from '../../../shared/field-error.ts';
import type { SettingInfo } from '../../../shared/settings/setting.ts';
import type { SettingLimit } from '../../../workers/rpc/api/lab-api.ts';
import { engineText } from '../../languages/engine-text.ts';
import { formField } from './field.ts';
import { checkboxInput, limitText, numberInput, selectInput } from './inputs.ts';

export interface SettingField extends SettingInfo {
  readonly key: string;
  /** Explanations of the values, if they are names. */
  readonly choices?: Readonly<Record<string, SettingInfo>>;
}

interface SettingFieldOptions {
  readonly value: number | boolean | string;
  readonly limit?: SettingLimit;
  /** Whether the value differs from the preset's. */
  readonly isChanged: boolean;
  readonly errors: readonly FieldError[];
  /** `undefined` for an empty field: the preset's value applies. */
  readonly onChange: (value: unknown) => void;
}

export function settingField(
  { key: id, label, help, choices }: SettingField,
  { value, limit, isChanged, errors, onChange }: SettingFieldOptions,
): TemplateResult {
  const text = choices
    ? `${engineText(choices[String(value)]?.help ?? help)}.`
    : limit
      ? engineText(help) + limitText(limit)
      : `${engineText(help)}.`;
  const input = (isInvalid: boolean): TemplateResult => {
    if (typeof value === 'number') return numberInput({ id, value, limit, isInvalid, onChange });
    if (typeof value === 'boolean') return checkboxInput({ id, value, onChange });
    const labels = Object.fromEntries(
      Object.entries(choices ?? {}).map(([name, info]) => [name, engineText(info.label)]),
    );
    return selectInput({ id, value, labels, isInvalid, onChange });
  };
  return formField({ id, label: engineText(label), help: text, isChanged, errors, input });
}
