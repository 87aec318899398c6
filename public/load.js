// Notices scripts and styles of the page that do not arrive. What to do then is in recover.js, which no other visit loads.

{
  const recover = async (hasScripts) => (await import('./recover.js')).recover(hasScripts);
  // Errors of elements do not bubble. This script is deferred as the others are, and before them.
  addEventListener('error', ({ target }) => target instanceof HTMLScriptElement && recover(false), true);
  addEventListener('load', () => {
    // Of a 404 Chromium makes an empty sheet.
    const styles = [...document.querySelectorAll('link[rel=stylesheet]')];
    if (styles.some(({ sheet }) => !sheet?.cssRules.length)) recover(true);
  });
}
