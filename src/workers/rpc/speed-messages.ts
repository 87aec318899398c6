// Messages between the page Speed and the worker that measures: a script of its own name, so that the lab's engine stays untouched.

import type { HardwareProgress, HardwareReport } from './api/hardware-api.ts';

/** Name of the worker, by which the shared script selects its role. */
export const SPEED_WORKER = 'speed';

export interface SpeedRequest {
  /** The most that the CPU engine is measured with. */
  readonly threads: number;
  readonly host: string;
  readonly processorThreads: number;
  /** The adapter has passed its self-test in this page. */
  readonly isTested?: boolean;
}

export type SpeedMessage =
  | { readonly type: 'progress'; readonly progress: HardwareProgress }
  | { readonly type: 'report'; readonly report: HardwareReport }
  | { readonly type: 'error'; readonly message: string };
