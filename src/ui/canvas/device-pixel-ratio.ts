// Notifies of changes of `devicePixelRatio`: page zoom, or a window moved to another screen.

const listeners = new Set<() => void>();
/** One query for all listeners: the browser never releases a `MediaQueryList` entirely. */
let query: MediaQueryList | undefined;

/** Calls `listener` after each change; the returned function unsubscribes. */
export function onDevicePixelRatioChange(listener: () => void): () => void {
  if (!query) listenForChange();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A query matches one ratio only, so each change needs a new query. */
function listenForChange(): void {
  query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  query.addEventListener('change', notifyListeners, { once: true });
}

function notifyListeners(): void {
  listenForChange();
  for (const listener of listeners) listener();
}
