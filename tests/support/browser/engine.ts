// Asks the engine of the page, for numbers that the page should show.

import type { Page } from 'puppeteer';
import type { LabApp } from '../../../src/ui/app/app.ts';
import type { LensName, LensRequest, LensResult, StepResult } from '../../../src/workers/rpc/api/lab-api.ts';

/** A lens of the language model; typed arrays arrive as plain ones. */
export const lensReader =
  (page: () => Page) =>
  async <Name extends LensName>(name: Name, request: LensRequest<Name>): Promise<LensResult<Name>> => {
    const json = await page().evaluate(
      async (name, request) => {
        const { client } = (document.querySelector('lab-app') as LabApp).lab;
        const result = await client.transformer.lens(name as LensName, request as never);
        return JSON.stringify(result, (_, value) =>
          ArrayBuffer.isView(value) ? [...(value as Float32Array)] : value,
        );
      },
      name,
      request as object,
    );
    return JSON.parse(json);
  };

/**
 * Keeps what the engine answers the page about a lens along the checkpoints, from now on: a test that asked again would have all of it
 * computed twice. Resolves to a function that reads the last request and its answer; typed arrays are plain ones.
 */
export async function recordLensAlong<Name extends LensName>(
  page: Page,
  name: Name,
): Promise<() => Promise<{ request: LensRequest<Name>; results: StepResult<LensResult<Name>>[] }>> {
  const record = await page.evaluateHandle((name) => {
    const { runs } = (document.querySelector('lab-app') as LabApp).lab.client;
    const ask = runs.lensAlong as (...args: unknown[]) => Promise<unknown>;
    const record: { request?: unknown; results?: unknown } = {};
    const lensAlong = async (asked: string, request: unknown, ...rest: unknown[]) => {
      const results = await ask(asked, request, ...rest);
      if (asked === name) Object.assign(record, { request, results });
      return results;
    };
    Object.assign(runs, { lensAlong });
    return record;
  }, name);
  return async () =>
    JSON.parse(
      await record.evaluate((record) =>
        JSON.stringify(record, (_, value) =>
          ArrayBuffer.isView(value) ? [...(value as Float32Array)] : value,
        ),
      ),
    );
}
