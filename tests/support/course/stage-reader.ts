// Reads the stage of any chapter: the sentence of its picture, and the panel beside it.

import type { LitElement } from 'lit';
import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import type { Moment } from '../../../src/ui/course/chapter.ts';
import type { MarkScene } from '../../../src/ui/stage/marks/mark-scene.ts';
import { pageReader } from '../browser/page-reader.ts';

/** By CSS: until a page is asked for roles, Chromium keeps no accessibility tree of it. */
const STAGE = 'lab-app >>> lab-chapter-view >>> section:has(.stage)';
const SHOWN = `${STAGE} > .stage > *`;
const PICTURE = `${STAGE} >>> canvas[role=application]`;

export function stageReader(page: Page) {
  const { textsOf } = pageReader(() => page);
  const texts = (selector: string) => textsOf(`${STAGE} >>> ${selector}`);
  return {
    texts,
    /** Until the stage shows the moment that starts at `at`, with its own numbers. */
    settled: (at: number) =>
      expect
        .poll(() =>
          page.$eval(SHOWN, (element) => {
            const stage = element as LitElement & { moment: Moment };
            return [stage.moment.startTime, stage.isUpdatePending, stage.ariaBusy];
          }),
        )
        .toEqual([at, false, 'false']),
    alerts: () => texts('[role=alert]'),
    /** The sentence of the picture, which has its numbers. */
    says: (pattern: RegExp) =>
      expect.poll(() => page.$eval(PICTURE, (canvas) => canvas.ariaLabel ?? '')).toMatch(pattern),
    /** Horizontal places of elements of the panel, in CSS pixels. */
    places: (selector: string) =>
      page.$$eval(`${STAGE} >>> ${selector}`, (elements) =>
        elements.map((element) => {
          const { left, width } = element.getBoundingClientRect();
          return { left, width, text: element.textContent?.trim() ?? '' };
        }),
      ),
    /** Name of the scene that is shown. */
    scene: () => page.$eval('lab-app >>> lab-stage', ({ scene }) => scene.name),
    /** Marks with a name of a scene in place of the network. */
    marks: (scene: string) =>
      page.$$eval(`lab-app >>> lab-stage[data-scene=${scene}]`, (stages) =>
        stages.flatMap(({ scene }) =>
          (scene as MarkScene<object>).nodes.map(({ mark: { key, name = '', value } }) => ({
            key,
            name,
            value,
          })),
        ),
      ),
    /** An element of the panel. */
    sees: (selector: string) => page.waitForSelector(`${STAGE} >>> ${selector}`, { visible: true }),
    /** The text of elements of the panel. */
    reads: (selector: string, pattern: RegExp) =>
      expect.poll(async () => (await texts(selector)).join(' ')).toMatch(pattern),
  };
}
