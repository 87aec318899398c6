// Dynamic import of code that few visits need. It can fail, since the device may be offline by then.

/** The page offers to reload wherever it shows this message. */
export const LOAD_ERROR =
  'This part of the page could not be loaded: check the connection, then reload the page.';

/** The imported module; throws an error with advice if the import fails. */
export async function lazyImport<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    // Browsers cache the failure of an import: only a reload retries it.
    throw new Error(LOAD_ERROR);
  }
}
