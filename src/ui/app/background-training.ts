// What training does while nobody sees the tab: what the visitor chose, and a sentence of it when they come back.

import type { RunState } from '../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../format/numbers.ts';
import type { DeviceSettingsStore } from '../state/device/device-settings-store.ts';
import type { LabStore } from '../state/runs/lab-store.ts';
import type { RunStore } from '../state/runs/run-store.ts';

/** The share of the time that slow training takes. */
const SLOW_PACE = 0.1;

interface RunStatus {
  readonly runState: RunState;
  readonly step: number;
  readonly run?: unknown;
}

type PausableRun = Pick<RunStore<never>, 'pause' | 'train'> & { readonly value: RunStatus };

/** The parts of a document used here. */
export interface TabDocument {
  readonly visibilityState: DocumentVisibilityState;
  title: string;
  addEventListener(type: 'visibilitychange', listener: () => void): void;
  removeEventListener(type: 'visibilitychange', listener: () => void): void;
}

/** A run that was paused because the tab was hidden, where it was then. */
interface PausedRun {
  readonly store: PausableRun;
  readonly run: unknown;
  /** Resolves when it has paused, with its step. */
  readonly paused: Promise<number>;
}

export class BackgroundTraining {
  readonly #document: TabDocument;
  readonly #lab: LabStore;
  readonly #settings: DeviceSettingsStore;
  readonly #notify: (sentence: string) => void;
  readonly #title: string;
  #paused: PausedRun[] = [];
  #isSlowed = false;

  /** @param tell a sentence for who comes back */
  constructor(
    document: TabDocument,
    lab: LabStore,
    settings: DeviceSettingsStore,
    notify: (sentence: string) => void,
  ) {
    this.#document = document;
    this.#lab = lab;
    this.#settings = settings;
    this.#notify = notify;
    this.#title = document.title;
  }

  /** Begins to watch the tab; returns what ends it. */
  connect(): () => void {
    const handleVisibility = () =>
      this.#document.visibilityState === 'hidden' ? this.#handleHidden() : void this.#handleVisible();
    this.#document.addEventListener('visibilitychange', handleVisibility);
    return () => this.#document.removeEventListener('visibilitychange', handleVisibility);
  }

  #handleHidden(): void {
    const training = [this.#lab as PausableRun, this.#lab.digits as PausableRun].filter(
      ({ value }) => value.runState === 'training',
    );
    if (training.length === 0) return;
    const { hidden } = this.#settings.value;
    if (hidden === 'slow') {
      this.#isSlowed = true;
      void this.#lab.client.throttle(SLOW_PACE);
      this.#document.title = `Training slowly · ${this.#title}`;
    }
    if (hidden === 'pause') {
      this.#paused = training.map((store) => ({
        store,
        run: store.value.run,
        paused: store.pause().then(() => store.value.step),
      }));
      this.#document.title = `Paused · ${this.#title}`;
    }
  }

  async #handleVisible(): Promise<void> {
    this.#document.title = this.#title;
    if (this.#isSlowed) {
      this.#isSlowed = false;
      await this.#lab.client.throttle(1);
      this.#notify(
        'While this tab was hidden, training went on slowly, as chosen. It is at full speed again.',
      );
    }
    for (const { store, run, paused } of this.#paused.splice(0)) {
      const step = await paused;
      // Another model, or somebody else's order meanwhile: then it stays as it is.
      const { runState, run: now } = store.value;
      if (runState !== 'paused' || now !== run) continue;
      this.#notify(
        `While this tab was hidden, training paused at step ${formatInteger(step)}, as chosen. It goes on now.`,
      );
      void store.train();
    }
  }
}
