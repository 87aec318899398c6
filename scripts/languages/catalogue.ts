// Catalogues of translations: one gettext file a language, with the text of the source and its translation.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import PO from 'pofile';
import type { Message } from './messages.ts';

export const FOLDER = 'src/ui/languages';

/** Of an expression, characters shown to a translator. */
const MAX_CODE = 80;

/** An entry without a translation has an empty one; the page shows the text of the source. */
export interface Entry {
  readonly id: string;
  readonly source: string;
  readonly translation: string;
}

/** The language of a catalogue by the name of its file. */
export const languageOf = (file: string): string => file.replace(/^.*[\\/]/, '').replace(/\.po$/, '');

export const parseCatalogue = (text: string): Entry[] =>
  PO.parse(text).items.map(({ msgctxt = '', msgid, msgstr }) => ({
    id: msgctxt,
    source: msgid,
    translation: msgstr[0] ?? '',
  }));

export const readCatalogue = (file: string): Entry[] =>
  existsSync(file) ? parseCatalogue(readFileSync(file, 'utf8')) : [];

/** Texts of the page in the order of its files. An entry whose text is gone leaves its translation to one with the same words. */
export function writeCatalogue(
  file: string,
  messages: readonly Message[],
  translations: ReadonlyMap<string, string>,
): void {
  const catalogue = new PO();
  catalogue.headers = { Language: languageOf(file), 'Content-Type': 'text/plain; charset=utf-8' };
  for (const { id, source, expressions, files } of messages) {
    const item = new PO.Item();
    Object.assign(item, {
      msgctxt: id,
      msgid: source,
      msgstr: [translations.get(id) ?? ''],
      references: [...files],
      extractedComments: expressions.map((code, i) => `{${i}} is ${code.slice(0, MAX_CODE)}`),
    });
    catalogue.items.push(item);
  }
  writeFileSync(file, catalogue.toString());
}

/** What a translator keeps: markup and `{0}`, each as often as in the source, in any order, and spaces at the ends. */
const keptParts = (text: string): string =>
  [/^\s/.test(text), /\s$/.test(text), ...(text.match(/<[^>]*>|\{\d+\}/g) ?? []).sort()].join(' ');

/** What is wrong with a catalogue, one sentence each. */
export function catalogueProblems(entries: readonly Entry[], messages: readonly Message[]): string[] {
  const known = new Map(entries.map((entry) => [entry.id, entry]));
  const current = new Set(messages.map(({ id }) => id));
  const problems = entries
    .filter(({ id }) => !current.has(id))
    .map(({ source }) => `“${source}” is no text of the page any more.`);
  for (const { id, source } of messages) {
    const translation = known.get(id)?.translation;
    if (!translation) problems.push(`“${source}” has no translation.`);
    else if (keptParts(translation) !== keptParts(source))
      problems.push(
        `“${translation}” must have the same markup, {numbers} and spaces at its ends as “${source}”.`,
      );
  }
  return problems;
}
