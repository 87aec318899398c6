// How long browsers may keep a response of the page's servers.

/** The file, a part of it, and the answer that the browser's copy is still the file. */
const HAS_FILE = [200, 206, 304];

/**
 * The `Cache-Control` of a response. Names in `assets/` contain a hash of the content. An answer without the file is not kept: the file
 * may arrive later, as on a host that is half deployed.
 */
export function cacheControlOf(url: string, status: number): string {
  if (!HAS_FILE.includes(status)) return 'no-store';
  return url.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}
