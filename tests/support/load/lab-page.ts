// Helpers of load tests: navigation, memory usage, and a functional check.
import type { Browser, Page } from 'puppeteer';
import { expect } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';

/** Memory of the page and its worker after garbage collection. */
export interface MemoryUsage {
  /** Milliseconds since the start of the test. */
  readonly at: number;
  readonly pageHeap: number;
  readonly workerHeap: number;
  /** DOM nodes of all documents, including detached ones that are still referenced. */
  readonly nodes: number;
  readonly listeners: number;
  /** The engine's own count: bytes and buffers of all networks and views. */
  readonly engineBytes: number;
  readonly engineBuffers: number;
  readonly wasmMemory: number;
}

export async function openLab(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(address);
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp).lab.value.run, {
    timeout: 120_000,
  });
  return page;
}

export const navigate = (page: Page, hash: string) =>
  page.evaluate((hash) => {
    location.hash = hash;
  }, hash);

export async function measureMemory(page: Page, begin: number): Promise<MemoryUsage> {
  // A removed view stays referenced by its throttled request for up to a second.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const [worker] = page.workers();
  const session = await page.createCDPSession();
  const heap = async (client: Pick<typeof session, 'send'>) => {
    await client.send('HeapProfiler.collectGarbage');
    return (await client.send('Runtime.getHeapUsage')).usedSize;
  };
  const [pageHeap, workerHeap] = [await heap(session), await heap(worker.client)];
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  await session.detach();
  const { memory } = await page.evaluate(() =>
    (document.querySelector('lab-app') as LabApp).lab.client.diagnose({ speed: false }),
  );
  return {
    at: Date.now() - begin,
    pageHeap,
    workerHeap,
    nodes,
    listeners: jsEventListeners,
    engineBytes: memory.bytes,
    engineBuffers: memory.buffers,
    wasmMemory: memory.reserved ?? 0,
  };
}

/** A new model can be created, trained, inspected and saved. */
export async function expectWorking(page: Page): Promise<void> {
  const found = await page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    const { fatalError } = lab.value;
    // The page may still load the model of its last URL, which would replace this one.
    do {
      await lab.pause();
      await lab.create({ preset: 'repeats', training: { steps: 5 } });
      await lab.train();
      while (lab.value.runState === 'training') await new Promise((resolve) => setTimeout(resolve, 20));
    } while (lab.value.run && lab.value.run.preset !== 'repeats');
    const { step, runState, error } = lab.value;
    const text = lab.value.run?.prompts[0] ?? '';
    const { next } = await lab.client.transformer.inspect({ text, names: [] });
    const saved = await lab.client.transformer.save();
    return {
      failure: fatalError ?? '',
      error: error ?? '',
      step,
      runState,
      next: next.length,
      saved: saved.length,
    };
  });
  expect(found).toMatchObject({ failure: '', error: '', step: 5, runState: 'finished' });
  expect(found.next).toBeGreaterThan(0);
  expect(found.saved).toBeGreaterThan(10_000);
}
