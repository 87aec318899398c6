// Links and localStorage entries of version 0.1.0 are read as that version read them.

import { expect, test } from 'vitest';
import { CHOICES as CHOICES_2 } from '../../../../src/ui/course/02-gradient-descent/choices.ts';
import { PANELS as PANELS_2 } from '../../../../src/ui/course/02-gradient-descent/panels.ts';
import { CHOICES as CHOICES_5 } from '../../../../src/ui/course/05-transformers/choices.ts';
import { PANELS as PANELS_5 } from '../../../../src/ui/course/05-transformers/panels.ts';
import {
  type PanelGroups,
  panelsOf,
  type StagePanel,
} from '../../../../src/ui/course/chapter-stage/panel-groups.ts';
import { DeviceSettingsStore } from '../../../../src/ui/state/device/device-settings-store.ts';
import { DIGIT_PARAM_SCHEMAS } from '../../../../src/ui/state/digits/digit-request.ts';
import { readOldNotes } from '../../../../src/ui/state/notes/old-notes.ts';
import type { PageStore } from '../../../../src/ui/state/page/page-store.ts';
import { formatPage, parsePage } from '../../../../src/ui/state/page/page-url.ts';
import { StageChoices } from '../../../../src/ui/state/page/stage-choices.ts';
import { oneOf, type ParamSchemas } from '../../../../src/ui/state/page/url-params.ts';
import { CourseStore } from '../../../../src/ui/state/progress/course-store.ts';
import { defaultPreset } from '../../../../src/ui/types/course-model.ts';
import { INITIAL_PAGE, type PageState } from '../../../../src/ui/types/page.ts';
import { readOldJson } from '../../../support/old-version.ts';

interface OldLink {
  readonly hash: string;
  readonly page: PageState;
  readonly choices?: { readonly show: object; readonly with: object };
}

/**
 * What the page has gained since has its initial value. A layer or a head that a link does not name was the first one, and is now the
 * page's choice; a model that it does not name is the course's where that is shown, unless the link has settings of a new model.
 */
const LINKS = (readOldJson('links.json') as OldLink[]).map(({ hash, page, ...link }) => {
  const names = (param: string) => new URLSearchParams(hash.slice(1)).has(param);
  const { layer, head, token } = page.focus;
  const focus = {
    ...(names('layer') && { layer }),
    ...(names('head') && { head }),
    ...(token !== undefined && { token }),
  };
  const preset = names('preset') ? page.settings.preset : defaultPreset(page);
  return { hash, ...link, page: { ...INITIAL_PAGE, ...page, focus, settings: { ...page.settings, preset } } };
});

test.each(LINKS)('$hash', ({ hash, page }) => {
  expect(parsePage(hash)).toEqual({ page, problems: [] });
  expect(formatPage(page)).toBe(hash);
});

/** @param problems gets a message for each that there is not any more */
function readChoices<M extends ParamSchemas, C extends ParamSchemas>(
  { page }: OldLink,
  schemas: { perMoment: M; perChapter: C },
  problems: string[] = [],
) {
  const store: Pick<PageStore, 'value' | 'replaceInvalid'> = {
    value: page,
    replaceInvalid: (_, found) => problems.push(...found),
  };
  const { perMoment, perChapter } = new StageChoices({ store: store as PageStore }, schemas);
  return { show: perMoment, with: perChapter };
}

const panelParam = (table: PanelGroups<StagePanel>) => ({ panel: oneOf(Object.keys(panelsOf(table))) });

test('choices on the stages of chapters 2 and 5; those of controls that are gone are named', async () => {
  const [two, five] = LINKS.filter(({ choices }) => choices);
  const descent = {
    perMoment: { ...panelParam(PANELS_2), ...CHOICES_2.perMoment },
    perChapter: { ...DIGIT_PARAM_SCHEMAS, ...CHOICES_2.perChapter },
  };
  const { show = {}, with: kept = {} } = two.choices ?? {};
  const known = (chosen: object, schemas: object) =>
    Object.fromEntries(Object.entries(chosen).filter(([name]) => name in schemas));
  const left = { show: known(show, descent.perMoment), with: known(kept, descent.perChapter) };
  const problems: string[] = [];
  expect(readChoices(two, descent, problems)).toEqual(left);
  await Promise.resolve();
  const gone = [...Object.keys(show), ...Object.keys(kept)].filter(
    (name) => !(name in left.show || name in left.with),
  );
  expect(problems).toHaveLength(gone.length);
  expect(problems).toEqual(expect.arrayContaining(gone.map((name) => expect.stringContaining(name))));
  const transformers = { ...CHOICES_5, perMoment: panelParam(PANELS_5) };
  expect(readChoices(five, transformers)).toEqual(five.choices);
});

test('notes, watched moments and device settings', () => {
  const entries: Record<string, string> = readOldJson('local-storage.json');
  const storage = { getItem: (key: string) => entries[key] ?? null, setItem: () => {} };
  const course = new CourseStore(() => storage);
  expect(readOldNotes(course.value.notes)).toEqual({
    notes: [
      { chapter: 2, at: 7, text: 'a hill' },
      { chapter: 6, at: 10, text: 'first', picture: expect.any(String) },
      { chapter: 6, at: 20, text: 'second\nline' },
    ],
    rest: undefined,
  });
  expect(course.getWatchedMoments(6)).toEqual([0, 2]);
  expect(course.value.last).toEqual({ chapter: 6, at: 95.5 });
  const settings = new DeviceSettingsStore(() => storage);
  expect(settings.value).toEqual({
    engine: 'cpu',
    hidden: 'slow',
    awake: true,
    characterKeys: true,
    videoShare: 44,
  });
});
