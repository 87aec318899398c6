// One measurement at a time: pauses training for it, and lets it go on afterwards.

import { msg } from '@lit/localize';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { HardwareProgress } from '../../../../workers/rpc/api/hardware-api.ts';
import { measureHardware } from '../../../../workers/rpc/client/measure-hardware.ts';
import { toDisplayMessage } from '../../../format/display-message.ts';
import { keepOwnReport, readOwnReport } from './own-report.ts';

/** A run that can train: the model, the digit network, a comparison. */
export interface PausableRun {
  readonly isTraining: () => boolean;
  pause(): Promise<unknown>;
  train(): Promise<unknown>;
}

/** As many threads as the command line measures with. */
const MAX_THREADS = 8;

const STOPPED = msg('Stopped. What was measured is shown, but not kept.');
const TRAINING_STARTED = msg('Stopped, because training has started.');

export class Measurement implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #runs: () => readonly PausableRun[];
  readonly #measure: typeof measureHardware;
  #running?: AbortController;
  /** The last report of this machine, or what a running measurement has measured so far. */
  report = readOwnReport();
  progress?: HardwareProgress;
  /** How the last measurement ended, if it did not end with a report. */
  problem = '';
  /** Whether training waits for the measurement. */
  hasPaused = false;

  constructor(
    host: ReactiveControllerHost,
    runs: () => readonly PausableRun[],
    measure: typeof measureHardware = measureHardware,
  ) {
    this.#host = host;
    this.#runs = runs;
    this.#measure = measure;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Training continues on the page that is opened instead. */
  hostDisconnected(): void {
    this.stop();
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Nothing may compute beside it: a run that is started meanwhile ends the measurement. */
  hostUpdate(): void {
    if (this.#running && this.progress && this.#runs().some(({ isTraining }) => isTraining()))
      this.#running.abort(new Error(TRAINING_STARTED));
  }

  stop(): void {
    this.#running?.abort(new Error(STOPPED));
  }

  /** `isTested`: the page's engine computes on the adapter. */
  async start(host: string, isTested = false): Promise<void> {
    if (this.#running) return;
    const running = new AbortController();
    this.#running = running;
    this.problem = '';
    const paused = this.#runs().filter(({ isTraining }) => isTraining());
    this.hasPaused = paused.length > 0;
    this.#host.requestUpdate();
    await Promise.all(paused.map((run) => run.pause()));
    const processorThreads = navigator.hardwareConcurrency;
    const threads = Math.min(MAX_THREADS, processorThreads);
    const request = { host, processorThreads, threads, isTested };
    try {
      const report = await this.#measure(request, running.signal, (progress) => {
        if (running.signal.aborted) return;
        this.progress = progress;
        this.report = progress.report;
        this.#host.requestUpdate();
      });
      this.report = report;
      keepOwnReport(report);
    } catch (error) {
      this.problem = toDisplayMessage(error);
    } finally {
      this.#running = undefined;
      this.progress = undefined;
      this.hasPaused = false;
      // Resolves at the end of training.
      for (const run of paused) if (!run.isTraining()) void run.train();
      this.#host.requestUpdate();
    }
  }
}

/** `Chromium 156`; the whole of what browsers say of themselves is long, and says more than this. */
export function browserName(
  userAgent: string,
  brands: readonly { brand: string; version: string }[] = [],
): string {
  const brand = brands.find(({ brand }) => !/not.?a.?brand/i.test(brand));
  if (brand) return `${brand.brand} ${brand.version}`;
  const [, name, version] = /(Firefox|Version|Chrome)\/(\d+)/.exec(userAgent) ?? [];
  if (!name) return msg('a browser');
  return `${name === 'Version' ? msg('Safari') : name} ${version}`;
}
