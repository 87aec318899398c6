// `npm run icons`: draws the icons of the installed app, public/icons, from public/favicon.svg.
import { mkdirSync, readFileSync } from 'node:fs';
import type { Browser } from 'puppeteer';
import { launchBrowser } from './browser/launch-browser.ts';

const FOLDER = 'public/icons';
/** A system may cut a maskable icon to a circle of four fifths of its width: the drawing must lie within. */
const SAFE_ZONE = 0.72;

const drawing = readFileSync('public/favicon.svg', 'utf8');
const background = /<rect width="32" height="32" rx="6" fill="(#\w{6})"/.exec(drawing)?.[1];
if (!background) throw new Error('npm run icons: public/favicon.svg has no ground to take the colour from.');

mkdirSync(FOLDER, { recursive: true });
const browser = await launchBrowser({ webgpu: false });
try {
  await draw(browser, 'any-192.png', 192, drawing);
  await draw(browser, 'any-512.png', 512, drawing);
  await draw(browser, 'maskable-512.png', 512, maskable(background));
  // iOS reads no manifest for its home screen, and rounds the corners itself.
  await draw(browser, 'apple-touch-180.png', 180, maskable(background));
} finally {
  await browser.close();
}

/** Full-bleed background with a smaller drawing. */
function maskable(ground: string): string {
  const shift = 16 * (1 - SAFE_ZONE);
  return drawing
    .replace('rx="6" ', '')
    .replace(
      '<g ',
      `<rect width="32" height="32" fill="${ground}" /><g transform="translate(${shift} ${shift}) scale(${SAFE_ZONE})" `,
    );
}

async function draw(browser: Browser, name: string, size: number, svg: string): Promise<void> {
  const page = await browser.newPage();
  await page.setViewport({ width: size, height: size, deviceScaleFactor: 1 });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw }</style>${svg}`);
  await page.screenshot({ path: `${FOLDER}/${name}` as `${string}.png`, omitBackground: true });
  await page.close();
  console.log(`${FOLDER}/${name}`);
}
