// Events of the device dialog.

import type { DeviceSettings } from '../types/device.ts';
import { defineEvent } from './element-event.ts';

/** Opens the device dialog. */
export class DeviceDialogEvent extends defineEvent('lab-device-dialog-open') {}
/** Changes settings of this device. */
export class DeviceSettingsEvent extends defineEvent('lab-device-settings', 'settings')<
  [Partial<DeviceSettings>]
> {}
/** Starts or aborts the download of all files for offline use. */
export class OfflineActionEvent extends defineEvent('lab-offline', 'action')<['cache' | 'abort']> {}
