// Dynamic import of code that few visits need. It can fail, since the device may be offline by then.

import { errorMessage } from './error-message.ts';

/** The page offers to reload wherever it shows this message. */
export const LOAD_ERROR =
  'This part of the page could not be loaded: check the connection, then reload the page.';

/**
 * The imported module; throws an error with advice if the import fails twice. Chromium fetches again what did not arrive, as after a
 * connection that broke. Firefox keeps the failure until the page is reloaded.
 */
export async function lazyImport<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load().catch(async (error) => {
      await replaceKept(error);
      return load();
    });
  } catch {
    throw new Error(LOAD_ERROR);
  }
}

/**
 * Fetches what an import failed to load past the browser's cache, which may keep the 404 of a host that was half deployed. Safari's
 * error does not name it.
 */
async function replaceKept(error: unknown): Promise<void> {
  const [address] = /https?:\S+$/.exec(errorMessage(error)) ?? [];
  if (address)
    await fetch(address, { cache: 'reload' }).then(
      (response) => response.arrayBuffer(),
      () => {},
    );
}
