// Whether the visitor operates what the stage shows, or only reads it.

/** What is pressed. Pictures too: many answer a click. */
const CLICK_TARGETS = 'button, summary, svg, canvas';
/** What is turned or walked through by drags and keys. */
const DRAG_TARGETS = '[role="application"], [role="grid"], [role="slider"]';
const INTERACTION_KEYS = /^(Arrow.*|Home|End|Page.*|Enter| |\+|-)$/;

/** The events to be asked about. */
export const INTERACTION_EVENTS = ['input', 'click', 'pointerup', 'keydown'] as const;

/** A finger that scrolls the page over a picture only reads: its press ends without `pointerup`. */
export function isInteraction(event: Event): boolean {
  const isWithin = (selector: string) =>
    event.composedPath().some((target) => target instanceof Element && target.matches(selector));
  // Whoever asks what a word means only reads.
  if (isWithin('lab-term')) return false;
  switch (event.type) {
    case 'input':
      return true;
    case 'click':
      return isWithin(CLICK_TARGETS);
    case 'pointerup':
      return isWithin(DRAG_TARGETS);
    default:
      return INTERACTION_KEYS.test((event as KeyboardEvent).key) && isWithin(DRAG_TARGETS);
  }
}
