// The events that elements dispatch: a class each, in one line, and typed listeners for them.

/** Bubbles, also out of shadow roots. */
export interface ElementEvent<Name extends string> extends Event {
  readonly type: Name;
}

type Names = readonly string[];
type ValuesOf<Fields extends Names> = { -readonly [Index in keyof Fields]: unknown };

type ByField<Fields extends Names, Values> = {
  readonly [Index in Extract<keyof Fields, `${number}`> as Fields[Index]]: Index extends keyof Values
    ? Values[Index]
    : unknown;
};

/**
 * The base class of an event: `class SeekEvent extends defineEvent('lab-seek', 'at')<[seconds: number]> {}` is constructed as
 * `new SeekEvent(12)` and has the field `at`.
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineEvent<const Name extends `lab-${string}`, const Fields extends Names>(
  name: Name,
  ...fields: Fields
): new <Values extends Partial<ValuesOf<Fields>> = ValuesOf<Fields>>(
  ...values: Values
) => ElementEvent<Name> & ByField<Fields, Values> {
  class Defined extends Event {
    constructor(...values: readonly unknown[]) {
      super(name, { bubbles: true, composed: true });
      Object.assign(this, Object.fromEntries(fields.map((field, i) => [field, values[i]])));
    }
  }
  return Defined as never;
}

type EventOf<Class> = Class extends new (
  ...values: never
) => infer Instance
  ? Extract<Instance, ElementEvent<string>>
  : never;

/** The events whose classes a module exports, by name: `HTMLElementEventMap` extends it. */
export type EventsOf<Module> = {
  [Class in keyof Module as EventOf<Module[Class]>['type']]: EventOf<Module[Class]>;
};

type EventName = Extract<keyof HTMLElementEventMap, `lab-${string}`>;
type Listeners = { readonly [Name in EventName]?: (event: HTMLElementEventMap[Name]) => void };

/** Adds listeners by event name; an unknown name does not compile. */
export function listen(target: HTMLElement, listeners: Listeners): void {
  for (const [name, listener] of Object.entries(listeners))
    target.addEventListener(name, listener as (event: Event) => void);
}

/** Whether a click on a link opens a new tab or window, which is left to the browser. */
export const opensNewTab = ({ ctrlKey, metaKey, shiftKey }: MouseEvent): boolean =>
  ctrlKey || metaKey || shiftKey;
