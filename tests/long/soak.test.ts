// Half an hour of soak test and five minutes of monkey test: no leak, no lost data, and the lab still works.
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser/launch-browser.ts';
import startPreviewServer from '../support/browser/preview-server.ts';
import { expectWorking, openLab } from '../support/load/lab-page.ts';
import { monkey } from '../support/load/monkey.ts';
import { expectFlat, soak } from '../support/load/soak.ts';

const MINUTE = 60_000;
/** Shorter duration, from the environment. */
const SOAK = Number(process.env.SOAK_MINUTES ?? 30) * MINUTE;
const MONKEY = Number(process.env.MONKEY_MINUTES ?? 5) * MINUTE;
/** Warm-up, until caches are full. */
const WARM = 5 * MINUTE;

let browser: Browser;
let address: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  stop = await startPreviewServer({
    provide: (_: string, url: string) => {
      address = url;
    },
  } as unknown as Parameters<typeof startPreviewServer>[0]);
  browser = await launchBrowser({ webgpu: false });
});

afterAll(async () => {
  await stop?.();
  await browser?.close();
});

test(
  'training with views open, prompts changing, models swapped and chapters walked: flat after five minutes',
  async () => {
    const page = await openLab(browser, address);
    const rounds = await soak(page, {
      milliseconds: SOAK,
      chapters: 7,
      moments: 3,
      models: 4,
      onRound: (held, round) => console.log(JSON.stringify({ round, ...held })),
    });
    const later = rounds.filter(({ at }) => at > Math.min(WARM, SOAK / 3));
    expect(later.length).toBeGreaterThan(3);
    expectFlat(later, 3e6);
    await expectWorking(page);
    await page.close();
  },
  SOAK + 20 * MINUTE,
);

test.each([1])(
  'a monkey of seed %i leaves a working lab',
  async (seed) => {
    const page = await openLab(browser, address);
    console.log(await monkey(page, { seed, milliseconds: MONKEY, minActions: 500 }));
    await expectWorking(page);
    await page.close();
  },
  MONKEY + 10 * MINUTE,
);
