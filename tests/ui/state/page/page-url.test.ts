// Round trip of the page state through the URL, and invalid parameters.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CORPUS_NAMES } from '../../../../src/shared/settings/corpora.ts';
import {
  ACTIVATIONS,
  BIASES,
  INITS,
  NORMS,
  POSITIONS,
} from '../../../../src/shared/settings/model-settings.ts';
import { TOKENIZER_KINDS } from '../../../../src/shared/settings/tokenizers.ts';
import { OPTIMIZERS, SCHEDULES } from '../../../../src/shared/settings/training-settings.ts';
import { formatPage, parsePage } from '../../../../src/ui/state/page/page-url.ts';
import { sameSettings } from '../../../../src/ui/state/page/settings-diff.ts';
import { LESSON_PARTS, NO_LESSON } from '../../../../src/ui/types/lesson.ts';
import {
  CHAPTERS,
  INITIAL_PAGE,
  ORIENTATIONS,
  type PageState,
  THEMES,
  VIEWS,
  WEIGHTS,
} from '../../../../src/ui/types/page.ts';

const number = fc.oneof(fc.nat(100_000), fc.double({ min: 1e-9, max: 1e9, noNaN: true }));

const choices = fc.dictionary(
  fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,23}$/),
  fc.string({ maxLength: 200 }),
  {
    noNullPrototype: true,
  },
);

const names = fc.uniqueArray(fc.stringMatching(/^[a-zA-Z0-9-]{1,48}$/), { minLength: 1, maxLength: 12 });
const lesson = fc.record({
  hide: fc.uniqueArray(fc.constantFrom(...LESSON_PARTS)),
  questions: fc.oneof(fc.constant('none' as const), fc.constant(undefined), names),
  panels: fc.option(names, { nil: undefined }),
  isSlides: fc.boolean(),
});

/** Where the page is: only inside a chapter do the chapter, the time and the choices on its stage count, only on the page Speed a result. */
const place = fc.oneof(
  fc.record({
    view: fc.constant('chapter' as const),
    chapter: fc.integer({ min: 1, max: CHAPTERS }),
    isExploring: fc.boolean(),
    at: fc.nat(16_000).map((tenths) => tenths / 10),
    stage: fc.record({ show: choices, with: choices }),
    measured: fc.constant(''),
    lesson,
  }),
  fc.record({
    view: fc.constantFrom(...VIEWS.filter((view) => view !== 'chapter' && view !== 'speed')),
    chapter: fc.constant(1),
    at: fc.constant(0),
    stage: fc.constant(INITIAL_PAGE.stage),
    measured: fc.constant(''),
    lesson: fc.constant(NO_LESSON),
    isExploring: fc.constant(false),
  }),
  fc.record({
    view: fc.constant('speed' as const),
    chapter: fc.constant(1),
    at: fc.constant(0),
    stage: fc.constant(INITIAL_PAGE.stage),
    measured: fc.stringMatching(/^[\w-]{0,200}$/),
    lesson: fc.constant(NO_LESSON),
    isExploring: fc.constant(false),
  }),
);

const rest = fc.record({
  weights: fc.constantFrom(...WEIGHTS),
  theme: fc.constantFrom(...THEMES),
  orientation: fc.constantFrom(...ORIENTATIONS),
  comparison: fc.record({
    preset: fc.stringMatching(/^[a-z0-9-]{1,32}$/),
    rows: fc.uniqueArray(
      fc.oneof(
        fc.record({
          name: fc.constant('positions'),
          values: fc.tuple(fc.constantFrom(...POSITIONS), fc.constantFrom(...POSITIONS)),
        }),
        fc.record({
          name: fc.constantFrom('steps', 'learningRate', 'L'),
          values: fc.tuple(number.map(String), number.map(String)),
        }),
      ),
      { selector: ({ name }) => name },
    ),
  }),
  prompt: fc.string({ unit: 'grapheme', maxLength: 60 }),
  focus: fc.record({ layer: fc.nat(47), head: fc.nat(63), token: fc.nat(1023) }, { requiredKeys: [] }),
  settings: fc.record(
    {
      preset: fc.stringMatching(/^[a-z0-9-]{1,32}$/),
      corpus: fc.constantFrom(...CORPUS_NAMES),
      tokenizer: fc.constantFrom(...TOKENIZER_KINDS),
      vocabularySize: number,
      model: fc.record(
        {
          L: number,
          C: number,
          initStd: number,
          tied: fc.boolean(),
          activation: fc.constantFrom(...ACTIVATIONS),
          norm: fc.constantFrom(...NORMS),
          normEpsilon: number,
          positions: fc.constantFrom(...POSITIONS),
          rotaryBase: number,
          keyValueHeads: number,
          biases: fc.constantFrom(...BIASES),
          qkNorm: fc.boolean(),
          parallelResidual: fc.boolean(),
          embeddingDropout: number,
          attentionDropout: number,
          residualDropout: number,
          init: fc.constantFrom(...INITS),
        },
        { requiredKeys: [] },
      ),
      training: fc.record(
        {
          seed: number,
          learningRate: number,
          B: number,
          optimizer: fc.constantFrom(...OPTIMIZERS),
          schedule: fc.constantFrom(...SCHEDULES),
          decaySteps: number,
          momentum: number,
          muonLearningRate: number,
          accumulation: number,
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['preset', 'model', 'training'] },
  ),
});

const find = fc.string({ maxLength: 20 }).map((text) => text.trim());
const page: fc.Arbitrary<PageState> = fc.tuple(place, rest, find).map(([place, rest, find]) => ({
  ...{ ...place, ...rest },
  find: place.view === 'notes' ? find : '',
}));

test('every page state survives a round trip through the URL', () => {
  fc.assert(
    fc.property(page, (state) => {
      expect(parsePage(formatPage(state))).toEqual({ page: state, problems: [] });
    }),
  );
});

test('the initial page has an empty URL, and vice versa', () => {
  expect(formatPage(INITIAL_PAGE)).toBe('');
  expect(parsePage('')).toEqual({ page: INITIAL_PAGE, problems: [] });
});

test('layers, heads and tokens count from 1 in the URL', () => {
  expect(parsePage('#layer=2&head=3&token=1').page.focus).toEqual({ layer: 1, head: 2, token: 0 });
});

test("the user's text is not part of the URL", () => {
  const settings = { preset: 'text', model: {}, training: {}, text: 'my diary' };
  expect(formatPage({ ...INITIAL_PAGE, settings })).toBe('#preset=text');
});

test.each([
  ['layer=0', '“layer=0” in the URL was ignored: it must be a whole number from 1 to 48.'],
  ['head=2.5', '“head=2.5” in the URL was ignored: it must be a whole number from 1 to 64.'],
  [
    'view=kitchen',
    '“view=kitchen” in the URL was ignored: it must be one of course, chapter, network, train, compare, attention, runs, speed, notes, lab.',
  ],
  ['seed=-1', '“seed=-1” in the URL was ignored: it must be a number.'],
  ['seed=1e999', '“seed=1e999” in the URL was ignored: the number is too large.'],
  ['at=1e308', '“at=1e308” in the URL was ignored: it must be a number from 0 to 86400.'],
  ['preset=%3Cimg%3E', '“preset=<img>” in the URL was ignored: it must be the name of a preset.'],
  ['preset=world&preset=league', '“preset” occurs more than once in the URL. The first value is used.'],
  ['__proto__=1', '“__proto__” is not a parameter of this page and was ignored.'],
  [
    'compare=repeats,colour:red:blue',
    '“compare=repeats,colour:red:blue” in the URL was ignored: each setting must have two values, as in positions:learned:rotary.',
  ],
  ['tied=perhaps', '“tied=perhaps” in the URL was ignored: it must be one of yes, no.'],
  ['colour=blue', '“colour” is not a parameter of this page and was ignored.'],
  ['show.panel=heads', '“show.panel” is not a parameter of this page and was ignored.'],
])('%s gives a message and is ignored', (entry, message) => {
  expect(parsePage(`#${entry}`)).toEqual({ page: INITIAL_PAGE, problems: [message] });
});

test.each([
  [
    'hide=video,everything',
    '“hide=video,everything” in the URL was ignored: it must be a list of header, video, moments, notes, prompt, controls, panels, dock, with commas between.',
  ],
  [
    'hide=',
    '“hide=” in the URL was ignored: it must be a list of header, video, moments, notes, prompt, controls, panels, dock, with commas between.',
  ],
  [
    'questions=%3Cscript%3E',
    '“questions=<script>” in the URL was ignored: it must be a list of names, with commas between.',
  ],
  ['panels=a,,b', '“panels=a,,b” in the URL was ignored: it must be a list of names, with commas between.'],
  ['slides=1', '“slides=1” in the URL was ignored: it must be one of yes, no.'],
])('%s gives a message, and the chapter opens without it', (entry, message) => {
  expect(parsePage(`#view=chapter&chapter=6&${entry}`)).toEqual({
    page: parsePage('#view=chapter&chapter=6').page,
    problems: [message],
  });
});

test('a lesson belongs to a chapter: elsewhere its parameters are unknown', () => {
  expect(parsePage('#view=network&hide=video').problems).toEqual([
    '“hide” is not a parameter of this page and was ignored.',
  ]);
});

test('a URL of many parameters gives a limited number of messages', () => {
  const hash = Array.from({ length: 7000 }, (_, i) => `x${i}=1`).join('&');
  const { page, problems } = parsePage(`#${hash}&layer=3`);
  expect(page.focus.layer).toBe(2);
  expect(problems).toHaveLength(8);
  expect(problems[7]).toBe('6993 more parameters in the URL were ignored.');
});

test('a URL of many megabytes is ignored unread, with one message', () => {
  const page = {
    page: INITIAL_PAGE,
    problems: ['The URL has 4,000,008 characters after its “#” and was ignored; at most 65,536 are read.'],
  };
  expect(parsePage(`#layer=3&${'x=1&'.repeat(1e6)}`)).toEqual(page);
});

test('valid parameters apply beside invalid ones', () => {
  const { page, problems } = parsePage('#preset=league&layer=never&prompt=hello+there');
  expect(page).toEqual({
    ...INITIAL_PAGE,
    prompt: 'hello there',
    settings: { preset: 'league', model: {}, training: {} },
  });
  expect(problems).toHaveLength(1);
});

test('settings are equal regardless of omitted defaults', () => {
  expect(sameSettings({ preset: 'facts' }, { preset: 'facts', model: {}, training: {} })).toBe(true);
  expect(sameSettings({ preset: 'facts', model: { L: 2 } }, { preset: 'facts', model: { L: 3 } })).toBe(
    false,
  );
  expect(sameSettings({ preset: 'text', text: 'a' }, { preset: 'text', text: 'b' })).toBe(false);
});

test('an address without a preset means the course’s model where it is shown, unless it has settings of a new model', () => {
  const presetOf = (hash: string) => parsePage(hash).page.settings.preset;
  for (const page of ['', 'view=chapter&chapter=5', 'view=chapter&chapter=7', 'view=network'])
    expect(presetOf(page), page).toBe('world');
  for (const page of ['weights=fresh', 'view=chapter', 'view=train', 'view=chapter&chapter=6&weights=fresh'])
    expect(presetOf(page), page).toBe('facts');
  expect(presetOf('view=chapter&chapter=6&L=3')).toBe('facts');
  expect(presetOf('view=chapter&chapter=6&preset=facts')).toBe('facts');
});
