// What the visitor lets the lab do on this device.

import type { DeviceChoices } from '../controllers/device-settings.ts';
import { upward } from './upward.ts';

/** The visitor wants to see what the lab may do on this device. */
export class DeviceRequestEvent extends Event {
  static readonly type = 'lab-device-open';

  constructor() {
    super(DeviceRequestEvent.type, upward);
  }
}

/** The visitor chooses what the lab may do on this device. */
export class DeviceChoiceEvent extends Event {
  static readonly type = 'lab-device';
  readonly choices: Partial<DeviceChoices>;

  constructor(choices: Partial<DeviceChoices>) {
    super(DeviceChoiceEvent.type, upward);
    this.choices = choices;
  }
}

/** The visitor wants everything on this device, or that copying stops. */
export class OfflineRequestEvent extends Event {
  static readonly type = 'lab-offline';
  readonly action: 'keep' | 'stop';

  constructor(action: 'keep' | 'stop') {
    super(OfflineRequestEvent.type, upward);
    this.action = action;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-device-open': DeviceRequestEvent;
    'lab-device': DeviceChoiceEvent;
    'lab-offline': OfflineRequestEvent;
  }
}
