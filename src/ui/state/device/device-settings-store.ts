// What the visitor wants of this device, kept on it: what computes, what training does while nobody sees the tab, and whether the screen stays on.

import * as v from 'valibot';
import { DEFAULT_DEVICE_SETTINGS, type DeviceSettings } from '../../types/device.ts';
import { Store } from '../store.ts';

const deviceSettingsSchema = v.object({
  /** What computes: WebGPU where it can, or the processor in any case. */
  engine: v.fallback(v.picklist(['auto', 'cpu']), 'auto'),
  /** What training does while the tab is hidden. */
  hidden: v.fallback(v.picklist(['go-on', 'slow', 'pause']), 'go-on'),
  /** Whether the screen is kept on while training. */
  awake: v.fallback(v.boolean(), false),
});

const STORAGE_KEY = 'mini-llm-lab.device';
export class DeviceSettingsStore extends Store<DeviceSettings> {
  readonly #storage: () => Pick<Storage, 'getItem' | 'setItem'>;
  /** False where the device refuses: then the choices last as long as the page. */
  isPersisted = true;

  /** @param storage may throw, as browsers do where storing is forbidden */
  constructor(storage: () => Pick<Storage, 'getItem' | 'setItem'>) {
    super(DEFAULT_DEVICE_SETTINGS);
    this.#storage = storage;
    this.replace(this.#read());
  }

  change(changes: Partial<DeviceSettings>): void {
    const settings = { ...this.value, ...changes };
    try {
      this.#storage().setItem(STORAGE_KEY, JSON.stringify(settings));
      this.isPersisted = true;
    } catch {
      this.isPersisted = false;
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
