// Notices scripts and styles of the page that do not arrive whole. What to do then is in recover.js, which no other visit loads.

{
  /** A browser keeps the failure of an import: it is asked for under another address each time. */
  const recover = (hasScripts, attempt = 0) =>
    import(`./recover.js${attempt ? `?${attempt}` : ''}`).then(
      (module) => module.recover(hasScripts),
      () => setTimeout(recover, 2000 * 2 ** Math.min(attempt, 5), hasScripts, attempt + 1),
    );
  // Errors of elements do not bubble. This script is deferred as the others are, and before them. Half a script is an error of the window.
  addEventListener(
    'error',
    ({ target, error }) =>
      (target instanceof HTMLScriptElement ||
        (error instanceof SyntaxError && document.readyState !== 'complete')) &&
      recover(false),
    true,
  );
  addEventListener('load', () => {
    // Of a 404 Chromium makes an empty sheet.
    const styles = [...document.querySelectorAll('link[rel=stylesheet]')];
    if (styles.some(({ sheet }) => !sheet?.cssRules.length)) recover(true);
  });
}
