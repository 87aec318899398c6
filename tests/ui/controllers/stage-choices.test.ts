// A stage's choices: typed values that live in the address, end when they should, and are told where they cannot be.

import { expect, test } from 'vitest';
import { between, boolean, oneOf, text } from '../../../src/ui/controllers/address-values.ts';
import { PageStore } from '../../../src/ui/controllers/page-store.ts';
import { StageChoices } from '../../../src/ui/controllers/stage-choices.ts';

/** A browser as far as the store looks at one. */
function browserAt(hash: string) {
  const location = { pathname: '/', search: '', hash };
  const go = (_state: unknown, _title: string, address: string) => {
    location.hash = address.slice(1);
  };
  return {
    location,
    history: { replaceState: go, pushState: go },
    addEventListener() {},
    removeEventListener() {},
  } as unknown as Window;
}

function open(hash: string) {
  const browser = browserAt(hash);
  const store = new PageStore(browser);
  const choices = new StageChoices(
    { store },
    {
      show: { panel: oneOf(['head', 'heads']), masked: boolean },
      with: { temperature: between(0, 10), word: text(40) },
    },
  );
  return { store, choices, address: () => browser.location.hash };
}

const CHAPTER = '#view=chapter&chapter=6&at=700';

test('what the address holds is read as values', () => {
  const { choices } = open(`${CHAPTER}&show.panel=heads&show.masked=no&with.temperature=0.7&with.word=king`);
  expect(choices.show).toEqual({ panel: 'heads', masked: false });
  expect(choices.with).toEqual({ temperature: 0.7, word: 'king' });
});

test('a choice goes into the address, and back out of it', () => {
  const { choices, address } = open(CHAPTER);
  choices.put({ show: { panel: 'heads', masked: false }, with: { word: 'naïve & Co' } });
  expect(open(address()).choices.show).toEqual({ panel: 'heads', masked: false });
  expect(open(address()).choices.with).toEqual({ word: 'naïve & Co' });
  choices.put({ show: { panel: undefined, masked: undefined }, with: { word: undefined } });
  expect(address()).toBe(CHAPTER);
});

test('choices in an address of another chapter are left to that chapter’s stage', async () => {
  const { store, choices, address } = open(CHAPTER);
  expect(choices.show).toEqual({});
  store.update({ chapter: 5, stage: { show: { panel: 'stories' }, with: { seed: '3' } } });
  expect([choices.show, choices.with]).toEqual([{}, {}]);
  await Promise.resolve();
  expect(store.addressProblems).toEqual([]);
  expect(address()).toContain('show.panel=stories');
});

test('another moment ends what was chosen for the one before, another chapter ends all', () => {
  const { store, choices } = open(`${CHAPTER}&show.panel=heads&with.word=king`);
  store.update({ at: 710 });
  expect([choices.show, choices.with]).toEqual([{}, { word: 'king' }]);
  store.update({ view: 'train' });
  expect(choices.with).toEqual({ word: 'king' });
  store.update({ view: 'chapter', chapter: 5 });
  expect([choices.show, choices.with]).toEqual([{}, {}]);
});

test('what cannot be is taken out of the address with a sentence; what can be stays', async () => {
  const { store, choices, address } = open(
    `${CHAPTER}&show.panel=attic&with.temperature=11&with.word=a&with.x=1`,
  );
  expect([choices.show, choices.with]).toEqual([{}, { word: 'a' }]);
  await Promise.resolve();
  expect(store.addressProblems).toEqual([
    '“show.panel=attic” in the address was left out: it must be one of head, heads.',
    '“with.x” in the address means nothing here and was left out.',
    '“with.temperature=11” in the address was left out: it must be a number from 0 to 10.',
  ]);
  expect(address()).toBe(`${CHAPTER}&with.word=a`);
});

test('the same values are the same object until something is chosen', () => {
  const { store, choices } = open(`${CHAPTER}&with.word=king`);
  const before = choices.with;
  store.update({ prompt: 'hello' });
  expect(choices.with).toBe(before);
});
