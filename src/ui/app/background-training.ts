// Training in a hidden tab: full speed, throttled or paused, and a message when the tab is visible again.

import { msg, str } from '@lit/localize';
import type { RunState } from '../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../format/numbers.ts';
import type { DeviceSettingsStore } from '../state/device/device-settings-store.ts';
import type { ComparisonStore } from '../state/runs/comparison-store.ts';
import type { LabStore } from '../state/runs/lab-store.ts';
import type { RunStore } from '../state/runs/run-store.ts';
import { comparisonProgress } from '../types/comparison.ts';

/** Fraction of the time that throttled training uses. */
const THROTTLED_SHARE = 0.1;

interface RunStatus {
  readonly runState: RunState;
  readonly step: number;
  readonly run?: unknown;
}

type PausableRun = Pick<RunStore<never>, 'pause' | 'train'> & { readonly value: RunStatus };

const toPausableRun = (comparison: ComparisonStore): PausableRun => ({
  pause: () => comparison.pause(),
  train: () => comparison.train(),
  get value() {
    return comparisonProgress(comparison.value);
  },
});

/** The used part of `Document`. */
export interface TabDocument {
  readonly visibilityState: DocumentVisibilityState;
  title: string;
  addEventListener(type: 'visibilitychange', listener: () => void): void;
  removeEventListener(type: 'visibilitychange', listener: () => void): void;
}

/** A run that paused because the tab was hidden. */
interface PausedRun {
  readonly store: PausableRun;
  readonly run: unknown;
  /** Resolves to the step at which the run paused. */
  readonly paused: Promise<number>;
}

export class BackgroundTraining {
  readonly #document: TabDocument;
  readonly #lab: LabStore;
  readonly #settings: DeviceSettingsStore;
  readonly #notify: (message: string) => void;
  readonly #title: string;
  #paused: PausedRun[] = [];
  #isSlowed = false;

  /** @param notify - shows a message when the tab is visible again */
  constructor(
    document: TabDocument,
    lab: LabStore,
    settings: DeviceSettingsStore,
    notify: (message: string) => void,
  ) {
    this.#document = document;
    this.#lab = lab;
    this.#settings = settings;
    this.#notify = notify;
    this.#title = document.title;
  }

  /** @returns a function that disconnects */
  connect(): () => void {
    const handleVisibility = () =>
      this.#document.visibilityState === 'hidden' ? this.#handleHidden() : void this.#handleVisible();
    this.#document.addEventListener('visibilitychange', handleVisibility);
    return () => this.#document.removeEventListener('visibilitychange', handleVisibility);
  }

  #handleHidden(): void {
    const { digits, comparison } = this.#lab;
    const runs = [this.#lab as PausableRun, digits as PausableRun, toPausableRun(comparison)];
    const training = runs.filter(({ value }) => value.runState === 'training');
    if (training.length === 0) return;
    const { hidden } = this.#settings.value;
    if (hidden === 'slow') {
      this.#isSlowed = true;
      void this.#lab.client.throttle(THROTTLED_SHARE);
      this.#document.title = msg(str`Training slowly · ${this.#title}`);
    }
    if (hidden === 'pause') {
      this.#paused = training.map((store) => ({
        store,
        run: store.value.run,
        paused: store.pause().then(() => store.value.step),
      }));
      this.#document.title = msg(str`Paused · ${this.#title}`);
    }
  }

  async #handleVisible(): Promise<void> {
    this.#document.title = this.#title;
    if (this.#isSlowed) {
      this.#isSlowed = false;
      await this.#lab.client.throttle(1);
      this.#notify(msg('Training was throttled while this tab was hidden. It runs at full speed again.'));
    }
    for (const { store, run, paused } of this.#paused.splice(0)) {
      const step = await paused;
      // Do nothing if the model was replaced or the user resumed training.
      const { runState, run: now } = store.value;
      if (runState !== 'paused' || now !== run) continue;
      this.#notify(
        msg(str`Training paused at step ${formatInteger(step)} while this tab was hidden. It continues now.`),
      );
      void store.train();
    }
  }
}
