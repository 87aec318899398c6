// `import('./de.po')`: a catalogue as a module with the templates that @lit/localize looks up by id.

import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { type Entry, languageOf, parseCatalogue } from './catalogue.ts';
import { pseudoText } from './pseudo.ts';

const RIGHT_TO_LEFT = ['ar', 'fa', 'he', 'ur'];

export const catalogues = (): Plugin => ({
  name: 'catalogues',
  enforce: 'pre',
  load(id) {
    const [file, query] = id.split('?');
    if (!file.endsWith('.po')) return;
    const entries = parseCatalogue(readFileSync(file, 'utf8'));
    return query === 'pseudo' ? pseudoModule(entries) : catalogueModule(entries, languageOf(file));
  },
});

const pseudoModule = (entries: readonly Entry[]): string =>
  catalogueModule(
    entries.map((entry) => ({ ...entry, translation: pseudoText(entry.source) })),
    'ar-XB',
  );

/** Entries without a translation are left out. */
function catalogueModule(entries: readonly Entry[], language: string): string {
  const templates = entries
    .filter(({ translation }) => translation)
    .map(({ id, translation }) => `  ${id}: ${template(id, translation)},\n`);
  return `import { html } from 'lit';
import { str } from '@lit/localize';
export const direction = '${RIGHT_TO_LEFT.includes(language.split('-')[0]) ? 'rtl' : 'ltr'}';
export const templates = {
${templates.join('')}};
`;
}

/** As @lit/localize has it: the expressions are the numbers of those of the source. */
function template(id: string, text: string): string {
  const literal = text.replaceAll(/[\\`$]/g, '\\$&').replaceAll(/\{(\d+)\}/g, '$${$1}');
  const tag = id.startsWith('h') ? 'html' : literal === text ? '' : 'str';
  return `${tag}\`${literal}\``;
}
