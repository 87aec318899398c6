// Runs before the scripts of the page, on a host that may have only a part of them: says which have not arrived, and asks for them past
// what the browser keeps, which can be the host's 404 of yesterday. Without it nothing of the page would run then.

(() => {
  const FIRST_PAUSE_MS = 2000;
  const LONGEST_PAUSE_MS = 60_000;
  const NAMED = 3;
  // Kept by a reload, unlike what the page keeps there.
  const isReload = history.state?.isReloadOfScripts === true;
  if (isReload) history.replaceState(null, '');
  let isWatched = false;

  const styles = () => [...document.querySelectorAll('link[rel=stylesheet]')];
  /** Of a 404 Chromium makes an empty sheet. */
  const failedStyles = () => styles().filter(({ sheet }) => !sheet?.cssRules.length);

  const addresses = () => [
    ...[...document.querySelectorAll('script[src]')].map(({ src }) => src),
    ...[...document.querySelectorAll('link[rel=modulepreload]'), ...styles()].map(({ href }) => href),
  ];

  /** Why a file is not there; undefined if it is. */
  async function problemOf(address, cache) {
    try {
      const response = await fetch(address, { cache });
      await response.arrayBuffer();
      const type = response.headers.get('Content-Type') ?? '';
      if (!response.ok) return `${response.status}`;
      return /javascript|css/.test(type) ? undefined : `as ${type || 'a file without a type'}`;
    } catch {
      return 'no connection';
    }
  }

  /** Each file that the page names and that is not there, with the reason. */
  async function missingFiles() {
    const found = await Promise.all(
      addresses().map(async (address) => {
        const kept = await problemOf(address, 'default');
        const problem = kept && (await problemOf(address, 'reload'));
        return problem && `${address.slice(new URL('.', location.href).href.length)} (${problem})`;
      }),
    );
    return found.filter(Boolean);
  }

  function say(text) {
    const line = document.querySelector('body > .loading') ?? document.createElement('p');
    line.className = 'loading';
    line.role = 'alert';
    line.textContent = text;
    if (!line.isConnected) document.body.prepend(line);
  }

  function tell(missing, hasScripts) {
    const more = missing.length - NAMED;
    const names = missing.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
    const effect = hasScripts ? 'The lab has no styles' : 'The lab cannot start';
    say(`${effect}: its host did not send ${names}. This page asks again until they are there.`);
  }

  /** The page begins with its scripts: it is loaded anew. It has begun without styles, which are loaded into it. */
  function start(hasScripts) {
    if (hasScripts) {
      for (const link of failedStyles()) link.replaceWith(link.cloneNode());
      document.querySelector('body > .loading')?.remove();
    } else if (isReload) {
      say('The lab does not start, although its files are there: reload the page, or try another browser.');
    } else {
      history.replaceState({ isReloadOfScripts: true }, '');
      location.reload();
    }
  }

  async function watch(hasScripts, pause = FIRST_PAUSE_MS) {
    const missing = await missingFiles();
    if (missing.length === 0) return start(hasScripts);
    tell(missing, hasScripts);
    setTimeout(() => watch(hasScripts, Math.min(2 * pause, LONGEST_PAUSE_MS)), pause);
  }

  function watchOnce(hasScripts) {
    if (!isWatched) watch(hasScripts);
    isWatched = true;
  }

  // Errors of elements do not bubble. Scripts come after this one, which is deferred as they are.
  addEventListener('error', ({ target }) => target instanceof HTMLScriptElement && watchOnce(false), true);
  addEventListener('load', () => failedStyles().length > 0 && watchOnce(true));
})();
