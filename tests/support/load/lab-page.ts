// A page at work for long: what it is made to do, what it holds meanwhile, and whether it still does what it should.
import type { Browser, Page } from 'puppeteer';
import { expect } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';

/** What the page and its worker hold after all that is garbage has gone. */
export interface MemoryUsage {
  /** Milliseconds since the work began. */
  readonly at: number;
  readonly pageHeap: number;
  readonly workerHeap: number;
  /** Of all documents, those included that are on no page any more and held by somebody. */
  readonly nodes: number;
  readonly listeners: number;
  /** Of the engine, counted by us: bytes and buffers of all networks and views. */
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
  // A view that left rests from its last question for a second at most, and is held until then.
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

/** The lab does what it is there for: a fresh model is made, trained, looked into and saved. */
export async function expectWorking(page: Page): Promise<void> {
  const found = await page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    const { fatalError } = lab.value;
    // The page may still be following its last address: then that one's model takes the place of this.
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
