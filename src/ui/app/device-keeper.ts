// What the lab does with the device it runs on: offline copies and updates, the hidden tab, the screen.

import type { DeviceSettings } from '../controllers/device-settings.ts';
import type { LabStore } from '../controllers/lab-store.ts';
import type { OfflineStore } from '../controllers/offline-store.ts';
import { HiddenTab } from './hidden-tab.ts';
import { ScreenAwake } from './screen-awake.ts';
import { TrainingTabs } from './training-tabs.ts';

interface Stores {
  readonly lab: LabStore;
  readonly offline: OfflineStore;
  readonly settings: DeviceSettings;
}

const ELSEWHERE =
  'Another tab of the lab is training: pause it there first, so that the new version does not end it.';

export class DeviceKeeper {
  readonly #stores: Stores;
  readonly #changed: () => void;
  readonly #tabs = new TrainingTabs(navigator.locks);
  readonly #awake = new ScreenAwake(navigator.wakeLock, (sentence) => this.#tell(sentence));
  /** Sentences for the visitor, until they are dismissed. */
  notices: readonly string[] = [];
  /** The newer version that waits was put off. */
  #later = false;

  /**
   * @param stores read when something is done: the element that has them gets them late
   * @param changed called when `notices` or `updateOffered` may have changed
   */
  constructor(stores: Stores, changed: () => void) {
    this.#stores = stores;
    this.#changed = changed;
  }

  /** Begins to watch; returns what ends it. */
  connect(): () => void {
    const { lab, offline, settings } = this.#stores;
    const follow = () => this.#follow();
    const hidden = new HiddenTab(document, lab, settings, (sentence) => this.#tell(sentence));
    document.addEventListener('visibilitychange', follow);
    const ends = [
      hidden.watch(),
      lab.subscribe(follow),
      lab.digits.subscribe(follow),
      settings.subscribe(follow),
      offline.subscribe(this.#changed),
      () => document.removeEventListener('visibilitychange', follow),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  /** Once the lab is alive, so that neither keeps the other waiting. */
  async start(): Promise<void> {
    const { lab, offline } = this.#stores;
    await offline.start(async () => [
      ...performance.getEntriesByType('resource').map(({ name }) => name),
      ...(await lab.lab.fetched()),
    ]);
  }

  /** A newer version is never offered in the middle of training. */
  get updateOffered(): boolean {
    return this.#stores.offline.value.newer && !this.#later && !this.#training;
  }

  async update(): Promise<void> {
    if ((await this.#tabs.count()) > 0) this.#tell(ELSEWHERE);
    else this.#stores.offline.update();
  }

  /** It takes over when all tabs of the lab are closed, or when the page is opened the next time. */
  putOff(): void {
    this.#later = true;
    this.#changed();
  }

  dismiss(): void {
    this.notices = [];
    this.#changed();
  }

  #follow(): void {
    this.#tabs.tell(this.#training);
    void this.#awake.follow({
      wished: this.#stores.settings.value.awake,
      training: this.#training,
      visible: document.visibilityState === 'visible',
    });
    this.#changed();
  }

  get #training(): boolean {
    const { lab } = this.#stores;
    return lab.value.runState === 'training' || lab.digits.value.runState === 'training';
  }

  #tell(sentence: string): void {
    if (!this.notices.includes(sentence)) this.notices = [...this.notices, sentence];
    this.#changed();
  }
}
