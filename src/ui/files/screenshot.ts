// A picture of what an element shows, shadow roots and canvases included.

import { lazyImport } from '../../shared/lazy-import.ts';

/** Wider ones cost the device's storage more than they show. */
const MAX_WIDTH = 1200;

export type ScreenshotType = 'webp' | 'png' | 'svg';

/** A small WebP to keep, or what is on screen at its full size, as a `data:` address. Throws a sentence where the browser draws none. */
export async function takeScreenshot(element: HTMLElement, type: ScreenshotType = 'webp'): Promise<string> {
  const { createContext, domToForeignObjectSvg, domToPng, domToWebp } = await lazyImport(
    () => import('modern-screenshot'),
  );
  const frame = createEmptyFrame();
  try {
    const context = await createContext(element, {
      scale: type === 'webp' ? Math.min(1, MAX_WIDTH / element.clientWidth) : window.devicePixelRatio,
      quality: 0.8,
      backgroundColor: getComputedStyle(document.documentElement).getPropertyValue('--bg'),
      // The page's fonts are the device's own: there is nothing to fetch.
      font: false,
    });
    context.sandbox = frame;
    // The package's own SVG is a PNG in a frame; this one keeps text as text.
    if (type === 'svg') return toSvgDataUrl(await domToForeignObjectSvg(context));
    const dataUrl = await (type === 'png' ? domToPng : domToWebp)(context);
    if (dataUrl.startsWith('data:image/')) return dataUrl;
  } catch {
  } finally {
    frame.remove();
  }
  throw new Error('This browser could not draw a picture of the stage.');
}

function toSvgDataUrl(svg: Element): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
}

/** Where the package reads how elements look without styles. Its own is made of a text, which Trusted Types refuse. */
function createEmptyFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  return frame;
}
