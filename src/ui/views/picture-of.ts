// A picture of what an element shows, shadow roots and canvases included.

import { bring } from '../../bring.ts';

/** Wider ones cost the device's storage more than they show. */
const WIDEST = 1200;

export type PictureType = 'webp' | 'png' | 'svg';

/** A small WebP to keep, or what is on screen at its full size, as a `data:` address. Throws a sentence where the browser draws none. */
export async function pictureOf(element: HTMLElement, type: PictureType = 'webp'): Promise<string> {
  const { createContext, domToForeignObjectSvg, domToPng, domToWebp } = await bring(
    () => import('modern-screenshot'),
  );
  const frame = emptyFrame();
  try {
    const context = await createContext(element, {
      scale: type === 'webp' ? Math.min(1, WIDEST / element.clientWidth) : window.devicePixelRatio,
      quality: 0.8,
      backgroundColor: getComputedStyle(document.documentElement).getPropertyValue('--bg'),
      // The page's fonts are the device's own: there is nothing to fetch.
      font: false,
    });
    context.sandbox = frame;
    // The package's own SVG is a PNG in a frame; this one keeps text as text.
    if (type === 'svg') return addressOf(await domToForeignObjectSvg(context));
    const picture = await (type === 'png' ? domToPng : domToWebp)(context);
    if (picture.startsWith('data:image/')) return picture;
  } catch {
  } finally {
    frame.remove();
  }
  throw new Error('This browser could not draw a picture of the stage.');
}

function addressOf(drawing: Element): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(drawing))}`;
}

/** Where the package reads how elements look without styles. Its own is made of a text, which Trusted Types refuse. */
function emptyFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  return frame;
}
