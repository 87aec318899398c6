// Why a browser cannot keep the page for offline use.

/** Message if this browser cannot cache the page; undefined if it can. */
export function offlineUnavailableReason(): string | undefined {
  if (!window.isSecureContext)
    return 'This address is not a secure one (https), so the browser keeps nothing for offline use.';
  if (!('serviceWorker' in navigator) || !('caches' in window))
    return 'This browser keeps nothing for offline use here; private windows often do not.';
}
