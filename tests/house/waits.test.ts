// Puppeteer asks again for a selector whenever the document changes, and notices no change inside a shadow root, where
// all of the lab is: such a wait ends late or never. Asked for what is visible or hidden, it looks in every frame.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Calls that wait for a selector, each up to its closing bracket and semicolon or the like. */
const waits = (source: string) => source.match(/\bwaitForSelector\((?:[^;]*?)\)(?=[;,)?.\s])/gs) ?? [];
const blind = (source: string) => waits(source).filter((call) => !/\b(?:visible|hidden): true/.test(call));

test.each([
  ["page.waitForSelector('lab-app >>> p');", 1],
  ["page.waitForSelector('lab-app >>> p', {\n  timeout: 5,\n});", 1],
  ['(await page.waitForSelector(offer))?.click();', 1],
  ['page.waitForSelector(offer, { visible: true });', 0],
  ['await page.waitForSelector(dialog, {\n  hidden: true });', 0],
])('%j: %i blind', (source, count) => expect(blind(source)).toHaveLength(count));

test('every wait for a selector looks into shadow roots', () => {
  const files = ['tests/e2e', 'tests/long', 'tests/support', 'scripts', 'bench'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  const found = files.flatMap((file) => blind(readFileSync(file, 'utf8')).map((call) => `${file}: ${call}`));
  expect(found).toEqual([]);
});
