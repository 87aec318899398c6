// Dynamic import of code that few visits need. It can fail, since the device may be offline by then.

/** The imported module; throws an error with advice if the import fails. */
export async function lazyImport<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    // Browsers cache the failure of an import: only a reload retries it.
    throw new Error('This part of the page could not be loaded: check the connection, then reload the page.');
  }
}
