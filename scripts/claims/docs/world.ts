// Where docs/world.md states figures.
import type { DocStatements } from '../statements.ts';

const RELATIONS = ['gender', 'plural', 'capital', 'dish', 'nationality', 'opposite', 'comparative'];
const analogyRow = (figure: string) => RELATIONS.map((name) => `{.${name}.${figure}%}`).join(' | ');
const seedRow = RELATIONS.map((name) => `{world-seed.analogies.${name}.solved%}`).join(' | ');

const own = (of: string) => `{.${of}.own} ({.${of}.low} to {.${of}.high})`;
const largest = (of: string) =>
  `most on it {.${of}.largest.share%} % ({.${of}.largest.low%} to {.${of}.largest.high%})`;
const words = (of: string, format: (word: string) => string) =>
  [1, 2, 3].map((word) => format(`${of}.word-${word}`)).join(' / ');

const TAUGHT = ['0', '10', '25', '50', '100', '150', '200'];
const taughtRow = (figure: string) => TAUGHT.map((step) => `{.${step}.${figure}}`).join(' | ');

const PATTERNS = 'noun-to-adjective.corpus.all';
const HAND = 'noun-to-adjective.hand';

export const world: DocStatements = {
  doc: 'docs/world.md',
  statements: [
    { text: 'initial standard deviation {}.', because: 'A setting.' },
    {
      text: '| facts | {} % | ... | relations | {} % | ... | stories | {} % | ... | senses | {} % | ... | numbers | {} % | ... | lists | {} % of rows |',
      because: 'Shares that the generator sets.',
    },
    { text: 'from step 700 on {} % of the rows', because: 'A setting.' },
    {
      text: '({} million), Muon {} for the matrices of the blocks ... float16 weights as shipped ({} MB)',
      because: 'Settings, and the size of a file.',
    },
    { text: 'In brackets {} % of a bootstrap', because: 'A setting.' },
    {
      text: [
        '| recall, trained / held out | {.trained.share%} ({.trained.low%} to {.trained.high%}) / {.heldOut.share%} % ({.heldOut.low%} to {.heldOut.high%}) | | last name {facts.lookup.last%} % of the athletes | {} / {} |',
        '| recall in 12 wordings put together from parts of the corpus’s | {.new.share%} % ({.new.low%} to {.new.high%}) | | | |',
        '| recall in 20 wordings written by hand | **{.hand.share%} % ({.hand.low%} to {.hand.high%})** | | most frequent sport **{facts.lookup.frequent%} %** of the athletes | |',
      ]
        .join(' ')
        .replaceAll('’', "'"),
      of: 'facts.world',
      because: 'The last column is a threshold.',
    },
    {
      text: [
        `| noun to adjective, the corpus's patterns | ${own(PATTERNS)}, most on it {.${PATTERNS}.largest.share%} % | {.${PATTERNS}.uniform}; elsewhere {.${PATTERNS}.elsewhere} | {.${PATTERNS}.fixedDistance} | {} |`,
        `| … 40 sentences by hand, alone, 105 nouns | **${own(`${HAND}.all`)}**, ${largest(`${HAND}.all`)} | {.${HAND}.all.uniform}; elsewhere {.${HAND}.all.elsewhere} | **{.${HAND}.all.fixedDistance}** | |`,
        `| … first / second / third noun | ${words(HAND, own)} | ${words(HAND, (of) => `{.${of}.uniform}`)} | ${words(HAND, (of) => `{.${of}.fixedDistance}`)} | |`,
        `| … the same behind another document, as the patterns | ${own('behind.noun-to-adjective.all')}, ${largest('behind.noun-to-adjective.all')} | {.behind.noun-to-adjective.all.uniform}; elsewhere {.behind.noun-to-adjective.all.elsewhere} | {.behind.noun-to-adjective.all.fixedDistance} | |`,
        `| … first / second / third noun | ${words('behind.noun-to-adjective', own)} | ${words('behind.noun-to-adjective', (of) => `{.${of}.uniform}`)} | ${words('behind.noun-to-adjective', (of) => `{.${of}.fixedDistance}`)} | |`,
        `| pronoun to noun, the corpus's patterns | ${own('pronoun-to-noun.corpus.all')}, most on it {.pronoun-to-noun.corpus.all.largest.share%} % | {.pronoun-to-noun.corpus.all.uniform}; elsewhere {.pronoun-to-noun.corpus.all.elsewhere} | {.pronoun-to-noun.corpus.all.fixedDistance} | {} |`,
        `| … 24 sentences by hand, alone | **${own('pronoun-to-noun.hand.all')}**, ${largest('pronoun-to-noun.hand.all')} | {.pronoun-to-noun.hand.all.uniform}; elsewhere {.pronoun-to-noun.hand.all.elsewhere} | {.pronoun-to-noun.hand.all.fixedDistance} | |`,
        `| … the same behind another document | ${own('behind.pronoun-to-noun.all')}, ${largest('behind.pronoun-to-noun.all')} | {.behind.pronoun-to-noun.all.uniform}; elsewhere {.behind.pronoun-to-noun.all.elsewhere} | {.behind.pronoun-to-noun.all.fixedDistance} | |`,
        `| induction on names | ${own('induction.corpus.all')} | {.induction.corpus.all.uniform}; elsewhere {.induction.corpus.all.elsewhere} | | {} |`,
      ].join(' '),
      of: 'heads.world',
      because: 'The last column is a threshold.',
    },
    {
      text: [
        '| copying of names | {.recall.copying.held-out.share%} % | {.recall.copying.chance%} % | | |',
        '| last recipient among later names | {.recall.last-recipient-among-later-names.held-out.share%} % ({.recall.last-recipient-among-later-names.held-out.low%} to {.recall.last-recipient-among-later-names.held-out.high%}) | {.recall.last-recipient-among-later-names.chance%} % | **{.recall.last-recipient-among-later-names.rule%} %** | |',
        '| … *The next day X met Y*, where X is the last recipient; where X is another | **{.recall.last-recipient-among-later-names.wordings.0.share%} %**; **{.recall.last-recipient-among-later-names.wordings.1.share%} %** | | | |',
        '| senses of *mole*, 18 sentences of the corpus | {.senses.best.trained.share%} % ({.senses.best.trained.low%} to {.senses.best.trained.high%}) | {.senses.chance%} % | {.senses.rule.trained.share%} % | {} |',
        '| … 30 sentences by hand, same layer | **{.senses.best.heldOut.share%} % ({.senses.best.heldOut.low%} to {.senses.best.heldOut.high%})**; embedding and position {.senses.embedding.share%} % | {.senses.heldOutChance%} % | **{.senses.rule.heldOut.share%} % ({.senses.rule.heldOut.low%} to {.senses.rule.heldOut.high%})** | |',
      ].join(' '),
      of: 'measures',
      because: 'The last column is a threshold.',
    },
    {
      text: 'Of {.stories} stories with two gifts of two things it names the owner of the first thing in {.first.right} and the second recipient in {.first.newest} (asked for the second thing it is right in {.second.right}). ... it names A in {.kept.right} of {.stories} and B in {.kept.newest}.',
      of: 'measures.owners',
    },
    {
      text: '| 20 rank-one edits: success / paraphrase / others kept | {.success%} / {.paraphrase%} / {.kept.mean%} % | | | {} / {} / {} | | … others with the same first / last name kept | {.firstNameKept%} / {.lastNameKept%} % |',
      of: 'edits.world.edited',
      because: 'The last column is a threshold.',
    },
    {
      text: `about half of its attention ({.${HAND}.word-1.own} alone, {.behind.noun-to-adjective.word-1.own} behind another document)`,
      of: 'heads.world',
    },
    {
      text: 'twelve of the twenty wordings give at most {facts.world.hand.each.11% ≤} %, two more than {} %',
      because: 'A bound.',
    },
    {
      text: `| %, seed 0 | ${analogyRow('solved')} | | … nearest to c, the word whose partner is asked for | ${analogyRow('solvedByNearest')} | | … nearest to a + c, without − b | ${analogyRow('solvedBySum')} | | … where a, b and c may be answers too | ${analogyRow('solvedWithInputs')} | | %, seed 1 | ${seedRow} | | threshold | {} | | {} | {} | | {} | |`,
      of: 'analogies.world',
      because: 'The last row is a threshold.',
    },
    {
      text: 'is {.nationality.added%} points for nationality, {.dish.added%} for dish, {.comparative.added%} for comparative, {.gender.added%} for gender, {.capital.added%} for capital, {.plural.added%} for plural and {.opposite.added%} for opposite.',
      of: 'analogies.world',
    },
    {
      text: '(seed 1) reaches recall {.recall.value%} / {.recall.heldOut%} %, induction {.induction.value}, copying {.copying.value%} % and edits {.edits.success%} / {.edits.paraphrase%} / {.edits.kept.mean%} %',
      of: 'world-seed',
    },
    {
      text: 'restores: embedding of the last name {.embedding.0.last-subject-token.recovered%} %, residual stream after block 1 of the last name {.residual.0.last-subject-token.recovered%} % and of the answer {.residual.0.last-token.recovered%} %, after block 2 {.residual.1.last-subject-token.recovered%} and {.residual.1.last-token.recovered%} %, after block 3 {.residual.2.last-subject-token.recovered%} and {.residual.2.last-token.recovered%} %. Attention 2 to 4 at the answer restores {.attention.1.last-token.recovered%}, {.attention.2.last-token.recovered%} and {.attention.3.last-token.recovered%} %, MLP 4 at the answer {.mlp.3.last-token.recovered%} %, MLP 3 {.mlp.2.last-token.recovered%} %',
      of: 'traces.world',
    },
    {
      text: '(40 athletes, {.traced} prompts, {.clean%} % before, {.corrupted%} % after)',
      of: 'traces.world',
    },
    { text: 'No MLP at the subject matters ({.mlpAtSubject%} % at most)', of: 'traces.world' },
    {
      text: `| changed, of 5 | ${taughtRow('changed')} | | new, of 5, one of them held out | ${taughtRow('added')} | | others named *Michael* or *Jordan*, of 50 | ${taughtRow('named')} | | all others, of 1,115 | ${taughtRow('others')} |`,
      of: 'teach.world',
    },
    ...[
      'Continuations at temperature 0, {} and {}, seed 1',
      '- {}: “Once upon a time there was a boy named Milo. Milo and Ella',
      '- {}: “A fluffy blue creature roamed the sandy desert. It',
      '- {}: “The mole looked',
      '- {}: “Once upon a time there was a boy named Noah',
      '- {}: “A fluffy blue creature roamed the sandy desert. Noah',
      '- {}: “The mole on the skin is',
    ].map((text) => ({ text, because: 'A temperature.' })),
    { section: 'Search', because: 'A search in PyTorch, kept as a record.' },
  ],
};
