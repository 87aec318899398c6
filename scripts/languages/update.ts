// `npm run languages`: writes each new text of the page into the catalogues and says what is left to translate.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { catalogueProblems, FOLDER, readCatalogue, writeCatalogue } from './catalogue.ts';
import { pageMessages } from './messages.ts';

const messages = pageMessages();
for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.po'))) {
  const file = join(FOLDER, name);
  const before = readCatalogue(file);
  // A text that was wrapped otherwise has another id.
  const bySource = new Map(before.map(({ source, translation }) => [source, translation]));
  const byId = new Map(before.map(({ id, translation }) => [id, translation]));
  const translations = new Map(
    messages.map(({ id, source }) => [id, byId.get(id) || bySource.get(source) || '']),
  );
  writeCatalogue(file, messages, translations);
  const problems = catalogueProblems(readCatalogue(file), messages);
  console.log(`${name}: ${messages.length} texts, ${problems.length} to do`);
  for (const problem of problems) console.log(`  ${problem}`);
}
