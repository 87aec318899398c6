// Screenshots of notes, whose store loads when the first is written or shown.

import { lazyImport } from '../../../shared/lazy-import.ts';
import type { ScreenshotStore } from './screenshot-store.ts';

export type Screenshots = Pick<ScreenshotStore, 'put' | 'get' | 'remove'>;

export function lazyScreenshots(): Screenshots {
  let store: ScreenshotStore | undefined;
  const load = async () => {
    const { ScreenshotStore } = await lazyImport(() => import('./screenshot-store.ts'));
    store ??= new ScreenshotStore();
    return store;
  };
  return {
    put: async (...args) => (await load()).put(...args),
    // What cannot be read is missing; the note stays.
    get: async (names) => {
      if (names.length === 0) return new Map();
      return load()
        .then((each) => each.get(names))
        .catch(() => new Map());
    },
    remove: (name) =>
      load()
        .then((each) => each.remove(name))
        .catch(() => {}),
  };
}
