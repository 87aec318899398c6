// Tabs of one browser: they share an in-memory database and a lock.

import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, vi } from 'vitest';
import type { LockRequester } from '../../../src/workers/persistence/writer-lock.ts';
import type { AutosaveStatus, RunLibraryEvent } from '../../../src/workers/rpc/api/lab-api.ts';
import type { Lab } from '../../../src/workers/session/lab.ts';
import { openPackedMnist } from '../model/packed-mnist.ts';
import { createLab, type RecordedEvent, recordEvents } from './lab-fixtures.ts';

class Locksmith implements LockRequester {
  #last: Promise<unknown> = Promise.resolve();

  request(_: string, held: () => Promise<void>): Promise<unknown> {
    this.#last = this.#last.then(held);
    return this.#last;
  }
}

/** Functions that open and kill tabs; registers hooks that begin each test with a new browser. */
export function browserTabs() {
  let locks = new Locksmith();
  const opened: Lab[] = [];

  beforeEach(() => {
    vi.stubGlobal('indexedDB', new IDBFactory());
    locks = new Locksmith();
  });

  afterEach(async () => {
    for (const lab of opened.splice(0)) await lab.dispose();
    vi.unstubAllGlobals();
  });

  /** Another tab of the same browser; `savesRuns` is false for an embedded page. */
  async function tab(savesRuns?: boolean) {
    const lab = await createLab(undefined, openPackedMnist, { locks, savesRuns });
    opened.push(lab);
    const libraryEvents: RunLibraryEvent[] = [];
    const events: RecordedEvent[] = [];
    await lab.runs.subscribe((event) => libraryEvents.push(event));
    await recordEvents(lab, events);
    const keeping = () =>
      libraryEvents.findLast((event) => event.type === 'autosave')?.status as AutosaveStatus;
    return { lab, libraryEvents, events, keeping };
  }

  /** As a browser does that is killed: the lock is free, and nothing more is written. */
  async function killed({ lab }: { lab: Lab }) {
    lab.runs.dispose();
    opened.splice(opened.indexOf(lab), 1);
  }

  return { tab, killed };
}

/** Takes training steps and saves the run. */
export async function steps(lab: Lab, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await lab.transformer.step();
  await lab.runs.flush();
}
