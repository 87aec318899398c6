// The chat template of a model, from its tokenizer_config.json: text to be shown, never run.

import * as v from 'valibot';
import { boundedArray, boundedString } from '../../shared/validation.ts';

/** The longest published ones have about ten thousand. */
const MAX_LENGTH = 50_000;

const text = boundedString(MAX_LENGTH);
const named = v.object({ name: text, template: text });
const SettingsSchema = v.object({ chat_template: v.nullish(v.union([text, boundedArray(named, 10)])) });

/** One template, or several under their names; undefined if there is none that can be shown. */
export function chatTemplateOf(settings: unknown): string | undefined {
  const { success, output } = v.safeParse(SettingsSchema, settings);
  const template = success ? output.chat_template : undefined;
  if (!Array.isArray(template)) return template ?? undefined;
  return template.map(({ name, template }) => `${name}:\n${template}`).join('\n\n');
}
