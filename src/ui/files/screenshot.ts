// Screenshots of an element, including shadow roots and canvases.

import { lazyImport } from '../../shared/lazy-import.ts';

/** Limits the storage that a stored screenshot takes. */
const MAX_WIDTH = 1200;

export type ScreenshotType = 'webp' | 'png' | 'svg';

/** A `data:` URL: a reduced WebP for storage, or PNG or SVG at full size. Throws if the browser cannot render the element. */
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
      // System fonts only: there is nothing to fetch.
      font: false,
    });
    context.sandbox = frame;
    // The package's own SVG export embeds a PNG; a foreignObject keeps text as text.
    if (type === 'svg') return toSvgDataUrl(await domToForeignObjectSvg(context));
    const dataUrl = await (type === 'png' ? domToPng : domToWebp)(context);
    if (dataUrl.startsWith('data:image/')) return dataUrl;
  } catch {
  } finally {
    frame.remove();
  }
  throw new Error('The browser could not render an image of the stage.');
}

function toSvgDataUrl(svg: Element): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
}

/** The package reads default styles in this frame. Its own frame is created from a string, which Trusted Types block. */
function createEmptyFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  return frame;
}
