// Keyboard shortcuts as data: a handler looks its command up in the table that the list of all keys shows.

export interface KeyBinding<Command extends string = string> {
  readonly command: Command;
  /** As `keyOf` names them: 'k', ' ', 'Shift+ArrowRight'. */
  readonly keys: readonly string[];
  /** What they do, a few words. */
  readonly does: string;
}

export interface KeyTable<Command extends string = string> {
  /** Where they work. */
  readonly title: string;
  readonly bindings: readonly KeyBinding<Command>[];
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>;

/** A printed character contains its Shift: “?” is one key on every keyboard. */
export function keyOf({ key, ctrlKey, altKey, metaKey, shiftKey }: Pressed): string {
  const isPrinted = key.length === 1;
  return [
    ctrlKey && 'Ctrl',
    altKey && 'Alt',
    metaKey && 'Meta',
    shiftKey && !isPrinted && 'Shift',
    isPrinted ? key.toLowerCase() : key,
  ]
    .filter(Boolean)
    .join('+');
}

export const commandOf = <Command extends string>(
  { bindings }: KeyTable<Command>,
  event: Pressed,
): Command | undefined => bindings.find(({ keys }) => keys.includes(keyOf(event)))?.command;

const TAKING = 'input, textarea, select, [contenteditable], dialog';

/** Whether an event comes from within an element that a selector matches, through shadow roots. */
export const isWithin = (event: Event, selector: string): boolean =>
  event.composedPath().some((target) => target instanceof Element && target.matches(selector));

/** Whether a key belongs to a field that is written in, to a dialog, or to a handler that has answered it. */
export const isTaken = (event: KeyboardEvent): boolean => event.defaultPrevented || isWithin(event, TAKING);
