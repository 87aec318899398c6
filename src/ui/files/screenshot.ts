// Screenshots of an element, including shadow roots and canvases.

import { msg } from '@lit/localize';
import { lazyImport } from '../../shared/lazy-import.ts';

/** Limits the storage that a stored screenshot takes. */
const MAX_WIDTH = 1200;

export type ScreenshotType = 'webp' | 'png' | 'svg';

/** A `data:` URL: a reduced WebP or JPEG for storage, or PNG or SVG at full size. Throws if the browser cannot render the element. */
export async function takeScreenshot(element: HTMLElement, type: ScreenshotType = 'webp'): Promise<string> {
  const { createContext, domToDataUrl, domToForeignObjectSvg } = await lazyImport(
    () => import('modern-screenshot'),
  );
  const format = type === 'webp' && !writesWebp() ? 'jpeg' : type;
  const frame = createEmptyFrame();
  const unmark = markSelections(element);
  try {
    const context = await createContext(element, {
      scale: type === 'webp' ? Math.min(1, MAX_WIDTH / element.clientWidth) : window.devicePixelRatio,
      type: `image/${format}`,
      quality: 0.8,
      backgroundColor: getComputedStyle(document.documentElement).getPropertyValue('--bg'),
      font: { cssText: await loadedFaces() },
    });
    context.sandbox = frame;
    // The package's own SVG export embeds a PNG; a foreignObject keeps text as text.
    if (type === 'svg') return toSvgDataUrl(await domToForeignObjectSvg(context));
    const dataUrl = await domToDataUrl(context);
    if (dataUrl.startsWith(`data:image/${format};`)) return dataUrl;
  } catch {
  } finally {
    unmark();
    frame.remove();
  }
  throw new Error(msg('The browser could not render an image of the stage.'));
}

/** Safari does not; its PNG would be several times as large as a JPEG. */
const writesWebp = () =>
  document.createElement('canvas').toDataURL('image/webp').startsWith('data:image/webp');

function toSvgDataUrl(svg: Element): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
}

/** The package copies attributes: without one, a menu would show its first option. Returns a function that removes them. */
function markSelections(root: ParentNode): () => void {
  const elements = [...root.querySelectorAll('*')];
  const options = elements.filter(
    (element): element is HTMLOptionElement =>
      element instanceof HTMLOptionElement && element.selected && !element.defaultSelected,
  );
  for (const option of options) option.setAttribute('selected', '');
  const within = elements.flatMap(({ shadowRoot }) => (shadowRoot ? [markSelections(shadowRoot)] : []));
  return () => {
    for (const option of options) option.removeAttribute('selected');
    for (const unmark of within) unmark();
  };
}

/** The faces that the page has loaded, with their files inside: a picture fetches nothing. The package's own way adds a style element. */
async function loadedFaces(): Promise<string> {
  const loaded = new Set(
    [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => unquoted(family)),
  );
  const rules = [...document.styleSheets].flatMap(({ cssRules, href }) =>
    [...cssRules]
      .filter((rule) => rule instanceof CSSFontFaceRule)
      .filter(({ style }) => loaded.has(unquoted(style.getPropertyValue('font-family'))))
      .map(({ cssText }) => withFiles(cssText, href ?? document.baseURI)),
  );
  return (await Promise.all(rules)).join('\n');
}

const unquoted = (family: string) => family.replaceAll(/["']/g, '');

async function withFiles(cssText: string, base: string): Promise<string> {
  const [, url] = /url\(["']?([^"')]+)["']?\)/.exec(cssText) ?? [];
  if (!url) return cssText;
  const file = await (await fetch(new URL(url, base))).blob();
  return cssText.replace(url, await toDataUrl(file));
}

const toDataUrl = (file: Blob) =>
  new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

/** The package reads default styles in this frame. Its own frame is created from a string, which Trusted Types block. */
function createEmptyFrame(): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  return frame;
}
