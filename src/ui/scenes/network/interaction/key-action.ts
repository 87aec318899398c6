// What a key does with the map.

import type { Shot } from '../camera/shot.ts';

export interface KeyAction {
  readonly shot?: Shot;
  readonly zoom?: number;
  readonly isSweep?: boolean;
  readonly announcement?: string;
}
