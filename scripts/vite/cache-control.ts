// How long browsers may keep a file of the built page.

/** The `Cache-Control` of a response. Names in `assets/` contain a hash of the content. */
export const cacheControlOf = (url: string): string =>
  url.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
