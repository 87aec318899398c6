// Reloads the page after a script could not be loaded.

const TIMEOUT_MS = 10_000;

/** Revalidates the page's scripts first: the browser may have stored a wrong answer for a long time. */
export async function reloadPage(): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const scripts = performance.getEntriesByType('resource').filter(({ name }) => /\.(js|css)$/.test(name));
  const revalidate = async (url: string) => (await fetch(url, { cache: 'no-cache', signal })).arrayBuffer();
  await Promise.allSettled(scripts.map(({ name }) => revalidate(name)));
  location.reload();
}
