// Dynamic import of code that few visits need. It can fail, since the device may be offline by then.

/** The page offers to reload wherever it shows this message. */
export const LOAD_ERROR =
  'This part of the page could not be loaded: check the connection, then reload the page.';

/**
 * The imported module; throws an error with advice if the import fails twice. Chromium fetches again what did not arrive, as after a
 * connection that broke. Firefox keeps the failure until the page is reloaded.
 */
export async function lazyImport<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load().catch(() => load());
  } catch {
    throw new Error(LOAD_ERROR);
  }
}
