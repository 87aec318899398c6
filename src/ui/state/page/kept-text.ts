// The visitor's own training text while the page loads again in another language: the address does not contain it.

import * as v from 'valibot';
import type { Settings } from '../../types/page.ts';

const KEY = 'mini-llm-lab.text';
const KEPT = v.object({ preset: v.string(), text: v.string() });

type KeptStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** @param storage - of the tab; throws in browsers that deny it */
export function keepText(storage: () => KeptStorage, { preset, text }: Settings): boolean {
  if (!text) return true;
  try {
    storage().setItem(KEY, JSON.stringify({ preset, text }));
    return true;
  } catch {
    return false; // denied, or longer than what a tab may store
  }
}

/** The settings with the text that was kept for them; it is kept once. */
export function takeText(storage: () => KeptStorage, settings: Settings): Settings {
  try {
    const kept = v.parse(KEPT, JSON.parse(storage().getItem(KEY) ?? ''));
    storage().removeItem(KEY);
    return kept.preset === settings.preset ? { ...settings, text: kept.text } : settings;
  } catch {
    return settings;
  }
}
