// The threads beside the lab's, as the lab sees them: made when they are first needed, and let go when they fail.

import * as Comlink from 'comlink';
import { messageOf } from '../../message-of.ts';
import type { ModelConfig } from '../../model/config.ts';
import type { Batch } from '../../model/data/dataset.ts';
import type { ShareSize } from '../../model/shares/share-program.ts';
import type { ShareHand, ShareHands } from '../../model/shares/share-trainer.ts';
import type { ShareResult } from '../../model/shares/shares.ts';
import { nextTask } from '../turns.ts';
import { unlessAborted } from '../unless-aborted.ts';
import type { Hand } from './hand.ts';

/** A worker, whichever kind: how to talk to it, hear that it crashed, and end it. */
export interface HandWorker {
  readonly endpoint: Comlink.Endpoint;
  onCrash(listener: (message: string) => void): void;
  terminate(): void;
}

export interface HandThreadsOptions {
  readonly count: number;
  readonly makeWorker: () => HandWorker;
  /** Kernels of the first thread: others would round differently. */
  readonly kernels: string;
}

export class HandThreads implements ShareHands {
  readonly count: number;
  /** A thread is gone; whoever relied on it goes on without. */
  onLost: (sentence: string) => void = () => {};
  private readonly options: HandThreadsOptions;
  private threads: HandThread[] | undefined;
  private engaged = 0;

  constructor(options: HandThreadsOptions) {
    this.count = options.count;
    this.options = options;
  }

  /** Threads that still compute, or will. */
  get alive(): number {
    return this.threads ? this.threads.filter(({ lost }) => !lost).length : this.count;
  }

  engage(config: ModelConfig, size: ShareSize): ShareHand[] {
    this.threads ??= Array.from(
      { length: this.count },
      () => new HandThread(this.options, (sentence) => this.onLost(sentence)),
    );
    const id = this.engaged++;
    return this.threads.map((thread) => thread.engage(id, config, size));
  }

  dispose(): void {
    for (const thread of this.threads ?? []) thread.end();
  }
}

/** One thread from its making to its end. */
class HandThread {
  lost = false;
  private readonly kernels: string;
  private readonly onLost: (sentence: string) => void;
  private worker: HandWorker | undefined;
  private api: Comlink.Remote<Hand> | undefined;
  private readonly ending = new AbortController();

  constructor({ makeWorker, kernels }: HandThreadsOptions, onLost: (sentence: string) => void) {
    this.kernels = kernels;
    this.onLost = onLost;
    try {
      this.worker = makeWorker();
      this.api = Comlink.wrap<Hand>(this.worker.endpoint);
      this.worker.onCrash((message) => this.lose(message));
    } catch (error) {
      this.lose(error);
    }
  }

  engage(id: number, config: ModelConfig, size: ShareSize): ShareHand {
    let ready = false;
    this.prepare(id, config, size).then(
      () => {
        ready = true;
      },
      (error) => this.lose(error),
    );
    return {
      compute: async (weights, share) => {
        if (this.lost) return undefined;
        if (ready) return this.compute(id, weights, share);
        await nextTask(); // else steps could follow each other so closely that its word is never heard
        return undefined;
      },
      dispose: () => {
        if (!this.lost) this.api?.release(id).catch((error) => this.lose(error));
      },
    };
  }

  /** Ends it for good, without a word. */
  end(): void {
    this.lost = true;
    this.ending.abort();
    this.worker?.terminate();
  }

  private async prepare(id: number, config: ModelConfig, size: ShareSize): Promise<void> {
    const kernels = await this.api?.prepare(id, config, size);
    if (kernels !== this.kernels) throw new Error(`it has other kernels: ${kernels}`);
  }

  private async compute(
    id: number,
    weights: Float32Array<ArrayBuffer>,
    share: Batch,
  ): Promise<ShareResult | undefined> {
    try {
      const result = this.api?.compute(id, Comlink.transfer(weights, [weights.buffer]), share);
      return await (result && unlessAborted(result, this.ending.signal));
    } catch (error) {
      this.lose(error);
      return undefined;
    }
  }

  private lose(error: unknown): void {
    if (this.lost) return;
    this.end();
    const message = messageOf(error);
    const why = message && `: ${message.replace(/^Uncaught (Error: )?/, '').replace(/\.$/, '')}`;
    this.onLost(
      `A thread beside the first stopped${why}. The first computes its share; the numbers stay the same.`,
    );
  }
}
