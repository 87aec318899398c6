// Whether an event operates the stage: presses, drags, keys and a wheel over a picture do, reading and scrolling do not.

/** Elements that react to a press, pictures included. */
const CLICK_TARGETS = 'button, summary, svg, canvas';
/** Elements that react to drags and keys. */
const DRAG_TARGETS = '[role="application"], [role="grid"], [role="slider"]';
const INTERACTION_KEYS = /^(Arrow.*|Home|End|Page.*|Enter| |\+|-)$/;

/** Events that `isInteraction` classifies. */
export const INTERACTION_EVENTS = ['input', 'click', 'pointerup', 'wheel', 'keydown'] as const;

/** A finger that scrolls the page over a picture is no interaction: its press ends without `pointerup`. */
export function isInteraction(event: Event): boolean {
  const isWithin = (selector: string) =>
    event.composedPath().some((target) => target instanceof Element && target.matches(selector));
  // Opening the definition of a term is no interaction.
  if (isWithin('lab-term')) return false;
  switch (event.type) {
    case 'input':
      return true;
    case 'click':
      return isWithin(CLICK_TARGETS);
    case 'wheel':
      return isWithin('canvas');
    case 'pointerup':
      return isWithin(DRAG_TARGETS);
    default:
      return INTERACTION_KEYS.test((event as KeyboardEvent).key) && isWithin(DRAG_TARGETS);
  }
}
