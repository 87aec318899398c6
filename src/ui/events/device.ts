// What the visitor lets the lab do on this device.

import type { DeviceSettings } from '../types/device.ts';
import { bubbling } from './bubbling.ts';

/** The visitor wants to see what the lab may do on this device. */
export class DeviceDialogEvent extends Event {
  static readonly type = 'lab-device-dialog-open';

  constructor() {
    super(DeviceDialogEvent.type, bubbling);
  }
}

/** The visitor chooses what the lab may do on this device. */
export class DeviceSettingsEvent extends Event {
  static readonly type = 'lab-device-settings';
  readonly settings: Partial<DeviceSettings>;

  constructor(settings: Partial<DeviceSettings>) {
    super(DeviceSettingsEvent.type, bubbling);
    this.settings = settings;
  }
}

/** The visitor wants everything on this device, or that copying stops. */
export class OfflineActionEvent extends Event {
  static readonly type = 'lab-offline';
  readonly action: 'cache' | 'abort';

  constructor(action: 'cache' | 'abort') {
    super(OfflineActionEvent.type, bubbling);
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
