// Reads the stage of chapters 5 to 7: the network map with its values, and the panel beside it.

import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import { bestHeadOf } from '../../../src/shared/best-head.ts';
import type { LabApp } from '../../../src/ui/app/app.ts';
import type { NetworkMap } from '../../../src/ui/network-map/network-map.ts';
import type { LensName, LensRequest, LensResult } from '../../../src/workers/rpc/api/lab-api.ts';
import { byRole, pageReader } from '../browser/page-reader.ts';

const STAGE = `lab-app${byRole('region', 'Stage')}`;
const PICTURE = `${STAGE}${byRole('application')}`;

export type MapStage = ReturnType<typeof mapStage>;

export function mapStage(page: Page) {
  const { textsOf } = pageReader(() => page);

  /** Reads the map itself; `argument` is passed on. */
  const inMap = async <T, A>(read: (map: NetworkMap, argument: A) => T, argument?: A) => {
    const map = await page.waitForSelector('lab-app >>> lab-network-map');
    return (
      map as unknown as { evaluate(read: (map: NetworkMap, argument: A) => T, argument?: A): Promise<T> }
    ).evaluate(read, argument);
  };
  const texts = (selector: string) => textsOf(`${STAGE} >>> ${selector}`);
  /** What the engine says that the picture should show. */
  const lens = <TName extends LensName>(name: TName, request: LensRequest<TName>) =>
    page.evaluate(
      (name, request) =>
        (document.querySelector('lab-app') as LabApp).lab.client.transformer.lens(
          name as LensName,
          request as never,
        ),
      name as string,
      request as object,
    ) as Promise<LensResult<TName>>;

  const headPatterns = once(() => lens('head-patterns', {}));

  return {
    ...{ inMap, lens, texts },
    shot: () => inMap(({ shot }) => shot),
    /** Where the camera is or flies to, and what is drawn there. */
    place: () =>
      inMap(({ shot: { target, overlay = 'values', spotlight } }) => ({ at: target.at, overlay, spotlight })),
    tokens: () => inMap(({ values }) => values?.tokens.map(({ text }) => text) ?? []),
    alerts: () => page.$$(`${STAGE}${byRole('alert')}`),
    idsOf: (...words: string[]) =>
      page.evaluate((words) => {
        const { run } = (document.querySelector('lab-app') as LabApp).lab.value;
        return words.map((word) => run?.vocabulary.indexOf(word) ?? -1);
      }, words),
    /** The sentence of the picture, which has its numbers. */
    says: (pattern: RegExp) =>
      expect.poll(() => page.$eval(PICTURE, (canvas) => canvas.ariaLabel ?? '')).toMatch(pattern),
    /** An element of the panel. */
    sees: (selector: string) => page.waitForSelector(`${STAGE} >>> ${selector}`, { visible: true }),
    /** The text of elements of the panel. */
    reads: (selector: string, pattern: RegExp) =>
      expect.poll(async () => (await texts(selector)).join(' ')).toMatch(pattern),
    /** How far the head is drawn, by the label of its step. */
    drawsUpTo: (step: string) =>
      expect.poll(() => texts('lab-network-map >>> .transport .choice label:has(:checked)')).toEqual([step]),

    /** The best head of a pattern, by the data set's measure. */
    async bestHead(habit: string) {
      const { habits } = await headPatterns();
      const { scores = [], positional } = habits.find((each) => each.habit === habit) ?? {};
      const { layer, head } = bestHeadOf(scores, positional);
      return { layer, head };
    },
  };
}

function once<T>(compute: () => T): () => T {
  let result: T | undefined;
  return () => (result ??= compute());
}
