// Typed choices of a stage in the URL: lifetime and invalid values.

import { expect, test } from 'vitest';
import { PageStore } from '../../../../src/ui/state/page/page-store.ts';
import { StageChoices } from '../../../../src/ui/state/page/stage-choices.ts';
import { boolean, numberBetween, oneOf, text } from '../../../../src/ui/state/page/url-params.ts';

/** A browser as far as the store looks at one. */
function fakeBrowser(hash: string) {
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
  const browser = fakeBrowser(hash);
  const store = new PageStore(browser);
  const choices = new StageChoices(
    { store },
    {
      perMoment: { panel: oneOf(['head', 'heads']), masked: boolean },
      perChapter: { temperature: numberBetween(0, 10), word: text(40) },
    },
  );
  return { store, choices, address: () => browser.location.hash };
}

const CHAPTER = '#view=chapter&chapter=6&at=700';

test('parameters are parsed to typed values', () => {
  const { choices } = open(`${CHAPTER}&show.panel=heads&show.masked=no&with.temperature=0.7&with.word=king`);
  expect(choices.perMoment).toEqual({ panel: 'heads', masked: false });
  expect(choices.perChapter).toEqual({ temperature: 0.7, word: 'king' });
});

test('a choice is written to the URL and removed from it', () => {
  const { choices, address } = open(CHAPTER);
  choices.set({ perMoment: { panel: 'heads', masked: false }, perChapter: { word: 'naïve & Co' } });
  expect(open(address()).choices.perMoment).toEqual({ panel: 'heads', masked: false });
  expect(open(address()).choices.perChapter).toEqual({ word: 'naïve & Co' });
  choices.set({ perMoment: { panel: undefined, masked: undefined }, perChapter: { word: undefined } });
  expect(address()).toBe(CHAPTER);
});

test('choices of another chapter are ignored', async () => {
  const { store, choices, address } = open(CHAPTER);
  expect(choices.perMoment).toEqual({});
  store.update({ chapter: 5, stage: { show: { panel: 'stories' }, with: { seed: '3' } } });
  expect([choices.perMoment, choices.perChapter]).toEqual([{}, {}]);
  await Promise.resolve();
  expect(store.urlProblems).toEqual([]);
  expect(address()).toContain('show.panel=stories');
});

test('a new moment resets the choices per moment, a new chapter all choices', () => {
  const { store, choices } = open(`${CHAPTER}&show.panel=heads&with.word=king`);
  store.update({ at: 710 });
  expect([choices.perMoment, choices.perChapter]).toEqual([{}, { word: 'king' }]);
  store.update({ view: 'train' });
  expect(choices.perChapter).toEqual({ word: 'king' });
  store.update({ view: 'chapter', chapter: 5 });
  expect([choices.perMoment, choices.perChapter]).toEqual([{}, {}]);
});

test('invalid choices are removed from the URL with a message, valid ones stay', async () => {
  const { store, choices, address } = open(
    `${CHAPTER}&show.panel=attic&with.temperature=11&with.word=a&with.x=1`,
  );
  expect([choices.perMoment, choices.perChapter]).toEqual([{}, { word: 'a' }]);
  await Promise.resolve();
  expect(store.urlProblems).toEqual([
    '“show.panel=attic” in the URL was ignored: it must be one of head, heads.',
    '“with.x” is not a parameter of this page and was ignored.',
    '“with.temperature=11” in the URL was ignored: it must be a number from 0 to 10.',
  ]);
  expect(address()).toBe(`${CHAPTER}&with.word=a`);
});

test('parsed values keep their identity until a change', () => {
  const { store, choices } = open(`${CHAPTER}&with.word=king`);
  const before = choices.perChapter;
  store.update({ prompt: 'hello' });
  expect(choices.perChapter).toBe(before);
});
