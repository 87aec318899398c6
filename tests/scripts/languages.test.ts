// Texts of the page, found in its sources, and their catalogues.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { str } from '@lit/localize';
import { runtimeMsg } from '@lit/localize/internal/runtime-msg.js';
import { html, type TemplateResult } from 'lit';
import { expect, test } from 'vitest';
import { catalogueProblems, FOLDER, readCatalogue } from '../../scripts/languages/catalogue.ts';
import { engineMessagesIn, messagesIn, pageMessages } from '../../scripts/languages/messages.ts';
import { pseudoText } from '../../scripts/languages/pseudo.ts';

const SOURCE = `
msg('Stop');
msg(str\`\${a} of \${b} steps\`);
msg(html\`Open <a href=\${link}>the
  \${name}</a>\`);`;
const FIXTURE = 'tests/fixtures/languages/de.po';

test('every catalogue has a translation of each text of the page, with its markup and numbers, and no other', () => {
  const messages = pageMessages();
  expect(messages.length).toBeGreaterThan(0);
  for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.po')))
    expect(
      catalogueProblems(readCatalogue(join(FOLDER, name)), messages),
      `run npm run languages, then ${name}`,
    ).toEqual([]);
});

test('texts are found with their expressions, and white space as in HTML', () => {
  expect([...messagesIn('a.ts', SOURCE)].map(({ source }) => source)).toEqual([
    'Stop',
    '{0} of {1} steps',
    'Open <a href={0}>the {1}</a>',
  ]);
});

test.each(['msg(text)', "msg('a' + b)", 'msg(`a $' + '{b}`)', 'msg()', 'msg(svg`<text>a</text>`)'])(
  '%s has no text that can be found',
  (call) => {
    expect(() => [...messagesIn('a.ts', `\n${call};`)]).toThrow('a.ts:2: msg takes');
  },
);

test('texts of the engine’s tables are found: constants under the names that the page shows', () => {
  const code = `
    const SETTINGS = { L: { label: 'Layers', help: 'blocks in ' + 'sequence', min: 1 } };
    const PRESET = { name: 'facts', title: 'Facts', description: 'Who plays what.' };
    const measure = { name: 'recall', description: about(n), label: '5' };
    const COUNT = 15, END = 'in ' + 'windows';
    const list = { description: \`lists of \${COUNT}\` };
    const text = { description: corpus ? \`\${corpus}, \${END}\` : \`Your own text, \${END}\` };
    const job = { label: \`\${name}: steps measured\` };
    throw new Error('no adapter');`;
  const texts = (file: string) => [...engineMessagesIn(file, code)].map(({ source }) => source);
  const composed = ['lists of 15', 'Your own text, in windows', 'steps measured'];
  const found = ['Layers', 'blocks in sequence', 'Facts', 'Who plays what.', 'recall', ...composed];
  expect(texts('tables.ts')).toEqual(found);
  expect(texts('start-engine.ts')).toEqual([...found, 'no adapter']);
});

test('a catalogue is looked up by the ids of the sources, with expressions in its own order', async () => {
  const { templates, direction } = await import('../fixtures/languages/de.po');
  expect(direction).toBe('ltr');
  expect(readCatalogue(FIXTURE).map(({ id }) => id)).toEqual(
    [...messagesIn('a.ts', SOURCE)].map(({ id }) => id),
  );
  expect(runtimeMsg(templates, 'Stop', undefined)).toBe('Halt `$' + '{x}`');
  expect(runtimeMsg(templates, str`${3} of ${8} steps`, undefined)).toBe('von 8 Schritten 3');
  const { strings, values } = runtimeMsg(
    templates,
    html`Open <a href=${'#x'}>the
  ${'map'}</a>`,
    undefined,
  ) as TemplateResult;
  expect([[...strings], values]).toEqual([
    ['', ' <a href=', '>öffnen</a>'],
    ['map', '#x'],
  ]);
});

test('a text without a translation stays as it is', async () => {
  const { templates } = await import('../fixtures/languages/de.po');
  expect(runtimeMsg(templates, 'Start', undefined)).toBe('Start');
});

test('problems of a catalogue are named', () => {
  const message = (id: string, source: string) => ({ id, source, expressions: [], files: [] });
  const entry = (id: string, source: string, translation: string) => ({ id, source, translation });
  const problems = catalogueProblems(
    [
      entry('a', 'A', ''),
      entry('b', 'B <b>{0}</b>', '<b>{0}'),
      entry('c', 'C', 'C'),
      entry('d', '{0} {1}', '{1}, {0}'),
      entry('f', ' F', 'F'),
    ],
    [
      message('a', 'A'),
      message('b', 'B <b>{0}</b>'),
      message('d', '{0} {1}'),
      message('e', 'E'),
      message('f', ' F'),
    ],
  );
  expect(problems).toEqual([
    '“C” is no text of the page any more.',
    '“A” has no translation.',
    '“<b>{0}” must have the same markup, {numbers} and spaces at its ends as “B <b>{0}</b>”.',
    '“E” has no translation.',
    '“F” must have the same markup, {numbers} and spaces at its ends as “ F”.',
  ]);
});

test('the pseudo language keeps markup and numbers, is longer, and right to left', async () => {
  expect(pseudoText('Open <a href={0}>the {1}</a>&nbsp;')).toBe('⟦Ópéñ <a href={0}>thé {1}</a>&nbsp;·····⟧');
  const { templates, direction } = await import('../fixtures/languages/de.po?pseudo');
  expect(direction).toBe('rtl');
  expect(runtimeMsg(templates, str`${3} of ${8} steps`, undefined)).toMatch(/^⟦3 óf 8 štépš·+⟧$/);
});
