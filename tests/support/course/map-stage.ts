// Reads the stage of chapters 5 to 7: the network map with its values, and the panel beside it.

import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import { bestHeadOf } from '../../../src/shared/best-head.ts';
import type { LabApp } from '../../../src/ui/app/app.ts';
import type { Shot } from '../../../src/ui/scenes/network/camera/shot.ts';
import type { NetworkScene } from '../../../src/ui/scenes/network/network-scene.ts';
import type { Stage } from '../../../src/ui/stage/stage.ts';
import type { LensName, LensRequest, LensResult } from '../../../src/workers/rpc/api/lab-api.ts';
import { stageReader } from './stage-reader.ts';

export type MapStage = ReturnType<typeof mapStage>;

export function mapStage(page: Page) {
  const reader = stageReader(page);

  /** Reads the map itself; `argument` is passed on. */
  const inMap = <T, A>(read: (map: Stage<NetworkScene>, argument: A) => T, argument?: A) =>
    page.$eval('lab-app >>> lab-stage', read as never, argument as never) as Promise<T>;
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
    ...{ ...reader, inMap, lens },
    shot: () => inMap(({ scene: { input } }) => input.shot as Shot),
    /** Where the camera is or flies to, and what is drawn there. */
    place: () =>
      inMap(({ scene: { input } }) => {
        const { target, overlay = 'values', spotlight } = input.shot as Shot;
        return { at: target.at, overlay, spotlight };
      }),
    tokens: () =>
      inMap(
        ({
          scene: {
            input: { values },
          },
        }) => values?.tokens.map(({ text }) => text) ?? [],
      ),
    idsOf: (...words: string[]) =>
      page.evaluate((words) => {
        const { run } = (document.querySelector('lab-app') as LabApp).lab.value;
        return words.map((word) => run?.vocabulary.indexOf(word) ?? -1);
      }, words),
    /** How far the head is drawn, by the label of its step. */
    drawsUpTo: (step: string) =>
      expect
        .poll(() =>
          // The steps have their names among the controls, which wait while the video leads.
          page.$eval('lab-app >>> lab-stage', async (map) => {
            const { quiet, covered } = map;
            map.quiet = map.covered = false;
            await map.updateComplete;
            const drawn = map.renderRoot.querySelectorAll('.transport .choice label:has(:checked)');
            Object.assign(map, { quiet, covered });
            return Array.from(drawn, ({ textContent }) => textContent?.trim());
          }),
        )
        .toEqual([step]),

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
