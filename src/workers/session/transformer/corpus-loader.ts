// Loads corpora for the sessions: outside the task queue, where a slow connection would hold up all other tasks.

import { type CorpusOpener, loadCorpus } from '../../../model/data/text/corpora.ts';
import type { JobProgress } from '../../../shared/job.ts';
import type { CorpusName } from '../../../shared/settings/corpora.ts';
import { JobStoppedError, type ProgressCallback } from '../../scheduling/run-job.ts';

interface Loading {
  readonly end: Promise<void>;
  readonly listeners: Set<(progress: JobProgress) => void>;
}

/** Concurrent requests for a corpus share its file. A request after a failure tries again. */
export class CorpusLoader {
  private readonly open: CorpusOpener;
  private readonly loading = new Map<CorpusName, Loading>();

  constructor(open: CorpusOpener) {
    this.open = open;
  }

  /**
   * Resolves when the corpus is loaded, at once without a name. Progress is in bytes of the text; a request that is stopped
   * leaves the loading to the others.
   */
  ensureLoaded(name: CorpusName | undefined, onProgress: ProgressCallback = () => true): Promise<void> {
    if (name === undefined) return Promise.resolve();
    const { end, listeners } = this.loading.get(name) ?? this.start(name);
    return new Promise((resolve, reject) => {
      const stop = () => reject(new JobStoppedError());
      const report = async (progress: JobProgress) => (await onProgress(progress)) || stop();
      listeners.add((progress) => void report(progress).catch(stop));
      end.then(resolve, reject);
    });
  }

  private start(name: CorpusName): Loading {
    const listeners: Loading['listeners'] = new Set();
    const end = loadCorpus(name, this.open, (progress) => {
      for (const listener of listeners) listener(progress);
    });
    const loading = { end, listeners };
    this.loading.set(name, loading);
    const remove = () => void this.loading.delete(name);
    end.then(remove, remove);
    return loading;
  }
}
