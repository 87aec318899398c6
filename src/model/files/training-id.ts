// By which checkpoints and histories know their training: a hash of the settings that it began with, its own text and facts among them.

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { RunSettings } from '../training/run-plan.ts';
import { toOriginSettings } from './origin-settings.ts';

/** The same before and after the settings were in a file. Without the engine: another one rounds differently, and no more. */
export const trainingId = (settings: RunSettings): string => settingsHash(toOriginSettings(settings));

export const settingsHash = (settings: object): string =>
  bytesToHex(sha256(new TextEncoder().encode(JSON.stringify(settings, sortKeys))));

const sortKeys = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
