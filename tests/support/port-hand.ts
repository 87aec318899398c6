// A thread beside the first, without a thread: the same code at the other end of two ports, and it can crash.

import * as Comlink from 'comlink';
import type { ShareResult } from '../../src/model/shares/shares.ts';
import { Hand } from '../../src/workers/hands/hand.ts';
import type { HandWorker } from '../../src/workers/hands/hand-threads.ts';

export class PortHand {
  readonly worker: HandWorker;
  terminated = false;
  /** Shares it computed. */
  computed = 0;
  /** Programs it keeps. */
  readonly kept = new Set<number>();
  private listener: (message: string) => void = () => {};

  /** `fault` is called before each share: what it throws, the thread throws. */
  constructor(fault: (share: number) => void = () => {}) {
    const { port1, port2 } = new MessageChannel();
    const { kept } = this;
    const count = () => {
      fault(this.computed);
      this.computed += 1;
    };
    class CountedHand extends Hand {
      override async prepare(...asked: Parameters<Hand['prepare']>): Promise<string> {
        const kernels = await super.prepare(...asked);
        kept.add(asked[0]);
        return kernels;
      }
      override async compute(...asked: Parameters<Hand['compute']>): Promise<ShareResult> {
        count();
        return super.compute(...asked);
      }
      override async release(id: number): Promise<void> {
        kept.delete(id);
        return super.release(id);
      }
    }
    Comlink.expose(new CountedHand(), port2 as unknown as Comlink.Endpoint);
    this.worker = {
      endpoint: port1 as unknown as Comlink.Endpoint,
      onCrash: (listener) => {
        this.listener = listener;
      },
      terminate: () => {
        this.terminated = true;
        port1.close();
        port2.close();
      },
    };
  }

  crash(message: string): void {
    this.listener(message);
  }
}
