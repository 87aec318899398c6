// The keyboard shortcuts of the chapter page; video players use the same ones.

/** Seconds by which the keys move the video. */
export const SEEK_SECONDS = 5;
export const LONG_SEEK_SECONDS = 10;

export type PlayerCommand =
  | 'toggle'
  | 'back'
  | 'forward'
  | 'far-back'
  | 'far-forward'
  | 'note'
  | 'picture'
  | 'theatre';

const KEY_COMMANDS: Readonly<Record<string, PlayerCommand>> = {
  ' ': 'toggle',
  k: 'toggle',
  ArrowLeft: 'back',
  ArrowRight: 'forward',
  j: 'far-back',
  l: 'far-forward',
  n: 'note',
  p: 'picture',
  t: 'theatre',
};

/** Elements that handle some keys themselves: fields all keys, buttons the space bar, pictures and lists the arrows. */
const TEXT_FIELDS = 'input, textarea, select, [contenteditable]';
const BUTTONS = 'button, a, summary, [role="button"]';
const ARROW_KEY_WIDGETS =
  '[role="grid"], [role="slider"], [role="separator"], [role="application"], [role="tab"], [role="radio"], canvas';

/** The action of a key; undefined if the focused element handles it. */
export function playerCommand(event: KeyboardEvent): PlayerCommand | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const isWithin = (selector: string) =>
    event.composedPath().some((target) => target instanceof Element && target.matches(selector));
  if (isWithin(TEXT_FIELDS) || isWithin('dialog')) return;
  if (event.key === ' ' && isWithin(BUTTONS)) return;
  if (event.key.startsWith('Arrow') && isWithin(ARROW_KEY_WIDGETS)) return;
  return KEY_COMMANDS[event.key];
}
