// Event listeners of templates that are not elements: an event leaves from where it happened, and bubbles to whoever listens.

/** A listener that dispatches an event of its own. */
export const emit =
  (make: () => Event) =>
  ({ currentTarget }: Event): void => {
    currentTarget?.dispatchEvent(make());
  };
