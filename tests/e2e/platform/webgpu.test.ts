// The page on WebGPU, with the browser's software adapter: inspection, training, self-test of the adapter. Tests share pages where they
// can: the self-test compiles every kernel in software, which takes seconds.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { testInvestigation } from '../../support/browser/investigation.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';
import { openPanelAt } from '../../support/course/chapter-5.ts';
import { stageReader } from '../../support/course/stage-reader.ts';

const MAIN = byRole('main');
const DOCK = byRole('region', 'Model');
/** A model that is small enough for a software adapter. */
const SMALL = 'preset=repeats&L=1&H=2&C=32';

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: true }, { width: 1440, height: 900 }));
});

afterAll(() => browser?.close());

/** Waits until the model is ready; software adapters take their time to compile. */
async function openPage(
  hash: string,
  prepare: (page: Page) => Promise<void> = async () => {},
): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  await prepare(page);
  await page.goto(`${inject('pageUrl')}#${hash}`);
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp | null)?.lab.value.runState === 'ready',
    { timeout: 100_000 },
  );
  return page;
}

/** Shows another page of the lab in the open one, and waits until its model is ready. */
async function show(hash: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, hash);
  const preset = new URLSearchParams(hash).get('preset');
  await page.waitForFunction(
    (preset) => {
      const { pending, run } = (document.querySelector('lab-app') as LabApp).lab.value;
      return !pending && run?.preset === preset;
    },
    { timeout: 100_000 },
    preset,
  );
}

/** Trains with rests: the steps of a software adapter take every core. */
const train = () =>
  page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    await lab.client.throttle(0.2);
    void lab.train();
  });

/** The button of the dock with the name of the engine. */
const engineButton = (page: Page, kind: 'WebGPU' | 'CPU') =>
  page.waitForSelector(`${DOCK} >>>> ::-p-text(${kind})`, { visible: true });

describe('an investigation on the network page', () => {
  testInvestigation(
    () => page,
    () => pageErrors,
  );
});

test('chapter 5: moments show values computed by the adapter', async () => {
  await show('view=chapter&chapter=5&at=82.7&explore=yes&preset=stories&L=1&H=2&C=32');
  await engineButton(page, 'WebGPU');
  const shown = [
    [82.7, 'Probability of the next token'],
    [861.3, 'Nearest neighbours in all 32 dimensions'],
    [1105.4, 'Residual stream'],
    [1223, 'Predictions by prefix'],
  ] as const;
  for (const [at, region] of shown) {
    await openPanelAt(page, at);
    await page.waitForSelector(`${byRole('region', region)}${byRole('rowheader')}`, { visible: true });
  }
  await openPanelAt(page, 617.8);
  const largest = await page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    const { prompts = [], model } = lab.value.run ?? {};
    const { activations } = await lab.client.transformer.inspect({ text: prompts[0], names: ['logits'] });
    return Math.max(...(activations.logits?.data.subarray(-(model?.V ?? 0)) ?? []));
  });
  const sum = async () =>
    (await stageReader(page).marks('product')).find(({ key }) => key === 'sum')?.value ?? 0;
  await expect.poll(sum, { timeout: 20_000 }).toBeCloseTo(largest, 2);
});

test('names the adapter, trains, and displays the engine’s heads', async () => {
  await show(`view=attention&${SMALL}`);
  await engineButton(page, 'WebGPU');
  await pageReader(() => page).press(DOCK, 'Step');
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.step === 1);

  const rows = await page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    const name = 'blocks.0.attn.hook_pattern' as const;
    const { activations, tokens } = await lab.client.transformer.inspect({
      text: lab.value.run?.prompts[0] ?? '',
      names: [name],
    });
    const { shape, data } = activations[name] ?? { shape: [], data: new Float32Array() };
    const T = tokens.length;
    return {
      shape,
      T,
      sums: Array.from({ length: shape[0] * T }, (_, row) =>
        data.slice(row * T, row * T + T).reduce((a, b) => a + b),
      ),
    };
  });
  expect(rows.shape).toEqual([2, rows.T, rows.T]);
  for (const sum of rows.sums) expect(sum).toBeCloseTo(1, 5);
  expect(pageErrors).toEqual([]);
});

test('a software adapter shows a notice; after switching to the CPU training continues', async () => {
  await show(`view=train&${SMALL}`);
  const stands = () =>
    page.evaluate(() => {
      const { engine, step, runState } = (document.querySelector('lab-app') as LabApp).lab.value;
      return { backend: engine?.backend, step, runState };
    });
  const { textOf, press } = pageReader(() => page);
  const note = `${MAIN}${byRole('note')}`;
  await page.waitForSelector(note);
  expect(await textOf(note)).toContain('in software');
  await train();
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.step > 2);
  await press(note, 'Use the CPU');
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp).lab.value.engine?.backend === 'wasm',
  );
  const { step } = await stands();
  expect(step).toBeGreaterThan(2);
  await page.waitForFunction(
    (least) => (document.querySelector('lab-app') as LabApp).lab.value.step > least,
    {},
    step,
  );
  expect(await stands()).toMatchObject({ runState: 'training' });
  await engineButton(page, 'CPU');
  await page.close();
});

/** Waits until the run of the page trains, beyond this step. */
const trainsBeyond = (step: number) =>
  page.waitForFunction(
    (least) => {
      const { step, runState } = (document.querySelector('lab-app') as LabApp).lab.value;
      return runState === 'training' && step > least;
    },
    { timeout: 100_000 },
    step,
  );

test('the choice of an engine is remembered', async () => {
  page = await openPage(`view=train&weights=fresh&steps=100000&${SMALL}`);
  await (await engineButton(page, 'CPU'))?.click();
  await pageReader(() => page).press(DOCK, 'Use WebGPU');
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp).lab.value.engine?.backend === 'webgpu',
    { timeout: 100_000 },
  );
});

// In the page of the test before: another would test the adapter once more. The CPU is used after three losses only.
test('a device lost during training, and a crash of the GPU process during the recovery: a message, requests get an answer, and training continues', async () => {
  const lab = () =>
    page.evaluate(() => {
      const { step, runState, engine } = (document.querySelector('lab-app') as LabApp).lab.value;
      return { step, runState, backend: engine?.backend };
    });
  await train();
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.step > 2);
  expect(await lab()).toMatchObject({ runState: 'training', backend: 'webgpu' });
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.client.runs.flush());
  /** Requests that are sent all the time, and their errors. */
  const requests = await page.evaluateHandle(() => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    const requests = { isOn: true, errors: new Set<string>(), end: Promise.resolve() };
    const send = async () => {
      while (requests.isOn) {
        await lab.client.transformer
          .inspect({ text: lab.value.run?.prompts[0] ?? '', names: [] })
          .catch((error: Error) => requests.errors.add(error.message));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    requests.end = send();
    return requests;
  });
  // Destroys the device in the next step; the lab does not expose it.
  await page.workers()[0].evaluate(() => {
    const { createCommandEncoder } = GPUDevice.prototype;
    GPUDevice.prototype.createCommandEncoder = function (...args) {
      GPUDevice.prototype.createCommandEncoder = createCommandEncoder;
      this.destroy();
      return createCommandEncoder.apply(this, args);
    };
  });
  await showsRestart();
  await page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.dismissError());
  await crashGpu();
  await showsRestart();
  const { step } = await lab();
  expect(step).toBeGreaterThan(2);
  await trainsBeyond(step);
  const errors = await requests.evaluate(async (requests) => {
    requests.isOn = false;
    await requests.end;
    return [...requests.errors];
  });
  for (const error of errors) expect(error).toMatch(/lost|moved to another engine|engine changed/);
  await page.close();
});

async function showsRestart(): Promise<void> {
  const notice = await page.waitForSelector(`${MAIN}${byRole('alert')}`, { visible: true, timeout: 100_000 });
  expect(await notice?.evaluate((element) => element.textContent)).toMatch(
    /It was restarted|The CPU is used instead/,
  );
}

async function crashGpu(): Promise<void> {
  const target = await browser.target().createCDPSession();
  const { processInfo } = await target.send('SystemInfo.getProcessInfo');
  const gpu = processInfo.find(({ type }) => type === 'GPU');
  if (gpu) process.kill(gpu.id, 'SIGKILL');
}

test('a kernel that fails the self-test: the CPU is used, and the page names the kernel', async () => {
  const page = await openPage(`view=train&${SMALL}`, async (opened) => {
    await opened.setBypassServiceWorker(true); // it would serve the unchanged script
    // Patches the worker's script: softmax no longer subtracts the maximum. Only this request is intercepted, because the
    // browser sometimes drops intercepted `data:` requests of a worker.
    const client = await opened.createCDPSession();
    client.on('Fetch.requestPaused', async ({ requestId, request }) => {
      const script = await (await fetch(request.url)).text();
      const body = Buffer.from(script.replaceAll('- highest', '- 0.0 * highest')).toString('base64');
      const responseHeaders = [{ name: 'Content-Type', value: 'text/javascript' }];
      await client.send('Fetch.fulfillRequest', { requestId, responseCode: 200, responseHeaders, body });
    });
    await client.send('Fetch.enable', { patterns: [{ urlPattern: '*/lab-worker-*.js' }] });
  });
  await engineButton(page, 'CPU');
  const note = await page.waitForSelector(`${MAIN}${byRole('note')}`, { visible: true });
  expect(await note?.evaluate((element) => element.textContent)).toMatch(
    /Running on CPU: This adapter computes a kernel wrongly\. cross-entropy /,
  );
  await page.close();
});
