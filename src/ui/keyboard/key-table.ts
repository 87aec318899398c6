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
  /** Whether they work only while their element has the focus. */
  readonly needsFocus?: true;
  readonly bindings: readonly KeyBinding<Command>[];
}

/**
 * What is left of a table where characters are no shortcuts: dictation and a hand that slips press them (WCAG 2.1.4). Where the
 * focus is needed they stay.
 */
export function withoutCharacters<Command extends string>(table: KeyTable<Command>): KeyTable<Command> {
  if (table.needsFocus) return table;
  const bindings = table.bindings
    .map((binding) => ({ ...binding, keys: binding.keys.filter((key) => key.length > 1 || key === ' ') }))
    .filter(({ keys }) => keys.length > 0);
  return { ...table, bindings };
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
