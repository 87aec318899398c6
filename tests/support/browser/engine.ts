// Asks the engine of the page, for numbers that the page should show.

import type { Page } from 'puppeteer';
import type { LabApp } from '../../../src/ui/app/app.ts';
import type { LensName, LensRequest, LensResult } from '../../../src/workers/rpc/api/lab-api.ts';

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
