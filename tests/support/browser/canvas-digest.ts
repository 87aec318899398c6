// Tells the pictures of a map apart.

import type { Page } from 'puppeteer';

/** A digest of the pixels of a map's canvas: another picture has another one. */
export const digestOfMap = (page: Page, map: string): Promise<string> =>
  page.$eval(map, async ({ shadowRoot }) => {
    const canvas = shadowRoot?.querySelector('canvas');
    if (!canvas?.width || !canvas.height) return 'no picture';
    const { width, height } = canvas;
    // Of a copy: a canvas of the page that is read often is drawn in another way. A PNG of it takes four times as long.
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    copy?.drawImage(canvas, 0, 0);
    const pixels = copy?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
    return `${width} ${new Uint32Array(await crypto.subtle.digest('SHA-256', pixels)).join()}`;
  });
