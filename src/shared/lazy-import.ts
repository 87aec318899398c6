// Code that few visits need comes when it is asked for: by then the network may be gone, and the code not yet on the device.

/** What `load` imports. Throws a sentence where it cannot be had. */
export async function lazyImport<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    // Browsers remember that an import failed: only another page tries it anew.
    throw new Error('This part of the page could not be loaded: check the connection, then reload the page.');
  }
}
