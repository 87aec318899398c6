// What a visitor reads is wrapped in `msg`, and numbers are written in the language of the page.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pageSources } from '../../scripts/languages/sources.ts';
import { unwrappedIn } from '../../scripts/languages/unwrapped.ts';

/** English that stays, by the files it stands in. */
const ENGLISH: readonly (readonly [files: RegExp, text: RegExp])[] = [
  // Prompts, words and names in the models' vocabularies.
  [
    /course\/0[567]|landing-lab/,
    /^(A (fluffy blue|noisy red)|He bought a |She went |In the |Michael |Once upon |The (capital|doctor|formula|king|language) |plays the |(Alexis|Serena) |basketball baseball )/,
  ],
  [/05-transformers\/questions/, /^(actress|queen|prince|girl|dog|one|birds|apple)$/],
  // Names of the engine, by which the page finds its results.
  [
    /course|head-pattern|head-columns|history-lines/,
    /^(noun to adjective|creature to adjectives|pronoun to noun|(previous|same|first|last|last subject|subject) token)$/,
  ],
  [/07-facts/, /^neuron outputs$/],
  [/05-transformers/, /^dot product$/],
  [/terms/, /^residual stream$/],
  // Names within the page: of outcomes, of kinds of Markdown, of settings, of actions.
  [/course-model-controller/, /^(aside|kept)$/],
  [/markdown/, /^(tex|tag)$/],
  [/types\/comparison/, /^positions$/],
  [/task-list/, /^go on$/],
  [/circuit/, /^head ….…$/],
  [/bitmaps/, /^strands …$/],
  // Names of files, of their formats and of locks, selectors, classes.
  [/state|training-locks/, /^(mini-llm-lab |pictures\/|…-step-|# Notes on chapter)/],
  [/player-keys|stage-interaction|key-table/, /^(button|input), /],
  [/architecture-diagram/, /^(chip|dial|line|strand|table|thread) [\w…]+$/],
  [/cost-slice/, /^slice …$/],
  [/compare-view/, /^primary big$/],
  [/0[56]-|prefixes/, /^((bars|half|strips) (…|half|third|wide)|result value)$/],
  // Code that is shown, and to be copied.
  [/training-code/, /^for /],
  [/lesson-link/, /</],
  // Numbers with a unit or a letter.
  [/digit-settings/, /^…, η …$/],
];

const isException = (file: string, text: string) =>
  ENGLISH.some(([files, texts]) => files.test(file) && texts.test(text));

const sources = pageSources().map((file) => ({ file, code: readFileSync(file, 'utf8') }));
const unwrapped = sources.flatMap(({ file, code }) =>
  unwrappedIn(file, code).map(({ line, text }) => ({ file, line, text })),
);

test('every text on the screen is wrapped in msg', () => {
  expect(sources.length).toBeGreaterThan(400);
  const found = unwrapped.filter(({ file, text }) => !isException(file, text));
  expect(found.map(({ file, line, text }) => `${file}:${line}: ${text}`)).toEqual([]);
});

test('no exception is left over', () => {
  const unused = ENGLISH.filter(
    ([files, pattern]) => !unwrapped.some(({ file, text }) => files.test(file) && pattern.test(text)),
  );
  expect(unused).toEqual([]);
});

/** What reads the message of a caught error. */
const RAW_ERRORS =
  /shared\/error-message|\b(error|reason|cause)( as Error\)|\)?)\.message\b|String\((error|reason)\)/;
/** The end of a sentence about a file. */
const OWN_SENTENCE = /error instanceof JsonError/;

test('an error comes onto the page by src/ui/format/display-message.ts alone: it shows no inner names', () => {
  const found = sources
    .filter(({ file }) => file !== 'src/ui/format/display-message.ts')
    .flatMap(({ file, code }) => code.split('\n').map((line, i) => ({ place: `${file}:${i + 1}`, line })))
    .filter(({ line }) => RAW_ERRORS.test(line) && !OWN_SENTENCE.test(line));
  expect(found.map(({ place, line }) => `${place}: ${line.trim()}`)).toEqual([]);
});

/** Calls that write a number as programs do, and rates in a text. */
const NUMBERS =
  /\.to(Fixed|Precision|Exponential|LocaleString)\(|\.map\(String\)|(?<!=)\$\{(\w*[rR]ate|temperature)\}/;
/** Those that are no text, by the lines they stand in. */
const PLAIN_NUMBERS: readonly RegExp[] = [
  // Rounded, and formatted afterwards.
  /Number\(/,
  // Outlines of drawings.
  /'M' : 'L'|h\.01`|const points =|points=\$|Math\.(sin|cos)\(turn\)|heightOf\(|percents\.map|\.map\(\(x\) => x\.toFixed|^ *\.map\(\(?x\)? =>|x\.toFixed\(1\)\)$/,
  // Style sheets and attributes of drawings.
  /styleMap|'--|inline-size|opacity|color-mix|linear-gradient|const percent = |const up = /,
  // Dates.
  /new Date\(/,
];

test('numbers on the screen are those of the language of the page: src/ui/format writes them', () => {
  const found = sources
    .filter(({ file }) => !file.startsWith('src/ui/format/'))
    .flatMap(({ file, code }) => code.split('\n').map((line, i) => ({ place: `${file}:${i + 1}`, line })))
    .filter(({ line }) => NUMBERS.test(line))
    .filter(({ line }) => !PLAIN_NUMBERS.some((pattern) => pattern.test(line)));
  expect(found.map(({ place, line }) => `${place}: ${line.trim()}`)).toEqual([]);
});

/** Expressions of templates are written with `%`, as the linter takes a `$` in a string for a mistake. */
const template = (code: string) => code.replaceAll('%{', '$\u007b');

test.each([
  ['a text', 'html`<p>Stop it</p>`', 'Stop it'],
  ['one beside an expression', 'html`<p>%{n} steps</p>`', '… steps'],
  ['one of a drawing', 'svg`<text x=%{x}>sum</text>`', 'sum'],
  ['an attribute that is heard', "html`<nav aria-label='Depth'></nav>`", "'Depth'"],
  ['a property of an element', 'html`<lab-chart .summary=%{a ? "Loss" : b}></lab-chart>`', 'Loss'],
  ['a choice of two words', "html`<td>%{isKey ? 'yes' : 'no'}</td>`", 'yes'],
  ['what a callback returns', 'html`%{list.map((x) => "head")}`', 'head'],
  ['an expression of a text', 'msg(str`It is %{isOn ? "active" : "silent"}.`)', 'active'],
  ['a property of data', "const row = { label: 'Loss' };", 'Loss'],
  ['cells of a table', "const row = { cells: [n, key > q ? 'masked' : n] };", 'masked'],
  ['a text on a canvas', "brush.text('slopes', x, y);", 'slopes'],
  ['two words, wherever', "const text = 'at another token';", 'at another token'],
  ['one of a table of texts', "const NAMES = { a: msg('Mean'), b: msg('Median'), c: 'zero' };", 'zero'],
  ['an error', "throw new Error('The file is too large.');", 'The file is too large.'],
  ['a word after a comma', "const text = isExact ? '' : ', estimated';", ', estimated'],
  ['one after a dot', "const text = isLive ? ' · live' : '';", '· live'],
  ['a plural', "const text = n === 1 ? '1 note' : many;", '1 note'],
])('%s is found', (_, code, text) => {
  expect(unwrappedIn('a.ts', template(code))[0]?.text).toBe(text);
});

test.each([
  'html`<p>%{msg("Stop")} <code>hook_pattern</code> %{E} × 2</p>`',
  "html`<p class='small text' style=%{`inset: %{x} auto`} id='of it'>%{unit === 'head score' ? 1 : 2}</p>`",
  "const text = css`font: inherit`; new RegExp('of it');",
  "const style = 'color-mix(in srgb, red, blue)', query = matchMedia('(prefers-contrast: more)');",
])('%s has nothing to wrap', (code) => {
  expect(unwrappedIn('a.ts', template(code))).toEqual([]);
});
