// What of a browser outlives a page: address, saved runs, settings and downloads; with the globals that the page reads.

import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';
import type { LockRequester } from '../../../src/workers/persistence/writer-lock.ts';
import type { BundleHost } from './small-presets.ts';

/** Longer delays are those of failures. */
const MAX_SHORT_DELAY_MS = 1000;

/** Grants the lock of the saved runs to one page at a time. */
class Locksmith implements LockRequester {
  #last: Promise<unknown> = Promise.resolve();

  request(_: string, held: () => Promise<void>): Promise<unknown> {
    this.#last = this.#last.then(held);
    return this.#last;
  }
}

class FakeDocument extends EventTarget {
  title = '';
  hidden = false;
  readonly baseURI: string;
  readonly documentElement = { dataset: {}, style: {} };
  readonly #onDownload: (name: string) => void;

  constructor(baseURI: string, onDownload: (name: string) => void) {
    super();
    this.baseURI = baseURI;
    this.#onDownload = onDownload;
  }

  get visibilityState(): DocumentVisibilityState {
    return this.hidden ? 'hidden' : 'visible';
  }

  /** A link that saves a file. */
  createElement() {
    const link = { download: '', href: '', click: () => this.#onDownload(link.download) };
    return link;
  }

  querySelector() {
    return null;
  }
}

class FakeWindow extends EventTarget {
  readonly location = { hash: '', pathname: '/', search: '' };
  readonly history = {
    replaceState: (_: unknown, __: string, url: string) => this.#navigate(url),
    pushState: (_: unknown, __: string, url: string) => this.#navigate(url),
  };
  readonly innerWidth = 1440;
  readonly matchMedia = () => Object.assign(new EventTarget(), { matches: false });
  /** Without it no timer of the page, which are those of `globalThis`, would be counted as the page's. */
  readonly setTimeout = (callback: () => void, delay = 0): unknown => setTimeout(callback, delay);
  readonly clearTimeout = (timer: unknown): void => clearTimeout(timer as NodeJS.Timeout);

  #navigate(url: string): void {
    this.location.hash = new URL(url, 'https://lab.test').hash;
  }
}

export class BrowserProfile {
  readonly host: BundleHost;
  readonly window = new FakeWindow();
  readonly document: FakeDocument;
  readonly locks = new Locksmith();
  /** Short timers that have not fired. */
  readonly timers = new Set<unknown>();
  /** Names and contents of the files that were saved. */
  readonly downloads: { readonly name: string; readonly content: Blob }[] = [];

  constructor(host: BundleHost, hash: string) {
    this.host = host;
    this.window.location.hash = hash;
    let content = new Blob();
    this.document = new FakeDocument(host.base, (name) => this.downloads.push({ name, content }));
    const stored = new Map<string, string>();
    const storage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
      removeItem: (key: string) => stored.delete(key),
    };
    const { setTimeout: realTimeout, clearTimeout: realClear } = globalThis;
    const soon = (callback: (...rest: unknown[]) => void, delay = 0, ...rest: unknown[]) => {
      if (delay > MAX_SHORT_DELAY_MS) return realTimeout(callback, delay, ...rest);
      const timer = setImmediate(() => {
        this.timers.delete(timer);
        callback(...rest);
      });
      this.timers.add(timer);
      return timer;
    };
    const clear = (timer: unknown) => {
      if (this.timers.delete(timer)) clearImmediate(timer as NodeJS.Immediate);
      else realClear(timer as NodeJS.Timeout);
    };
    const globals = {
      ...{ window: this.window, document: this.document, navigator: {} },
      ...{ indexedDB: new IDBFactory(), localStorage: storage, sessionStorage: storage, fetch: host.fetch },
      // Frames and pauses between readings take no time.
      ...{ requestAnimationFrame: soon, setTimeout: soon, clearTimeout: clear },
    };
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    vi.spyOn(URL, 'createObjectURL').mockImplementation((object) => {
      content = object as Blob;
      return '';
    });
    vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => {});
  }
}
