// Every element says what it takes and what it tells: its doc comment names its properties and its events, and no others.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Element {
  readonly name: string;
  readonly doc: string;
  readonly body: string;
}

const ELEMENT =
  /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*)?@customElement\('([^']+)'\)([\s\S]*?)(?=\n@customElement|\ndeclare global)/g;
const PROPERTY = /@property\((?:[^()]|\([^()]*\))*\)\s*(?:override )?(?:readonly )?(\w+)/g;
const EVENT = /class (\w+)(?:<[^{]*>)? extends Event \{\s*static readonly type = '([\w-]+)'/g;
const SENT = /dispatchEvent\(\s*new (\w+)\(/g;

const sources = readdirSync('src/ui', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join('src/ui', file), 'utf8'));
const elements: Element[] = sources.flatMap((source) =>
  [...source.matchAll(ELEMENT)].map(([, doc = '', name, body]) => ({ name, doc, body })),
);
const eventNames = new Map(
  sources.flatMap((source) => [...source.matchAll(EVENT)].map(([, type, name]) => [type, name])),
);

const told = (doc: string, tag: string) =>
  [...doc.matchAll(new RegExp(`@${tag} ([\\w-]+(?:, [\\w-]+)*)`, 'g'))].flatMap(([, names]) =>
    names.split(', '),
  );

test('its properties', () => {
  expect(elements.length).toBeGreaterThan(100);
  for (const { name, doc, body } of elements) {
    const properties = [...body.matchAll(PROPERTY)].map(([, property]) => property);
    expect(told(doc, 'property').sort(), name).toEqual(properties.sort());
  }
});

test('its events', () => {
  expect(eventNames.size).toBeGreaterThan(50);
  for (const { name, doc, body } of elements) {
    const sent = [...body.matchAll(SENT)].flatMap(([, type]) => eventNames.get(type) ?? []);
    expect(told(doc, 'fires'), name).toEqual(expect.arrayContaining(sent));
  }
});
