// How events of views travel: up to whoever listens, out of every shadow root.

export const bubbling = { bubbles: true, composed: true } as const;
