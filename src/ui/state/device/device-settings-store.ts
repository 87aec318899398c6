// Store of the settings of this device, persisted in localStorage.

import * as v from 'valibot';
import { type StorageProblem, storageProblem } from '../../../shared/idb/storage-problem.ts';
import { DEFAULT_DEVICE_SETTINGS, type DeviceSettings, VIDEO_SHARE } from '../../types/device.ts';
import { Store } from '../store.ts';

const deviceSettingsSchema = v.object({
  engine: v.fallback(v.picklist(['auto', 'cpu']), 'auto'),
  hidden: v.fallback(v.picklist(['go-on', 'slow', 'pause']), 'go-on'),
  awake: v.fallback(v.boolean(), false),
  characterKeys: v.fallback(v.boolean(), true),
  videoShare: v.fallback(
    v.pipe(v.number(), v.minValue(VIDEO_SHARE.min), v.maxValue(VIDEO_SHARE.max)),
    VIDEO_SHARE.initial,
  ),
});

const STORAGE_KEY = 'mini-llm-lab.device';
export class DeviceSettingsStore extends Store<DeviceSettings> {
  readonly #storage: () => Pick<Storage, 'getItem' | 'setItem'>;
  /** Why the last change was not stored: the settings then last until the page closes. */
  storageProblem?: StorageProblem;

  /** @param storage - throws in browsers that deny storage */
  constructor(storage: () => Pick<Storage, 'getItem' | 'setItem'>) {
    super(DEFAULT_DEVICE_SETTINGS);
    this.#storage = storage;
    this.replace(this.#read());
  }

  change(changes: Partial<DeviceSettings>): void {
    const settings = { ...this.value, ...changes };
    try {
      this.#storage().setItem(STORAGE_KEY, JSON.stringify(settings));
      this.storageProblem = undefined;
    } catch (error) {
      this.storageProblem = storageProblem(error);
    }
    this.replace(settings);
  }

  #read(): DeviceSettings {
    try {
      const parsed = v.safeParse(
        deviceSettingsSchema,
        JSON.parse(this.#storage().getItem(STORAGE_KEY) ?? 'null'),
      );
      return parsed.success ? parsed.output : DEFAULT_DEVICE_SETTINGS;
    } catch {
      return DEFAULT_DEVICE_SETTINGS;
    }
  }
}
