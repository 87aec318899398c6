// Device features: offline cache, updates, training in hidden tabs, screen wake lock.

import { msg } from '@lit/localize';
import type { DeviceSettingsStore } from '../state/device/device-settings-store.ts';
import type { OfflineStore } from '../state/device/offline-store.ts';
import type { LabStore } from '../state/runs/lab-store.ts';
import { isComparing } from '../types/comparison.ts';
import { BackgroundTraining } from './background-training.ts';
import { ScreenWakeLock } from './screen-wake-lock.ts';
import { TrainingLocks } from './training-locks.ts';

interface Stores {
  readonly lab: LabStore;
  readonly offline: OfflineStore;
  readonly deviceSettings: DeviceSettingsStore;
}

const OTHER_TAB_TRAINING = msg('Another tab of the lab is training. Pause it before you update.');

export class DeviceController {
  readonly #stores: Stores;
  readonly #onChange: () => void;
  readonly #trainingLocks = new TrainingLocks(navigator.locks);
  readonly #wakeLock = new ScreenWakeLock(navigator.wakeLock, (message) => this.#addNotice(message));
  /** Messages on the page until they are dismissed. */
  notices: readonly string[] = [];
  #isUpdatePostponed = false;

  /**
   * @param stores - read lazily: the host element gets its stores after construction
   * @param onChange - called when `notices` or `canUpdate` may have changed
   */
  constructor(stores: Stores, onChange: () => void) {
    this.#stores = stores;
    this.#onChange = onChange;
  }

  /** @returns a function that disconnects */
  connect(): () => void {
    const { lab, offline, deviceSettings } = this.#stores;
    const sync = () => this.#sync();
    const background = new BackgroundTraining(document, lab, deviceSettings, (message) =>
      this.#addNotice(message),
    );
    document.addEventListener('visibilitychange', sync);
    const disposers = [
      background.connect(),
      lab.subscribe(sync),
      lab.digits.subscribe(sync),
      lab.comparison.subscribe(sync),
      deviceSettings.subscribe(sync),
      offline.subscribe(this.#onChange),
      () => document.removeEventListener('visibilitychange', sync),
    ];
    return () => {
      for (const dispose of disposers) dispose();
    };
  }

  /** Starts the offline cache; called after the engine has started, so that the two do not compete. */
  async start(): Promise<void> {
    const { lab, offline } = this.#stores;
    await offline.start({
      pageUrls: () => performance.getEntriesByType('resource').map(({ name }) => name),
      // A worker that replaces a crashed one has the same scripts.
      workerUrls: () => lab.client.resourceUrls().catch(() => lab.client.resourceUrls()),
      onProblem: (message) => this.#addNotice(message),
    });
  }

  /** False during training. */
  get canUpdate(): boolean {
    const { hasUpdate } = this.#stores.offline.value;
    return (this.isReplaced || (hasUpdate && !this.#isUpdatePostponed)) && !this.#isTraining;
  }

  /** Whether another tab has updated the lab. */
  get isReplaced(): boolean {
    return this.#stores.offline.value.isReplaced;
  }

  async update(): Promise<void> {
    if ((await this.#trainingLocks.countTrainingTabs()) > 0) this.#addNotice(OTHER_TAB_TRAINING);
    else this.#stores.offline.update();
  }

  /** The update then applies after all tabs of the lab are closed. */
  postponeUpdate(): void {
    this.#isUpdatePostponed = true;
    this.#onChange();
  }

  dismiss(): void {
    this.notices = [];
    this.#onChange();
  }

  #sync(): void {
    this.#trainingLocks.setTraining(this.#isTraining);
    void this.#wakeLock.update({
      enabled: this.#stores.deviceSettings.value.awake,
      training: this.#isTraining,
      visible: document.visibilityState === 'visible',
    });
    this.#onChange();
  }

  get #isTraining(): boolean {
    const { lab } = this.#stores;
    return (
      lab.value.runState === 'training' ||
      lab.digits.value.runState === 'training' ||
      isComparing(lab.comparison.value)
    );
  }

  #addNotice(message: string): void {
    if (!this.notices.includes(message)) this.notices = [...this.notices, message];
    this.#onChange();
  }
}
