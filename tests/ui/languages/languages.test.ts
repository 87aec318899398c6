// The language of the page: address, stored choice, preference of the browser.
import { expect, test } from 'vitest';
import { chooseLanguage, searchWithLanguage, storeLanguage } from '../../../src/ui/languages/languages.ts';
import { unknownLanguageMessage } from '../../../src/ui/languages/unknown-language.ts';

const storing = (value: string | null) => () => ({ getItem: () => value, setItem: () => {} });
const denied = () => {
  throw new DOMException('denied', 'SecurityError');
};

test.each([
  ['the address before all', '?lang=de', 'en', ['en-US'], 'de'],
  ['the stored choice before the preference', '', 'de', ['en-US', 'en'], 'de'],
  ['the first preference with texts', '', null, ['fr-FR', 'de-AT', 'en'], 'de'],
  ['an unknown language in the address is no choice', '?lang=xx', 'de', ['en'], 'de'],
  ['a name of every object is no language', '?lang=toString', 'constructor', ['en'], 'en'],
  ['English, if nothing else is there', '', null, ['fr', 'zh-Hans-CN'], 'en'],
])('%s', (_, search, stored, preferred, chosen) => {
  expect(chooseLanguage({ search, storage: storing(stored), preferred })).toBe(chosen);
});

test('a browser that denies storage has the language of its preference, and a choice throws nothing', () => {
  expect(chooseLanguage({ search: '', storage: denied, preferred: ['de'] })).toBe('de');
  expect(storeLanguage(denied, 'de')).toBe(false);
  expect(storeLanguage(storing(null), 'de')).toBe(true);
});

test('the choice replaces the language of the address and keeps its other parameters', () => {
  expect(searchWithLanguage('', 'de')).toBe('?lang=de');
  expect(searchWithLanguage('?lang=de&x=1', 'en')).toBe('?x=1&lang=en');
});

test('a stored choice leaves the address without language', () => {
  expect(searchWithLanguage('?lang=de&x=1')).toBe('?x=1');
  expect(searchWithLanguage('?lang=de')).toBe('');
});

test('an unknown language in the address is named with those that there are', () => {
  expect(unknownLanguageMessage('klingon')).toBe(
    '“lang=klingon” is no language of this page: there are en, de.',
  );
});
