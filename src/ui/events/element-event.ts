// Base class of the events that elements dispatch, and typed listeners for them.

/** Names of the events declared in `HTMLElementEventMap` beside their classes. */
export type ElementEventName = Extract<keyof HTMLElementEventMap, `lab-${string}`>;

/** Bubbles, also out of shadow roots. */
export abstract class ElementEvent<Name extends ElementEventName> extends Event {
  declare readonly type: Name;

  constructor(type: Name) {
    super(type, { bubbles: true, composed: true });
  }
}

type Listeners = { readonly [Name in ElementEventName]?: (event: HTMLElementEventMap[Name]) => void };

/** Whether a click on a link opens a new tab or window, which is left to the browser. */
export const opensNewTab = ({ ctrlKey, metaKey, shiftKey }: MouseEvent): boolean =>
  ctrlKey || metaKey || shiftKey;

/** Adds listeners by event name; an unknown name does not compile. */
export function listen(target: HTMLElement, listeners: Listeners): void {
  for (const [name, listener] of Object.entries(listeners))
    target.addEventListener(name, listener as (event: Event) => void);
}
