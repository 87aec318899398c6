// What a visitor has in front of them: controls and words in view, and the share of the window that is picture.
import type { Page } from 'puppeteer';

export interface InView {
  /** Names of the controls whose middle is visible and covered by nothing, without those of the video. */
  readonly controls: readonly string[];
  readonly words: readonly string[];
  /** Of the window, 0 to 1. */
  readonly picture: number;
  /** Pictures and figures. */
  readonly figures: number;
}

/** Runs in the page. */
function count(within: Element): InView {
  const CONTROLS =
    'button, a[href], input, select, textarea, summary, [role="button"], [role="slider"], [role="tab"], [role="radio"], [role="menuitem"]';
  /** Points of the grid along each side. */
  const GRID = 100;
  const parentOf = (node: Node): Node | null =>
    (node instanceof Element ? node.assignedSlot : null) ??
    node.parentNode ??
    (node instanceof ShadowRoot ? node.host : null);
  const isWithin = (node: Node | null, test: (each: Node) => boolean) => {
    for (let each = node; each; each = parentOf(each)) if (test(each)) return true;
    return false;
  };
  const topAt = (x: number, y: number): Element | null => {
    let top = document.elementFromPoint(x, y);
    for (;;) {
      const inner: Element | null | undefined = top?.shadowRoot?.elementFromPoint(x, y);
      if (!inner || inner === top) return top;
      top = inner;
    }
  };
  const isSeen = (owner: Element, { x, y, width, height }: DOMRect): boolean => {
    if (width === 0 || height === 0) return false;
    const top = topAt(x + width / 2, y + height / 2);
    if (!top) return false;
    return isWithin(top, (each) => each === owner) || isWithin(owner, (each) => each === top);
  };
  const elements: Element[] = [];
  const collect = (root: ParentNode) => {
    for (const element of root.querySelectorAll('*')) {
      elements.push(element);
      if (element.shadowRoot) collect(element.shadowRoot);
    }
  };
  collect(within);
  const controls: string[] = [];
  const words: string[] = [];
  for (const element of elements) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    if (isWithin(element, (each) => each instanceof Element && each.localName === 'lab-video-player'))
      continue;
    if (element.matches(CONTROLS) && isSeen(element, element.getBoundingClientRect()))
      controls.push(element.ariaLabel ?? element.textContent?.trim() ?? '');
    if (/^(style|script|option)$/.test(element.localName)) continue;
    for (const node of element.childNodes) {
      if (!(node instanceof Text)) continue;
      for (const { 0: word, index } of node.data.matchAll(/[\p{L}\p{N}]\S*/gu)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        if (isSeen(element, range.getBoundingClientRect())) words.push(word);
      }
    }
  }
  const pictures = new Set<Node>();
  let points = 0;
  for (let i = 0; i < GRID; i++)
    for (let j = 0; j < GRID; j++) {
      const top = topAt(((i + 0.5) * innerWidth) / GRID, ((j + 0.5) * innerHeight) / GRID);
      const isPicture = isWithin(top, (each) => {
        if (!(each instanceof HTMLElement)) return false;
        const root = each.getRootNode();
        const isCanvas =
          each.localName === 'canvas' && root instanceof ShadowRoot && root.host.localName === 'lab-stage';
        if (isCanvas || each.slot === 'figure') pictures.add(each);
        return isCanvas || each.slot === 'figure';
      });
      if (isPicture) points++;
    }
  return { controls, words, picture: points / GRID ** 2, figures: pictures.size };
}

/** @param within - selector of the part of the page that is counted */
export const inView = (page: Page, within = 'body'): Promise<InView> => page.$eval(within, count);

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
