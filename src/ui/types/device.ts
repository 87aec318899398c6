// Settings of this device, the offline cache, and the licences of packages.

export interface DeviceSettings {
  /** Compute device: WebGPU where available, or always the CPU. */
  readonly engine: 'auto' | 'cpu';
  /** Training in a hidden tab. */
  readonly hidden: 'go-on' | 'slow' | 'pause';
  /** Whether the screen stays on during training. */
  readonly awake: boolean;
  /** Whether letters, digits and signs are shortcuts of the page. */
  readonly characterKeys: boolean;
  /** Width of the video beside the stage, in percent of the page. */
  readonly videoShare: number;
}

/** In percent of the page. The stage keeps at least its smallest width. */
export const VIDEO_SHARE = { min: 20, max: 70, initial: 44 } as const;

export type EngineChoice = DeviceSettings['engine'];
export type BackgroundMode = DeviceSettings['hidden'];

export const DEFAULT_DEVICE_SETTINGS: DeviceSettings = {
  engine: 'auto',
  hidden: 'go-on',
  awake: false,
  characterKeys: true,
  videoShare: VIDEO_SHARE.initial,
};

export interface OfflineState {
  /** Why this browser cannot cache files. */
  readonly unavailableReason?: string;
  /** Sizes of cached and missing files; absent until the service worker has reported. */
  readonly cache?: { readonly cachedBytes: number; readonly missingBytes: number };
  /** Progress of the download of all files. */
  readonly download?: { readonly receivedBytes: number; readonly totalBytes: number };
  /** Result of the last download if it is incomplete. */
  readonly statusMessage?: string;
  /** Whether a new version waits to be activated. */
  readonly hasUpdate: boolean;
  /** Whether another tab has activated one. */
  readonly isReplaced: boolean;
}

export type Licences = readonly {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}[];
