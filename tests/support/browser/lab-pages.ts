// The pages of the lab, and layout checks for browser tests: clipped content, overlaps, small targets.
import type { Page } from 'puppeteer';
import { inject } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { COURSE, STAGES } from '../../../src/ui/course/course.ts';
import { INTERLUDE } from '../../../src/ui/course/moments.ts';
import { byRole } from './page-reader.ts';

export interface LabPage {
  readonly name: string;
  readonly address: string;
  readonly element: string;
}

/** A chapter at the middle of its video, which leads or waits. */
const chapters = COURSE.flatMap(({ number, moments }) =>
  ['', ', explored'].map((state) => ({
    name: `chapter ${number}${state}`,
    address: `view=chapter&chapter=${number}&at=${moments[Math.floor(moments.length / 2)].startTime}${state && '&explore=yes'}`,
    element: 'lab-chapter-view',
  })),
);
export const PAGES: readonly LabPage[] = [
  { name: 'landing page', address: 'view=course', element: 'lab-course-view' },
  { name: 'train', address: 'view=train', element: 'lab-train-view' },
  { name: 'attention', address: 'view=attention', element: 'lab-attention-view' },
  { name: 'runs', address: 'view=runs', element: 'lab-runs-view' },
  { name: 'notes', address: 'view=notes', element: 'lab-notes-view' },
  { name: 'network', address: 'view=network', element: 'lab-network-view' },
  { name: 'speed', address: 'view=speed', element: 'lab-speed-view' },
  { name: 'compare', address: 'view=compare', element: 'lab-compare-view' },
  { name: 'lab', address: 'view=lab', element: 'lab-lab-view' },
  ...chapters,
];

/** The name in the address of the panel, by chapter. */
const PANEL_PARAMS: Readonly<Record<number, string>> = { 5: 'panel', 6: 'view', 7: 'panel' };

/** Opens the panel of a view in the picture's place; that of an interlude is chapter 7's first. */
function openPanel(number: number, view: string): string {
  const param = PANEL_PARAMS[number];
  return param ? `&show.${param}=${view === INTERLUDE ? 'next' : view}` : '';
}

/** Panels that no moment shows, by chapter. */
const PANELS_WITHOUT_MOMENT: Readonly<Record<number, readonly string[]>> = {
  2: ['rates'],
  5: ['equation', 'pair', 'calculator'],
  7: ['facts', 'trace', 'parts', 'neuron', 'edit'],
};

/** The view that trains by itself, for so long that it would run beside all later ones. */
const LONG_VIEW = 'features';

/** All views of the stages: the first moment of each view with its settings, then panels without a moment; the long one is last. */
export const CHAPTER_VIEWS: readonly { readonly number: number; readonly views: readonly LabPage[] }[] =
  COURSE.map(({ number, moments }) => {
    const firsts = new Map(
      moments
        .toReversed()
        .map((moment) => [
          [moment.view, JSON.stringify(moment.settings)].join(' '),
          `${moment.startTime}${openPanel(number, moment.view)}`,
        ]),
    );
    const shown = [
      ...[...firsts].toReversed().map(([name, at]) => [name, `at=${at}`]),
      ...(PANELS_WITHOUT_MOMENT[number] ?? []).map((panel) => [panel, `show.panel=${panel}`]),
    ].toSorted(([a], [b]) => Number(a.startsWith(LONG_VIEW)) - Number(b.startsWith(LONG_VIEW)));
    const views = shown.map(([name, shows]) => ({
      name,
      address: `view=chapter&chapter=${number}&${shows}`,
      element: `lab-chapter-${number}-stage`,
    }));
    return { number, views };
  });

/** Opens the lab with reduced motion, and waits for a model. */
export async function openLab(page: Page): Promise<void> {
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto(inject('pageUrl'));
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run);
}

/** Opens a page in a theme, and waits until it shows what its model computes. */
export async function openPage(page: Page, { address, element }: LabPage, theme: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `${address}&theme=${theme}`);
  const number = Number(new URLSearchParams(address).get('chapter'));
  // Stages load with their chapter, and render when the engine has responded.
  const path = STAGES[number] ? ['lab-chapter-view', `lab-chapter-${number}-stage`] : [element];
  const network = COURSE.find((chapter) => chapter.number === number)?.network;
  await page.waitForFunction(isOpen, {}, path, network === 'digits');
  await page.waitForNetworkIdle({ idleTime: 20 });
  await page.evaluate(untilAnswered);
}

/** Opens the tools of a chapter's picture, and the drawer with its figures, and waits until these are computed. */
export async function openDrawer(page: Page): Promise<void> {
  await page.keyboard.press('e');
  const figures = await page.waitForSelector(`lab-app ${byRole('button', 'Figures')}`, { visible: true });
  await figures?.evaluate((button) => (button as HTMLElement).click());
  await page.waitForSelector('lab-app >>> #drawer', { visible: true });
  await page.waitForNetworkIdle({ idleTime: 20 });
  await page.evaluate(untilAnswered);
}

/** Drops the model that a test before has trained, and follows an address to another. */
export async function startAnew(page: Page, hash: string): Promise<void> {
  await page.evaluate(async (hash) => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    await lab.reset(); // a trained model would not be replaced unasked
    if (location.hash === hash) return;
    const changed = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
    location.hash = hash;
    await changed;
  }, hash);
  await page.waitForFunction(() => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    return !lab.loading && !lab.value.pending;
  });
}

/**
 * Runs in the page: whether the last of the elements, each in the shadow of the one before, is visible, the network of the page is
 * open, and no other is on its way. One question for all: each to the browser takes processor time.
 */
function isOpen(path: readonly string[], digits: boolean): boolean {
  const app = document.querySelector('lab-app') as LabApp;
  const shown = path.reduce<Element | null>(
    (host, name) => host?.shadowRoot?.querySelector(name) ?? null,
    app,
  );
  const isVisible =
    shown?.checkVisibility({ visibilityProperty: true }) && shown.getBoundingClientRect().height > 0;
  const { lab } = app;
  return isVisible === true && !lab.value.pending && (digits ? lab.digits : lab).value.run !== undefined;
}

/**
 * Runs in the page: waits until the results of all requests so far are rendered, and of those that these results cause. Requests
 * are answered in their order, so the answer to another one follows all of theirs.
 */
async function untilAnswered(): Promise<void> {
  const { lab } = document.querySelector('lab-app') as LabApp;
  for (let round = 0; round < 2; round++) {
    await lab.client.diagnose({ speed: false });
    await new Promise(requestAnimationFrame);
  }
}

/**
 * Runs in the page: horizontally clipped texts and controls, overlapping elements of header and dock, and overflow of the whole
 * page. Content of a container that scrolls sideways (a wide table, a row of panels on a phone) is not clipped, nor is text that an
 * ellipsis shortens. What depends on an
 * element's ancestors is computed once an element: the page has thousands, twenty and more deep.
 */
export function findClippedElements(): string[] {
  const found = new Set<string>();
  const cached = <T>(compute: (element: Element) => T) => {
    const known = new Map<Element, T>();
    return (element: Element): T => {
      if (!known.has(element)) known.set(element, compute(element));
      return known.get(element) as T;
    };
  };
  const above = (element: Element): Element | null =>
    element.assignedSlot ?? element.parentElement ?? (element.getRootNode() as ShadowRoot).host ?? null;
  const chain = cached((element): Element[] => {
    const next = above(element);
    return [element, ...(next ? chain(next) : [])];
  });
  const name = (element: Element) =>
    `${(element.getRootNode() as ShadowRoot).host?.localName} ${element.localName}.${element.className} “${element.textContent?.trim().slice(0, 30)}”`;
  /** Whether an ellipsis shortens the text of the line. */
  const isShortened = cached((element): boolean => {
    const { textOverflow, display } = getComputedStyle(element);
    const next = above(element);
    return textOverflow === 'ellipsis' || (display === 'inline' && next !== null && isShortened(next));
  });
  /** Rectangles of an element's own text. */
  const range = document.createRange();
  const words = (element: Element) => {
    const rects: DOMRect[] = [];
    for (let node = element.firstChild; node; node = node.nextSibling) {
      if (!(node instanceof Text && /\S/.test(node.data))) continue;
      if (isShortened(element)) return [];
      range.selectNodeContents(node);
      rects.push(...range.getClientRects());
    }
    return rects;
  };
  /** Rectangle of the element's target. */
  const places = (element: Element) =>
    element.matches('button, input, select, textarea, a')
      ? [element.getBoundingClientRect()]
      : words(element);
  const sticksOut = (rects: readonly DOMRect[], { left, right }: { left: number; right: number }) =>
    rects.some((rect) => rect.left < left - 1.5 || rect.right > right + 1.5);
  const every = (root: ParentNode): Element[] =>
    [...root.querySelectorAll(':not(svg, svg *, math, math *)')].flatMap((element) =>
      element.shadowRoot ? [element, ...every(element.shadowRoot)] : [element],
    );
  /** Visually hidden text is clipped on purpose; skip links appear on focus. */
  const isHidden = cached((element): boolean => {
    const next = above(element);
    return (
      element.matches('.skip') ||
      getComputedStyle(element).clipPath !== 'none' ||
      (next !== null && isHidden(next))
    );
  });
  const isVisible = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true }) && !isHidden(element);
  /** The element and its ancestors that content must not stick out of, up to the next one that scrolls sideways. */
  const bounds = cached((element): Element[] => {
    const { overflowX, display } = getComputedStyle(element);
    const isFrame = element.localName === 'main' || element === document.documentElement;
    if (!isFrame && ['auto', 'scroll'].includes(overflowX)) return [];
    const cuts = !['contents', 'inline'].includes(display) && ['hidden', 'clip'].includes(overflowX);
    const next = above(element);
    return [...(isFrame || cuts ? [element] : []), ...(next ? bounds(next) : [])];
  });
  const boxOf = cached((element) =>
    element === document.documentElement ? { left: 0, right: innerWidth } : element.getBoundingClientRect(),
  );

  const { scrollHeight, clientHeight } = document.documentElement;
  if (scrollHeight > clientHeight)
    found.add(`the page as a whole can be scrolled, by ${scrollHeight - clientHeight} pixels`);

  for (const element of every(document)) {
    const rects = places(element).filter(({ width, height }) => width > 1 && height > 1);
    if (rects.length === 0 || !isVisible(element)) continue;
    const button = element.closest('button');
    if (button && sticksOut(words(element), boxOf(button)))
      found.add(`${name(element)} sticks out of its button`);
    for (const container of bounds(element))
      if (sticksOut(rects, boxOf(container)))
        found.add(`${name(element)} sticks out of ${container.localName}.${container.className}`);
  }

  const app = document.querySelector('lab-app')?.shadowRoot as ShadowRoot;
  for (const bar of ['lab-header', 'lab-dock']) {
    const inBar = every(app.querySelector(bar)?.shadowRoot as ShadowRoot);
    const elements = [...inBar, ...app.querySelectorAll(`${bar} :not(svg, svg *)`)]
      .flatMap((element) => places(element).map((rect) => ({ element, rect })))
      .filter(({ element }) => isVisible(element) && !element.closest('[popover]'));
    for (const [i, one] of elements.entries())
      for (const other of elements.slice(i + 1)) {
        const [a, b] = [one.rect, other.rect];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across <= 1.5 || down <= 1.5) continue;
        if (chain(one.element).includes(other.element) || chain(other.element).includes(one.element))
          continue;
        found.add(`${name(one.element)} lies over ${name(other.element)}`);
      }
  }
  return [...found];
}

/**
 * Runs in the page: controls in view whose middle something else lies over. The button that leads back lies over the controls of the
 * video, and an open drawer over those of the picture.
 */
export function findCoveredControls(): string[] {
  const every = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((element) =>
      element.shadowRoot ? [element, ...every(element.shadowRoot)] : [element],
    );
  const above = (element: Element): Element | null =>
    element.assignedSlot ?? element.parentElement ?? (element.getRootNode() as ShadowRoot).host ?? null;
  const chain = (element: Element | null): Element[] => (element ? [element, ...chain(above(element))] : []);
  const topAt = (x: number, y: number): Element | null => {
    let top = document.elementFromPoint(x, y);
    for (;;) {
      const inner: Element | null | undefined = top?.shadowRoot?.elementFromPoint(x, y);
      if (!inner || inner === top) return top;
      top = inner;
    }
  };
  const isAt = (element: Element, x: number, y: number) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return left <= x && x <= right && top <= y && y <= bottom;
  };
  const name = (element: Element | null) =>
    element &&
    `${(element.getRootNode() as ShadowRoot).host?.localName} ${element.localName}.${element.className} “${element.textContent?.trim().slice(0, 30)}”`;
  return every(document)
    .filter((element) => element.matches('button, a[href], input, select, textarea, summary'))
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .flatMap((element) => {
      // A link in a sentence may have several lines.
      const [line] = element.getClientRects();
      const box = element.closest('label')?.getBoundingClientRect() ?? line;
      if (!box) return [];
      const { x, y, width, height } = box;
      const at = [x + width / 2, y + height / 2] as const;
      const around = chain(element);
      const isElsewhere = around.some(
        (each) =>
          each.matches('[inert], lab-video-player, .visually-hidden') ||
          (getComputedStyle(each).overflow !== 'visible' && !isAt(each, ...at)),
      );
      const isInView = at[0] >= 0 && at[0] <= innerWidth && at[1] >= 0 && at[1] <= innerHeight;
      if (width === 0 || isElsewhere || !isInView) return [];
      const over = chain(topAt(...at));
      const own = element.closest('label') ?? element;
      return over.includes(own) || around.includes(over[0])
        ? []
        : [`${name(element)} is under ${name(over[0] ?? null)}`];
    });
}

/** Runs in the page: targets smaller than `least` pixels in width or height, except links within a sentence. */
export function findSmallTargets(least: number): string[] {
  const every = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((element) =>
      element.shadowRoot ? [element, ...every(element.shadowRoot)] : [element],
    );
  return every(document)
    .filter((element) => element.matches('button, input, select, textarea, summary, nav a, lab-dock a'))
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .filter((element) => (element.getRootNode() as ShadowRoot).host?.localName !== 'lab-term')
    .flatMap((element) => {
      const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
      if (width > least - 0.5 && height > least - 0.5) return [];
      const host = (element.getRootNode() as ShadowRoot).host?.localName;
      return `${host} ${element.localName}.${element.className}: ${Math.round(width)} × ${Math.round(height)}`;
    });
}
