// Records whose weights the page reads: map and panel of a moment show one network, at one step.

import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';

interface Read {
  readonly lenses: readonly string[];
  /** Undefined for the visitor's network. */
  readonly comparisonRun?: number;
  /** Of queries, once they are answered. */
  step?: number;
}

interface Recorded {
  /** Since the page went to the moment. */
  reads: Read[];
  /** The last one of the map: of the visitor's network it may be from a moment before. */
  shown: Read;
  /** Comparison runs that the page started, and how each trains. */
  readonly starts: Map<number | undefined, string>;
}

type Recording = typeof globalThis & {
  digitReads: Recorded;
  /** For reads of tests, which are none of the page's. */
  unrecordedDigits: Pick<LabApp['lab']['client']['digits'], 'query' | 'lens'>;
};

/** They read no weights, or those of a network that the request has. */
const OTHERS = new Set([
  ...['images', 'small-network', 'chain-rule', 'cost-slice-values'],
  ...['start-comparison-run', 'step-comparison-run', 'end-comparison-run'],
]);

/** Records all requests of the digit network from now on, at a moment that shows the visitor's. */
export async function recordDigitReads(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { digits } = (document.querySelector('lab-app') as LabApp).lab.client;
    const recorded: Recorded = { reads: [], shown: { lenses: [] }, starts: new Map() };
    (globalThis as Recording).digitReads = recorded;
    const { query, lens } = digits;
    (globalThis as Recording).unrecordedDigits = { query, lens };
    const started = (request: object, result: unknown) => {
      const { comparisonRun } = (result ?? {}) as { comparisonRun?: number };
      recorded.starts.set(comparisonRun, JSON.stringify((request as { training?: object }).training));
    };
    Object.assign(digits, {
      query: async (request: Parameters<typeof query>[0]) => {
        const { lenses = {}, comparisonRun } = request;
        const read: Read = { lenses: Object.keys(lenses), comparisonRun };
        recorded.reads.push(read);
        const result = await query(request);
        read.step = result.step;
        if (lenses.weights && lenses.activations) recorded.shown = read;
        const start = lenses['start-comparison-run'];
        if (start) started(start, result.lenses['start-comparison-run']);
        return result;
      },
      lens: async (name: 'cost', request: never, ...options: never[]) => {
        recorded.reads.push({ lenses: [name], comparisonRun: (request as Read).comparisonRun });
        const result = await lens(name, request, ...options);
        if ((name as string) === 'start-comparison-run') started(request, result);
        return result;
      },
    });
  });
}

/** Forgets what was read so far, and goes on in the same turn: no request is between. */
export const goToAnew = (page: Page, hash: string): Promise<void> =>
  page.evaluate((hash) => {
    (globalThis as Recording).digitReads.reads = [];
    location.hash = hash;
  }, hash);

/** All reads since then are of the network that the map shows, or of one that begins and trains in the same way, and end at one step. */
export async function expectOneNetwork(page: Page): Promise<void> {
  const { reads, shown, starts } = await page.evaluate(() => {
    const { reads, shown, starts } = (globalThis as Recording).digitReads;
    return { reads, shown, starts: [...starts] };
  });
  const trainings = new Map(starts);
  const ofWeights = reads.filter(({ lenses }) => lenses.some((name) => !OTHERS.has(name)));
  const others = ofWeights.filter(
    ({ comparisonRun }) =>
      comparisonRun !== shown.comparisonRun &&
      trainings.get(comparisonRun) !== trainings.get(shown.comparisonRun),
  );
  expect(others).toEqual([]);
  const last = ofWeights.findLast(
    ({ comparisonRun, step }) => comparisonRun === shown.comparisonRun && step !== undefined,
  );
  if (last) expect(shown.step).toBe(last.step);
}
