// Monkey testing: random seeded clicks, key presses and inputs on the page.
import type { Page } from 'puppeteer';
import { random } from '../../../src/shared/random.ts';
import { PLAYER_ORIGIN } from '../../../src/ui/course/video-player/youtube-client.ts';
import { fakeYouTube } from '../browser/fake-youtube.ts';
import { allowOrigin } from '../browser/page-audit.ts';

export interface MonkeyOptions {
  readonly seed: number;
  readonly milliseconds: number;
  /** Minimum number of actions, however slow the machine is. */
  readonly minActions: number;
}

/** Inputs for text fields, valid and invalid. */
const WORDS = [
  '',
  'Michael Jordan plays the sport of',
  'zzz',
  '<b>',
  '\u202Eevil',
  '0',
  '-1',
  '1e308',
  '3',
  'a'.repeat(3000),
];
const KEYS = ['Tab', 'Enter', 'Escape', 'ArrowRight', 'ArrowDown', 'Space', 'Home', 'KeyJ', 'KeyN'] as const;
const PLACES = [
  'course',
  'train',
  'attention',
  ...Array.from({ length: 7 }, (_, i) => `chapter&chapter=${i + 1}`),
];

/** Number of actions of each kind. */
export async function monkey(
  page: Page,
  { seed, milliseconds, minActions }: MonkeyOptions,
): Promise<Record<string, number>> {
  // A key press may start the video.
  await fakeYouTube(page, { reachable: true });
  allowOrigin(page, PLAYER_ORIGIN);
  const chance = random(seed, 'monkey');
  const begin = Date.now();
  const done: Record<string, number> = {};
  for (let act = 0; Date.now() - begin < milliseconds || act < minActions; act++) {
    const what = await performRandomAction(page, chance);
    done[what] = (done[what] ?? 0) + 1;
  }
  return done;
}

async function performRandomAction(page: Page, chance: ReturnType<typeof random>): Promise<string> {
  const luck = chance.float();
  if (luck < 0.03) {
    await page.evaluate((view) => {
      location.hash = `view=${view}`;
    }, chance.choice(PLACES));
    return 'went elsewhere';
  }
  if (luck < 0.05) {
    await page.evaluate((back) => history[back ? 'back' : 'forward'](), chance.float() < 0.5);
    return 'went back and forth';
  }
  if (luck < 0.15) {
    await page.keyboard.press(chance.choice(KEYS));
    return 'pressed a key';
  }
  return page.evaluate(actOn, chance.float(), chance.choice(WORDS), chance.float());
}

/**
 * Runs in the page: acts on a random visible control, through all shadow roots, or within the modal dialog. The player, file inputs
 * and languages, which reload the page, are excluded.
 */
function actOn(which: number, word: string, part: number): Promise<string> {
  let found: HTMLElement[] = [];
  let modal: HTMLElement | undefined;
  const collect = (root: ParentNode) => {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      if (element.matches('dialog:modal')) modal = element;
      if (element.shadowRoot) collect(element.shadowRoot);
      const operated = element.matches(
        'button:enabled, a[href^="#"], input:enabled:not([type=file]), select:enabled, textarea, summary, canvas, ' +
          '[role=button], [role=slider], [role=gridcell], [tabindex="0"]',
      );
      if (operated && !element.matches('.start, button[lang]') && element.checkVisibility())
        found.push(element);
    }
  };
  collect(document);
  if (modal) {
    found = [];
    collect(modal);
  }
  const element = found[Math.floor(which * found.length)];
  const did = element ? operate(element) : 'found nothing';
  return new Promise((resolve) => setTimeout(() => resolve(did), 15));

  function operate(element: HTMLElement): string {
    const dispatch = () => {
      for (const name of ['input', 'change'])
        element.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
    };
    if (element instanceof HTMLSelectElement) {
      element.selectedIndex = Math.floor(part * element.options.length);
      dispatch();
      return 'chose';
    }
    const isText = element instanceof HTMLTextAreaElement;
    if (
      isText ||
      (element instanceof HTMLInputElement && !['checkbox', 'radio', 'range'].includes(element.type))
    ) {
      element.value = word;
      dispatch();
      return 'typed';
    }
    if (element instanceof HTMLInputElement && element.type === 'range') {
      const [least, most] = [Number(element.min || 0), Number(element.max || 100)];
      element.value = String(least + part * (most - least));
      dispatch();
      return 'turned';
    }
    const { left, top, width, height } = element.getBoundingClientRect();
    const place = {
      bubbles: true,
      composed: true,
      clientX: left + part * width,
      clientY: top + part * height,
    };
    for (const name of ['pointerdown', 'pointermove', 'pointerup'])
      element.dispatchEvent(new PointerEvent(name, { ...place, pointerId: 1, button: 0 }));
    element.dispatchEvent(new MouseEvent('click', { ...place, cancelable: true }));
    return 'clicked';
  }
}
