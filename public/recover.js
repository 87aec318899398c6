// A page on a host that has only a part of its files: says which are missing or damaged, asks for them past what the browser keeps, which
// can be the host's 404 of yesterday, and starts the page when they are there.

const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 60_000;
const ANSWER_MS = 20_000;
const NAMED = 3;

const MAX_RELOADS = 3;

/** How often this page has been loaded anew with all its files there. A reload keeps the state. */
const reloads = history.state?.reloads ?? 0;
if (reloads > 0) history.replaceState(null, '');
let isWatched = false;

/** @param hasScripts whether the page has begun, without its styles */
export function recover(hasScripts) {
  if (!isWatched) watch(hasScripts, FIRST_PAUSE_MS);
  isWatched = true;
}

async function watch(hasScripts, pause) {
  const missing = await missingFiles();
  if (missing.length === 0) return start(hasScripts);
  tell(missing, hasScripts);
  setTimeout(() => watch(hasScripts, Math.min(2 * pause, LONGEST_PAUSE_MS)), pause);
}

/** Styles are loaded into the page. A page without its scripts has not begun and is loaded anew. */
function start(hasScripts) {
  if (hasScripts) {
    for (const link of styles()) link.replaceWith(link.cloneNode());
    document.querySelector('body > .loading')?.remove();
  } else if (reloads >= MAX_RELOADS) {
    say('The lab does not start, although its files are there: reload the page, or try another browser.');
  } else {
    history.replaceState({ reloads: reloads + 1 }, '');
    location.reload();
  }
}

/** Each file that the page names and that is not there as it was built, with the reason. */
async function missingFiles() {
  const folder = new URL('.', location.href).href.length;
  const sizes = await builtSizes();
  const found = await Promise.all(
    addresses().map(async (address) => {
      const name = address.slice(folder);
      const bytes = sizes.get(name);
      // What the browser keeps is trusted once, if it can be told whether it is whole.
      const isKept = reloads === 0 && bytes !== undefined && !(await problemOf(address, 'default', bytes));
      const problem = isKept ? undefined : await problemOf(address, 'reload', bytes);
      return problem && `${name} (${problem})`;
    }),
  );
  return found.filter(Boolean);
}

/** Bytes of the files whose names change with them, as the service worker lists them; of none if that is not there either. */
async function builtSizes() {
  try {
    const response = await fetch('service-worker.js', {
      cache: 'no-cache',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const entries = (await response.text()).match(/\{[^{}]*"url":"assets\/[^{}]*\}/g) ?? [];
    return new Map(entries.map((entry) => JSON.parse(entry)).map(({ url, bytes }) => [url, bytes]));
  } catch {
    return new Map();
  }
}

const styles = () => [...document.querySelectorAll('link[rel=stylesheet]')];

const addresses = () => [
  ...[...document.querySelectorAll('script[src]')].map(({ src }) => src),
  ...[...document.querySelectorAll('link[rel=modulepreload]'), ...styles()].map(({ href }) => href),
];

/** Why a file of so many bytes is not there; undefined if it is. */
async function problemOf(address, cache, bytes) {
  try {
    const response = await fetch(address, { cache, signal: AbortSignal.timeout(ANSWER_MS) });
    const { byteLength } = await response.arrayBuffer();
    const type = response.headers.get('Content-Type') ?? '';
    if (!response.ok) return `${response.status}`;
    if (!/javascript|css/.test(type)) return `as ${type || 'a file without a type'}`;
    return bytes === undefined || bytes === byteLength ? undefined : 'damaged';
  } catch ({ name }) {
    return name === 'TimeoutError' ? 'no answer' : 'no connection';
  }
}

function tell(missing, hasScripts) {
  const more = missing.length - NAMED;
  const names = missing.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
  const effect = hasScripts ? 'The lab has no styles' : 'The lab cannot start';
  say(`${effect}: its host did not send ${names}. This page asks again until they are there.`);
}

function say(text) {
  const line = document.querySelector('body > .loading') ?? document.createElement('p');
  line.className = 'loading';
  line.role = 'alert';
  line.textContent = text;
  if (!line.isConnected) document.body.prepend(line);
}
