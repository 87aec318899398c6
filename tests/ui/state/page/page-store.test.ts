// Two-way binding between page state and URL.

import { expect, test } from 'vitest';
import { PageStore } from '../../../../src/ui/state/page/page-store.ts';

/** A browser that tells of another address only when it comes to it. */
function open(hash: string) {
  const location = { pathname: '/', search: '', hash };
  const go = (_state: unknown, _title: string, address: string) => {
    location.hash = address.slice(1);
  };
  let emitHashChange = () => {};
  const browser = {
    location,
    history: { replaceState: go, pushState: go },
    addEventListener: (_: string, listener: () => void) => {
      emitHashChange = listener;
    },
    removeEventListener() {},
  } as unknown as Window;
  const store = new PageStore(browser);
  const follow = (link: string) => {
    location.hash = link;
  };
  return { store, follow, fireHashChange: () => emitHashChange(), url: () => location.hash };
}

test('an update changes the URL', () => {
  const { store, url } = open('#view=train');
  store.update({ prompt: 'a cat' });
  expect(url()).toBe('#view=train&prompt=a+cat');
  store.update({ view: 'course', prompt: '' });
  expect(url()).toBe('#preset=facts');
  store.update({ view: 'attention' });
  expect(store.value.view).toBe('attention');
});

test('a late update of the previous page does not overwrite a navigation', () => {
  const { store, follow, fireHashChange, url } = open('#view=chapter&chapter=5&at=700');
  follow('#view=chapter&chapter=2&at=30');
  store.update({ at: 710 });
  store.focus({ layer: 1 });
  expect(url()).toBe('#view=chapter&chapter=2&at=30&layer=2'); // the second was written for the page that is here now
  fireHashChange();
  expect(store.value).toMatchObject({ chapter: 2, at: 30 });
});

test('a navigation to the empty URL opens the course despite late updates', () => {
  const { store, follow, url } = open('#view=train&theme=light');
  follow('');
  store.update({ prompt: 'late' });
  expect([url(), store.value.view, store.value.prompt]).toEqual(['', 'course', '']);
});
