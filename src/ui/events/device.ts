// Events of the device dialog.

import type { DeviceSettings } from '../types/device.ts';
import { ElementEvent } from './element-event.ts';

/** Opens the device dialog. */
export class DeviceDialogEvent extends ElementEvent<'lab-device-dialog-open'> {
  constructor() {
    super('lab-device-dialog-open');
  }
}

/** Changes settings of this device. */
export class DeviceSettingsEvent extends ElementEvent<'lab-device-settings'> {
  readonly settings: Partial<DeviceSettings>;

  constructor(settings: Partial<DeviceSettings>) {
    super('lab-device-settings');
    this.settings = settings;
  }
}

/** Starts or aborts the download of all files for offline use. */
export class OfflineActionEvent extends ElementEvent<'lab-offline'> {
  readonly action: 'cache' | 'abort';

  constructor(action: 'cache' | 'abort') {
    super('lab-offline');
    this.action = action;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-device-dialog-open': DeviceDialogEvent;
    'lab-device-settings': DeviceSettingsEvent;
    'lab-offline': OfflineActionEvent;
  }
}
