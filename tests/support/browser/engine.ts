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

interface Answer<Request, Result> {
  readonly request: Request;
  readonly result: Result;
}

/**
 * Keeps what the engine answers the page about a lens, from now on: a test that asked again would have all of it computed twice.
 * Resolves to a function that reads the last request and its answer; typed arrays are plain ones.
 */
export const recordLens = <Name extends LensName>(page: Page, name: Name) =>
  record<Answer<LensRequest<Name>, LensResult<Name>>>(page, 'transformer', 'lens', name);

/** As `recordLens`, along the checkpoints. */
export const recordLensAlong = <Name extends LensName>(page: Page, name: Name) =>
  record<Answer<LensRequest<Name>, StepResult<LensResult<Name>>[]>>(page, 'runs', 'lensAlong', name);

async function record<Answered>(
  page: Page,
  part: 'transformer' | 'runs',
  method: string,
  name: string,
): Promise<() => Promise<Answered>> {
  const record = await page.evaluateHandle(
    (part, method, name) => {
      const api = (document.querySelector('lab-app') as LabApp).lab.client[part] as object as Record<
        string,
        (...args: unknown[]) => Promise<unknown>
      >;
      const ask = api[method];
      const record: { request?: unknown; result?: unknown } = {};
      api[method] = async (asked, request, ...rest) => {
        const result = await ask(asked, request, ...rest);
        if (asked === name) Object.assign(record, { request, result });
        return result;
      };
      return record;
    },
    part,
    method,
    name,
  );
  return async () =>
    JSON.parse(
      await record.evaluate((record) =>
        JSON.stringify(record, (_, value) =>
          ArrayBuffer.isView(value) ? [...(value as Float32Array)] : value,
        ),
      ),
    );
}
