// What a visitor has before them: controls and words whose middle is in the window and not covered.
import type { Page } from 'puppeteer';

export interface InView {
  /** What each control is called. */
  readonly controls: readonly string[];
  readonly words: readonly string[];
}

/** Controls and words of an element of the page, through all shadow roots. */
export const inView = (page: Page, within = 'body'): Promise<InView> =>
  page.$eval(within, (root) => {
    const CONTROLS = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const controls: string[] = [];
    const words: string[] = [];
    const topmost = (x: number, y: number): Element | null => {
      let found = document.elementFromPoint(x, y);
      for (;;) {
        const inner = found?.shadowRoot?.elementFromPoint(x, y);
        if (!inner || inner === found) return found;
        found = inner;
      }
    };
    const holds = (element: Element, other: Element | null): boolean => {
      for (let node: Node | null = other; node; node = node.parentNode ?? (node as ShadowRoot).host ?? null)
        if (node === element) return true;
      return false;
    };
    const isSeen = (element: Element, { left, top, width, height }: DOMRect): boolean => {
      const [x, y] = [left + width / 2, top + height / 2];
      const isInside = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight && width > 1 && height > 1;
      return isInside && holds(element, topmost(x, y));
    };
    const wordsOf = (text: Text): void => {
      for (const { index, 0: word } of (text.data as string).matchAll(/[\p{L}\p{N}’]+/gu)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        if (isSeen(text.parentElement as Element, range.getBoundingClientRect())) words.push(word);
      }
    };
    const visit = (node: Node): void => {
      if (node instanceof Text) wordsOf(node);
      if (node instanceof Element) {
        if (node.matches(CONTROLS) && isSeen(node, node.getBoundingClientRect()))
          controls.push((node.getAttribute('aria-label') ?? node.textContent ?? '').trim());
        if (node.shadowRoot) visit(node.shadowRoot);
        if (node.matches('script, style')) return;
      }
      node.childNodes.forEach(visit);
    };
    visit(root);
    return { controls, words };
  });
