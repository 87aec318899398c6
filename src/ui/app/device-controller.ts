// What the lab does with the device it runs on: offline copies and updates, the hidden tab, the screen.

import type { DeviceSettingsStore } from '../state/device/device-settings-store.ts';
import type { OfflineStore } from '../state/device/offline-store.ts';
import type { LabStore } from '../state/runs/lab-store.ts';
import { BackgroundTraining } from './background-training.ts';
import { ScreenWakeLock } from './screen-wake-lock.ts';
import { TrainingLocks } from './training-locks.ts';

interface Stores {
  readonly lab: LabStore;
  readonly offline: OfflineStore;
  readonly deviceSettings: DeviceSettingsStore;
}

const OTHER_TAB_TRAINING =
  'Another tab of the lab is training: pause it there first, so that the new version does not end it.';

export class DeviceController {
  readonly #stores: Stores;
  readonly #onChange: () => void;
  readonly #trainingLocks = new TrainingLocks(navigator.locks);
  readonly #wakeLock = new ScreenWakeLock(navigator.wakeLock, (sentence) => this.#addNotice(sentence));
  /** Sentences for the visitor, until they are dismissed. */
  notices: readonly string[] = [];
  /** The newer version that waits was put off. */
  #isUpdatePostponed = false;

  /**
   * @param stores read when something is done: the element that has them gets them late
   * @param changed called when `notices` or `updateOffered` may have changed
   */
  constructor(stores: Stores, onChange: () => void) {
    this.#stores = stores;
    this.#onChange = onChange;
  }

  /** Begins to watch; returns what ends it. */
  connect(): () => void {
    const { lab, offline, deviceSettings } = this.#stores;
    const sync = () => this.#sync();
    const background = new BackgroundTraining(document, lab, deviceSettings, (sentence) =>
      this.#addNotice(sentence),
    );
    document.addEventListener('visibilitychange', sync);
    const disposers = [
      background.connect(),
      lab.subscribe(sync),
      lab.digits.subscribe(sync),
      deviceSettings.subscribe(sync),
      offline.subscribe(this.#onChange),
      () => document.removeEventListener('visibilitychange', sync),
    ];
    return () => {
      for (const dispose of disposers) dispose();
    };
  }

  /** Once the lab is alive, so that neither keeps the other waiting. */
  async start(): Promise<void> {
    const { lab, offline } = this.#stores;
    await offline.start(async () => [
      ...performance.getEntriesByType('resource').map(({ name }) => name),
      ...(await lab.client.resourceUrls()),
    ]);
  }

  /** A newer version is never offered in the middle of training. */
  get canUpdate(): boolean {
    return this.#stores.offline.value.hasUpdate && !this.#isUpdatePostponed && !this.#isTraining;
  }

  async update(): Promise<void> {
    if ((await this.#trainingLocks.countTrainingTabs()) > 0) this.#addNotice(OTHER_TAB_TRAINING);
    else this.#stores.offline.update();
  }

  /** It takes over when all tabs of the lab are closed, or when the page is opened the next time. */
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
    return lab.value.runState === 'training' || lab.digits.value.runState === 'training';
  }

  #addNotice(message: string): void {
    if (!this.notices.includes(message)) this.notices = [...this.notices, message];
    this.#onChange();
  }
}
