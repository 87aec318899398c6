// What training does while nobody sees the tab: what the visitor chose, and a sentence of it when they come back.

import type { RunState } from '../../workers/lab-api.ts';
import type { DeviceSettings } from '../controllers/device-settings.ts';
import type { LabStore } from '../controllers/lab-store.ts';
import type { RunStore } from '../controllers/run-store.ts';
import { whole } from '../views/numbers.ts';

/** The share of the time that slow training takes. */
const SLOW = 0.1;

interface Seen {
  readonly runState: RunState;
  readonly step: number;
  readonly run?: unknown;
}

type Run = Pick<RunStore<never>, 'pause' | 'train'> & { readonly value: Seen };

/** The parts of a document used here. */
export interface TabDocument {
  readonly visibilityState: DocumentVisibilityState;
  title: string;
  addEventListener(type: 'visibilitychange', listener: () => void): void;
  removeEventListener(type: 'visibilitychange', listener: () => void): void;
}

/** A run that was paused because the tab was hidden, where it was then. */
interface PausedRun {
  readonly store: Run;
  readonly run: unknown;
  /** Resolves when it has paused, with its step. */
  readonly paused: Promise<number>;
}

export class HiddenTab {
  readonly #document: TabDocument;
  readonly #lab: LabStore;
  readonly #settings: DeviceSettings;
  readonly #tell: (sentence: string) => void;
  readonly #title: string;
  #paused: PausedRun[] = [];
  #slow = false;

  /** @param tell a sentence for who comes back */
  constructor(
    document: TabDocument,
    lab: LabStore,
    settings: DeviceSettings,
    tell: (sentence: string) => void,
  ) {
    this.#document = document;
    this.#lab = lab;
    this.#settings = settings;
    this.#tell = tell;
    this.#title = document.title;
  }

  /** Begins to watch the tab; returns what ends it. */
  watch(): () => void {
    const look = () => (this.#document.visibilityState === 'hidden' ? this.#leave() : void this.#comeBack());
    this.#document.addEventListener('visibilitychange', look);
    return () => this.#document.removeEventListener('visibilitychange', look);
  }

  #leave(): void {
    const training = [this.#lab as Run, this.#lab.digits as Run].filter(
      ({ value }) => value.runState === 'training',
    );
    if (training.length === 0) return;
    const { hidden } = this.#settings.value;
    if (hidden === 'slow') {
      this.#slow = true;
      void this.#lab.lab.pace(SLOW);
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

  async #comeBack(): Promise<void> {
    this.#document.title = this.#title;
    if (this.#slow) {
      this.#slow = false;
      await this.#lab.lab.pace(1);
      this.#tell('While this tab was hidden, training went on slowly, as chosen. It is at full speed again.');
    }
    for (const { store, run, paused } of this.#paused.splice(0)) {
      const step = await paused;
      // Another model, or somebody else's order meanwhile: then it stays as it is.
      const { runState, run: now } = store.value;
      if (runState !== 'paused' || now !== run) continue;
      this.#tell(
        `While this tab was hidden, training paused at step ${whole(step)}, as chosen. It goes on now.`,
      );
      void store.train();
    }
  }
}
