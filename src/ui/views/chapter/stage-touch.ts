// Whether the visitor operates what the stage shows, or only reads it.

/** What is pressed. Pictures too: many answer a click. */
const PRESSED = 'button, summary, svg, canvas';
/** What is turned or walked through by drags and keys. */
const MOVED = '[role="application"], [role="grid"], [role="slider"]';
const MOVING_KEYS = /^(Arrow.*|Home|End|Page.*|Enter| |\+|-)$/;

/** The events to be asked about. */
export const TOUCHES = ['input', 'click', 'pointerup', 'keydown'] as const;

/** A finger that scrolls the page over a picture only reads: its press ends without `pointerup`. */
export function isTouch(event: Event): boolean {
  const within = (selector: string) =>
    event.composedPath().some((target) => target instanceof Element && target.matches(selector));
  // Whoever asks what a word means only reads.
  if (within('lab-term')) return false;
  switch (event.type) {
    case 'input':
      return true;
    case 'click':
      return within(PRESSED);
    case 'pointerup':
      return within(MOVED);
    default:
      return MOVING_KEYS.test((event as KeyboardEvent).key) && within(MOVED);
  }
}
