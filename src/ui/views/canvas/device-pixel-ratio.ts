// When a CSS pixel takes another number of the device's: a window moved to another screen, or a page enlarged.

const listeners = new Set<() => void>();
/** One for all who listen: the browser keeps something of every query that was ever made, as long as the page lives. */
let query: MediaQueryList | undefined;

/** Calls `changed` after each change, until the function that is returned is called. */
export function onDevicePixelRatioChange(listener: () => void): () => void {
  if (!query) listenForChange();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A query can only tell that the ratio is no longer the one it was made for: each change needs a new one. */
function listenForChange(): void {
  query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  query.addEventListener('change', notifyListeners, { once: true });
}

function notifyListeners(): void {
  listenForChange();
  for (const changed of listeners) changed();
}
