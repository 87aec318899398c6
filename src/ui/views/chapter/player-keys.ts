// The keys of the chapter page, as players have them.

export type PlayerKey = 'toggle' | 'back' | 'forward' | 'far-back' | 'far-forward' | 'note';

const KEYS: Readonly<Record<string, PlayerKey>> = {
  ' ': 'toggle',
  k: 'toggle',
  ArrowLeft: 'back',
  ArrowRight: 'forward',
  j: 'far-back',
  l: 'far-forward',
  n: 'note',
};

/** What has its own use for some keys: fields for all, buttons for the space bar, pictures and lists for arrows. */
const FIELDS = 'input, textarea, select, [contenteditable]';
const PRESSED = 'button, a, summary, [role="button"]';
const MOVED = '[role="grid"], [role="slider"], [role="application"], [role="tab"], [role="radio"], canvas';

/** What a key asks of the player; nothing where it means something to what has the focus. */
export function playerKey(event: KeyboardEvent): PlayerKey | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const held = (selector: string) =>
    event.composedPath().some((target) => target instanceof Element && target.matches(selector));
  if (held(FIELDS) || held('dialog')) return;
  if (event.key === ' ' && held(PRESSED)) return;
  if (event.key.startsWith('Arrow') && held(MOVED)) return;
  return KEYS[event.key];
}
