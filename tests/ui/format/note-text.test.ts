// Tags of a note, and whether it matches a search.
import { expect, it } from 'vitest';
import { matchesSearch, tagsOf } from '../../../src/ui/format/note-text.ts';

it('code, formulas and addresses of any length have no tags', () => {
  expect(tagsOf('#a `#b` $#c$ [d](https://e.f#g) &#h; i#j ##k #L')).toEqual(['a', 'l']);
  expect(tagsOf(`[a](https://b.c/${'d'.repeat(1000)} #e) #f`)).toEqual(['f']);
});

it('an address ends before that of another link', () => {
  expect(tagsOf(`${'](#a'.repeat(3)})`)).toEqual(['a']);
  expect(tagsOf('[a](#b ](#c) #d')).toEqual(['b', 'd']);
});

it('every word of a search occurs, and every #word begins a tag', () => {
  const text = 'Why is it masked? #mask #softmax';
  expect(matchesSearch('', text)).toBe(true);
  expect(matchesSearch('  ', text)).toBe(true);
  expect(matchesSearch('MASKED chapter', text, 'chapter 6')).toBe(true);
  expect(matchesSearch('#soft why', text)).toBe(true);
  expect(matchesSearch('#max', text)).toBe(false);
  expect(matchesSearch('#mask missing', text)).toBe(false);
});
