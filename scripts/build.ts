// Builds the page, and everything the page is built from.
import { build } from 'vite';

/** Into dist/, from whatever lies in src/ now. */
export async function buildPage(): Promise<void> {
  await build({ logLevel: 'warn' });
}
