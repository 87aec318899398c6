// Event listeners of templates that are not elements: an event leaves from where it happened, and bubbles to whoever listens.

/** A listener that dispatches events of its own, made from the field or button that it listens at. */
export const emit =
  <TFrom extends EventTarget>(make: (from: TFrom) => Event | readonly Event[]) =>
  ({ currentTarget }: Event): void => {
    for (const event of [make(currentTarget as TFrom)].flat()) currentTarget?.dispatchEvent(event);
  };
