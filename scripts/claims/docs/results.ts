// Where docs/results.md states figures.
import type { DocStatements } from '../statements.ts';

const SEEDS = [0, 1, 2];
const seeds = (of: (seed: number) => string, separator = ', ') => SEEDS.map(of).join(separator);
const five = (figure: string) =>
  [0, 1, 2, 3, 4].map((seed) => `{league.without.${seed}.${figure}%}`).join(', ');

const link = (of: string) =>
  [1, 2, 3].map((_, i) => `{heads.stories.${of}.corpus.${DISTANCES[of][i]}.own}`).join(' / ');
const DISTANCES: Readonly<Record<string, readonly string[]>> = {
  'noun-to-adjective': ['distance-1', 'distance-2', 'distance-3'],
  'pronoun-to-noun': ['distance-3', 'distance-6', 'distance-9'],
};
const linkRow = (of: string) =>
  `| ${link(of)}; together {heads.stories.${of}.corpus.all.own} ({heads.stories.${of}.corpus.all.low} to {heads.stories.${of}.corpus.all.high}) | {heads.stories.${of}.corpus.all.uniform}; elsewhere {heads.stories.${of}.corpus.all.elsewhere}; always the same distance {heads.stories.${of}.corpus.all.fixedDistance} |`;

const change = (head: string, kind: string) => `{.${head}.${kind}.change}`;
const ablationRow = (name: string, head: string) =>
  `| ${name} | ${change(head, 'zero')} ({.${head}.zero.low} to {.${head}.zero.high}) | ${change(head, 'mean')} | ${change(head, 'resample')} |`;

const gradientRow = (name: string, of: string) =>
  `| ${name} | {.${of}.whole} | {.${of}.median} | {.${of}.largest} |`;

export const results: DocStatements = {
  doc: 'docs/results.md',
  statements: [
    {
      text: `| recall, trained pairs | ${seeds((seed) => `{fact-seeds.${seed}.recall.trained%} %`)} | of the athletes: first name alone {facts.lookup.first%} %, last name alone {facts.lookup.last%} %, most frequent sport {facts.lookup.frequent%} % |`,
    },
    {
      text: `| recall, held-out pairs | ${seeds((seed) => `{fact-seeds.${seed}.recall.heldOut%} %`)} |`,
    },
    {
      text: '| WebGPU, seeds 0, 1, 2 | recall, trained and held-out pairs | {} % each |',
      because: 'tests/long/learning.test.ts trains it on WebGPU.',
    },
    {
      text: '| recall, trained and held-out pairs | {league.with.range.trained.low%} % each | {} % |',
      because: 'Chance is one of eight sports.',
    },
    {
      text: `| the same | ${five('trained')} %; held out ${five('heldOut')} % | {} % |`,
      because: 'Chance is one of eight sports.',
    },
    {
      text: `at a length that was never trained | ${seeds((seed) => `{presets.repeats.${seed}.induction.value}`)} | {} |`,
      because: 'Chance is uniform attention.',
    },
    {
      text: '| agreement of pronouns, verbs and nouns; capitals | {presets.stories.range.agreement.value.low%} % each |',
    },
    { text: `1 / 2 / 3 words back ${linkRow('noun-to-adjective')}` },
    { text: `3 / 6 / 9 words back ${linkRow('pronoun-to-noun')}` },
    {
      text: '(three seeds alike) | {presets.stories.range.gender.solved.low%} %, {presets.stories.range.plural.solved.low%} %; inputs allowed (seed 0) {analogies.stories.gender.solvedWithInputs%} %, {analogies.stories.plural.solvedWithInputs%} % | nearest to c: {analogies.stories.gender.solvedByNearest%} %, {analogies.stories.plural.solvedByNearest%} % |',
    },
    {
      text: `country to capital | ${seeds((seed) => `{presets.stories.${seed}.capital.solved%} %`)}; inputs allowed (seed 0) {analogies.stories.capital.solvedWithInputs%} % | nearest to c: {analogies.stories.capital.solvedByNearest%} % |`,
    },
    {
      text: 'as a whole (tests hold 10⁻⁶ on all three backends), {} · 10⁻⁶ at most for a single matrix',
      because: 'tests/model and tests/gpu compare the golden models with PyTorch.',
    },
    {
      text: [
        gradientRow('`facts`, WebAssembly', 'facts.wasm'),
        gradientRow('… reference, sums in float64', 'facts.reference'),
        gradientRow('`world`, WebAssembly', 'world.wasm'),
        gradientRow('… reference, sums in float64', 'world.reference'),
      ].join(' '),
      of: 'gradients',
      within: 1,
      because: 'Relaxed SIMD rounds otherwise.',
    },
    {
      text: "that sum alone gives {.stories.gender.solvedBySum%}, {.stories.plural.solvedBySum%} and {.stories.capital.solvedBySum%} % (gender, plural, capital), nearness {.stories.gender.solvedByNearest%}, {.stories.plural.solvedByNearest%} and {.stories.capital.solvedByNearest%}, the analogy {.stories.gender.solved%}, {.stories.plural.solved%} and {.stories.capital.solved%}. In the course's model *− b* adds {.world.nationality.added%} points for nationality, {.world.dish.added%} for dish and {.world.comparative.added%} for comparative, {.world.gender.added%} or less for gender, plural and capital, and {.world.opposite.added%} for opposite ... capitals fall to {.stories.capital.solvedWithInputs%} % in `stories`, and in the course's model gender to {.world.gender.solvedWithInputs%} %, capitals to {.world.capital.solvedWithInputs%}, opposites to {.world.opposite.solvedWithInputs%} and comparatives to {.world.comparative.solvedWithInputs%}:",
      of: 'analogies',
    },
    {
      text: 'such a head: {} from nouns to their adjectives right before them, and {} at that distance from everything else. The head it names now has {.corpus.all.own} over one to three words, and {.corpus.all.elsewhere} elsewhere. ... it has {.hand.all.own} (behind another document {heads.world.behind.noun-to-adjective.all.own}), and the word before would be right in {.hand.all.wordBefore%} %',
      of: 'heads.world.noun-to-adjective',
      because: 'Of a former model.',
    },
    { text: '256 held-out rows, {} % in brackets', because: 'A setting.' },
    {
      text: [
        ...[0, 1, 2, 3].map((head) => ablationRow(`head ${head + 1}`, `${head}`)),
        '| all four | {.all.zero.change} ({.all.zero.low} to {.all.zero.high}) | {.all.mean.change} | {.all.resample.change} |',
      ].join(' '),
      of: 'heads.repeats',
    },
  ],
};
