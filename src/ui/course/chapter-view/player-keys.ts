// The keys of the chapter page, as players have them.

export type PlayerCommand = 'toggle' | 'back' | 'forward' | 'far-back' | 'far-forward' | 'note';

const KEY_COMMANDS: Readonly<Record<string, PlayerCommand>> = {
  ' ': 'toggle',
  k: 'toggle',
  ArrowLeft: 'back',
  ArrowRight: 'forward',
  j: 'far-back',
  l: 'far-forward',
  n: 'note',
};

/** What has its own use for some keys: fields for all, buttons for the space bar, pictures and lists for arrows. */
const TEXT_FIELDS = 'input, textarea, select, [contenteditable]';
const BUTTONS = 'button, a, summary, [role="button"]';
const ARROW_KEY_WIDGETS =
  '[role="grid"], [role="slider"], [role="application"], [role="tab"], [role="radio"], canvas';

/** What a key asks of the player; nothing where it means something to what has the focus. */
export function playerCommand(event: KeyboardEvent): PlayerCommand | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const isWithin = (selector: string) =>
    event.composedPath().some((target) => target instanceof Element && target.matches(selector));
  if (isWithin(TEXT_FIELDS) || isWithin('dialog')) return;
  if (event.key === ' ' && isWithin(BUTTONS)) return;
  if (event.key.startsWith('Arrow') && isWithin(ARROW_KEY_WIDGETS)) return;
  return KEY_COMMANDS[event.key];
}
