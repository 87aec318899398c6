// Settings of this device, the offline cache, and the licences of packages.

export interface DeviceSettings {
  /** Compute device: WebGPU where available, or always the CPU. */
  readonly engine: 'auto' | 'cpu';
  /** Training in a hidden tab. */
  readonly hidden: 'go-on' | 'slow' | 'pause';
  /** Whether the screen stays on during training. */
  readonly awake: boolean;
}

export type EngineChoice = DeviceSettings['engine'];
export type BackgroundMode = DeviceSettings['hidden'];

export const DEFAULT_DEVICE_SETTINGS: DeviceSettings = { engine: 'auto', hidden: 'go-on', awake: false };

export interface OfflineState {
  /** Why nothing is kept on this device, if so. */
  readonly unavailableReason?: string;
  /** Bytes of this version that are here, and that are not; absent until the service worker has told. */
  readonly cache?: { readonly cachedBytes: number; readonly missingBytes: number };
  /** Bytes, while everything is being copied. */
  readonly download?: { readonly receivedBytes: number; readonly totalBytes: number };
  /** How the last copying ended, where not everything is here. */
  readonly statusMessage?: string;
  /** A newer version is on this device and waits. */
  readonly hasUpdate: boolean;
}

export type Licences = readonly {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}[];
