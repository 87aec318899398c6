// A worker that ends, hangs or never starts: the page notices it, replaces it, and never shows a training that has stopped.

import type { Browser, CDPSession, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { HANG_SECONDS, PING_INTERVAL_MS } from '../../../src/workers/heartbeat/heartbeat.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { openLink } from '../../support/browser/open-link.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const SETTINGS =
  'preset=league&weights=fresh&steps=100000&L=2&H=2&C=32&T=32&mlpWidth=64&B=16&learningRate=0.001&minLearningRate=0.001&warmupSteps=0';
const TRAIN = `view=train&${SETTINGS}`;
const DIGITS = 'view=chapter&chapter=3&at=0&explore=yes';
const NOTIFICATIONS = `lab-app ${byRole('region', 'Notifications')}`;
/** Where the run's buttons are: in the bar at the bottom, on the page *Train* in the page itself. */
const runButtons = () =>
  page.url().includes(TRAIN) ? `lab-app ${byRole('main')}` : `lab-app ${byRole('region', 'Model')}`;

let browser: Browser;
let page: Page;
const { find, press, textOfRole } = pageReader(() => page);

beforeAll(async () => {
  ({ browser, page } = await launchPage({ webgpu: false }));
  await page.evaluateOnNewDocument(installHurryPings, PING_INTERVAL_MS);
});

afterAll(() => browser?.close());

/** Silence is counted in pings: these are enough for the notice of a silent worker, and for its end. */
const [NOTICE_PINGS, HANG_PINGS] = [6, (HANG_SECONDS * 1000) / PING_INTERVAL_MS + 1];

declare global {
  interface Window {
    /** Shortens the intervals before the next pings of the present worker. */
    hurryPings(count: number): void;
  }
}

/** Runs in the page, before its scripts. */
function installHurryPings(interval: number): void {
  const PARTS = 100;
  const { setInterval } = window;
  window.setInterval = ((callback: () => void, ms?: number, ...rest: unknown[]) => {
    if (ms !== interval) return setInterval(callback, ms, ...rest);
    let [hurried, part] = [0, 0];
    window.hurryPings = (count) => {
      hurried = count;
    };
    return setInterval(() => {
      part = (part + 1) % PARTS;
      if (hurried-- > 0 || part === 0) callback();
    }, interval / PARTS);
  }) as typeof window.setInterval;
}

const hurryPings = (count: number) => page.evaluate((count) => window.hurryPings(count), count);

async function openPage(hash: string): Promise<void> {
  await openLink(page, `${inject('pageUrl')}#${hash}`);
  await page.waitForFunction(() => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    return location.hash.includes('chapter=3') ? lab.digits.value.run : lab.value.run;
  });
}

/** Trains with rests, which leave the processor to the page. Each worker begins without them. */
async function train(button: 'Train' | 'Resume'): Promise<void> {
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.client.throttle(0.1));
  await press(runButtons(), button);
  await waitForSnapshot();
}

async function waitForSnapshot(): Promise<void> {
  await find('button', 'Pause', runButtons());
  await page.waitForFunction(() => {
    const { current } = (document.querySelector('lab-app') as LabApp).lab.runs.value;
    return current.model.id ?? current.digits.id;
  });
}

/** The alert with this text. */
const alert = async (text: string) => {
  await page.waitForSelector(`${NOTIFICATIONS}${byRole('alert')}::-p-text(${text})`, { visible: true });
  return textOfRole('alert', undefined, NOTIFICATIONS);
};

/** Ends the worker as a script can, without an error. */
const endWorker = () => page.workers()[0].evaluate(() => void setTimeout(() => self.close()));
/** Blocks the worker's event loop. */
const blockWorker = () =>
  page.workers()[0].evaluate(
    () =>
      void setTimeout(() => {
        for (;;);
      }),
  );
const crashWorker = () =>
  page.workers()[0].evaluate(
    () =>
      void setTimeout(() => {
        throw new Error('boom');
      }),
  );

/** A request that was sent before the worker ended; resolves with its error. */
const pendingRequest = () =>
  page.evaluate(() =>
    (document.querySelector('lab-app') as LabApp).lab.client.transformer.train().then(
      () => 'an answer',
      (error: Error) => error.message,
    ),
  );

/** Goes on after a restart: the run is restored, and paused. */
async function resume(): Promise<void> {
  await press(NOTIFICATIONS, 'Dismiss');
  await train('Resume');
}

test('the digit network of a worker that closed itself is restored, paused, and trains again', async () => {
  await openPage(DIGITS);
  await train('Train');
  await endWorker();
  expect(await alert('It was restarted')).toMatch(
    /The lab’s worker ended without an error message\. It was restarted with the digit network of step \d+\./,
  );
  await resume();
});

test('a worker in an endless loop: a notice counts the seconds, and its button replaces the worker', async () => {
  await blockWorker();
  await hurryPings(NOTICE_PINGS);
  await page.waitForSelector(`${NOTIFICATIONS}${byRole('status')}::-p-text(has not answered for)`);
  await press(NOTIFICATIONS, 'Restart now');
  expect(await alert('It was restarted')).toMatch(
    /The lab’s worker did not answer and was stopped\. It was restarted with the digit network of step \d+\./,
  );
  await find('button', 'Resume', runButtons());
  for (const text of ['has not answered for', 'Another tab of the lab saves runs'])
    expect(await page.$(`${NOTIFICATIONS}::-p-text(${text})`)).toBeNull();
});

test('a model is restored too', async () => {
  await openPage(TRAIN);
  await train('Train');
  await endWorker();
  expect(await alert('It was restarted')).toMatch(
    /The lab’s worker ended without an error message\. It was restarted with the model of step \d+\./,
  );
  await resume();
});

test('a worker in an endless loop is replaced without a click, and requests get an error', async () => {
  await press(runButtons(), 'Pause');
  await find('button', 'Resume', runButtons());
  const answer = pendingRequest();
  await waitForSnapshot();
  await blockWorker();
  await hurryPings(HANG_PINGS);
  expect(await alert('It was restarted')).toContain('The lab’s worker did not answer for 30 seconds.');
  expect(await answer).toContain('The lab’s worker did not answer for');
  await find('button', 'Resume', runButtons());
});

// The two tests before are the first and the second.
test('after the fourth crash the page says that the lab has stopped, and nothing trains', async () => {
  await resume();
  await crashWorker();
  await alert('It was restarted');
  await resume();
  await crashWorker();
  expect(await alert('The lab has stopped')).toContain('boom. Reload the page to try again.');
  expect(await page.$(`${NOTIFICATIONS}::-p-text(It was restarted)`)).toBeNull();
  expect(await page.$(`${runButtons()}${byRole('button', 'Pause')}`)).toBeNull();
  await find('button', 'Reload page', NOTIFICATIONS);
});

/** Opens a page, with this answer to the request for the worker's script. */
async function openWithScript(answer: (client: CDPSession, requestId: string) => void): Promise<void> {
  const client = await page.createCDPSession();
  client.on('Fetch.requestPaused', ({ requestId }) => answer(client, requestId));
  await client.send('Fetch.enable', { patterns: [{ urlPattern: '*/lab-worker-*.js' }] });
  onTestFinished(() => client.detach());
  await openLink(page, `${inject('pageUrl')}#view=train`);
}

test.each([
  ['is missing', 404, 'text/html'],
  ['is a page', 200, 'text/html'],
])('a worker whose script %s: the page says so', async (_, responseCode, type) => {
  await openWithScript((client, requestId) =>
    client.send('Fetch.fulfillRequest', {
      requestId,
      responseCode,
      responseHeaders: [{ name: 'Content-Type', value: type }],
      body: Buffer.from('<!doctype html><p>Sign in</p>').toString('base64'),
    }),
  );
  expect(await alert('The lab has stopped')).toContain('script could not be loaded');
});

test('a worker whose script does not arrive: a notice counts the seconds and offers to reload', async () => {
  await openWithScript(() => {});
  await page.waitForFunction(() => 'hurryPings' in window);
  await hurryPings(NOTICE_PINGS);
  await page.waitForSelector(`${NOTIFICATIONS}${byRole('status')}::-p-text(may still be loading)`);
  await find('button', 'Reload page', NOTIFICATIONS);
});
