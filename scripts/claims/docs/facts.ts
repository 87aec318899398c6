// Where docs/facts.md states figures.
import type { DocStatements } from '../statements.ts';

const trace = (of: string) => `{.${of}.recovered%} % ({.${of}.low%} to {.${of}.high%})`;

const SETS = ['most-AND-like', 'largest-contribution', 'most-active', 'random'];
const ablated = (of: string, set: string) =>
  `{units.${of}.sets.${set}.own} ({units.${of}.sets.${set}.ownAtMean})`;
const ablatedRow = (of: string) => SETS.map((set) => ablated(of, set)).join(' | ');

const SEEDS = [0, 1, 2];
const seedRow = (figure: string) =>
  `${SEEDS.map((seed) => `{fact-seeds.${seed}.edits.${figure}%} %`).join(' | ')} | {fact-seeds.range.edits.${figure}.mean%} %`;

const tunedRow = (of: string) =>
  `{.${of}.success%} % | {.${of}.paraphrase%} % | {.${of}.kept.mean%} % ({.${of}.kept.low%} to {.${of}.kept.high%})`;
const RATES = ['0-1', '0-3', '1'];
const tunedRows = (of: string) => RATES.map((rate) => `| … × {} | ${tunedRow(`${of}.${rate}`)} |`).join(' ');

const taught = (steps: string) => `{.${steps}.changed} of {} | {.${steps}.added} of {} |`;

export const facts: DocStatements = {
  doc: 'docs/facts.md',
  statements: [
    {
      text: 'of the last name alone would answer {.last%} % of the athletes, of the first name {.first%} %',
      of: 'facts.lookup',
    },
    {
      text: 'seed 0 answers {.share%} % ({.low%} to {.high%}, {} % of a bootstrap over subjects): nine of them in {.each.3%} to {.each.11%} % of cases, two in {.each.1%} and {.each.2%} %, and ... in {.each.0%} %',
      of: 'facts.facts.new',
      because: 'An interval of 95 % is a setting.',
    },
    {
      text: 'it answers these with {.new.share%} % ({.new.low%} to {.new.high%}), and twenty wordings ... with **{.hand.share%} %** ({.hand.low%} to {.hand.high%}), by wording {.hand.each.0%} to {.hand.each.19%} %; always the most frequent sport would be right for {facts.lookup.frequent%} %',
      of: 'facts.world',
    },
    {
      text: 'in brackets {} % of a bootstrap over athletes; the probability of the answer falls from {.clean%} to {.corrupted%} %',
      of: 'traces.facts',
      because: 'An interval of 95 % is a setting.',
    },
    {
      text: [
        `| embedding of the first name | ${trace('embedding.0.first-subject-token')} |`,
        `| embedding of the last name | ${trace('embedding.0.last-subject-token')} |`,
        `| MLP 1 at the **subject’s last token** | ${trace('mlp.0.last-subject-token')} |`,
        `| attention 1 at the last token, where the answer is predicted | ${trace('attention.0.last-token')} |`,
        `| **MLP 1 at the last token** | ${trace('mlp.0.last-token')} |`,
        `| attention 2 at the last token | ${trace('attention.1.last-token')} |`,
        `| MLP 2 at the last token | ${trace('mlp.1.last-token')} |`,
        '| anything between subject and last token | {.between.low%} to {.between.high%} % |',
      ].join(' '),
      of: 'traces.facts',
    },
    { text: 'if its activation exceeds {} where', because: 'A setting of the lens.' },
    {
      text: '| `facts`, MLP 1 | {.facts-0.withAnd} of {.facts-0.asked} | {.facts-0.withAndByChance} | | `facts`, MLP 2 | {.facts-1.withAnd} of {.facts-1.asked} | {.facts-1.withAndByChance} | | `league` (one layer) | {.league-0.withAnd} of {.league-0.asked} | {.league-0.withAndByChance} |',
      of: 'units',
    },
    {
      text: `| \`facts\`, MLP 1 | ${ablatedRow('facts-0')} | | \`facts\`, MLP 2 | ${ablatedRow('facts-1')} | | \`league\` (one layer) | ${ablated('league-0', SETS[0])} | **${ablated('league-0', SETS[1])}** | ${ablated('league-0', SETS[2])} | ${ablated('league-0', SETS[3])} |`,
    },
    { text: 'At least {units.others%} % of the answers about others' },
    {
      text: 'reconstructs {.explained% ± 0.3} % of the variance of the training rows, {.explainedBeside% ± 0.5} % of held-out rows and {.explainedAtAnswers% ± 1} % where answers are predicted, and leaves {.dead ± 10} features dead. An AND feature for {.withFeature ± 2} of the {.asked} people is no evidence either: permuted, it is {.withFeatureByChance ± 0.3}',
      of: 'units.autoencoder',
      because: 'It is trained: another order of additions, as with relaxed SIMD, moves these figures.',
    },
    { text: 'a probability of {}, for at most 30 steps', because: 'A setting of the edit.' },
    { text: 'ridge {} × its mean diagonal', because: 'A setting of the edit.' },
    { text: 'at that place, ridge {}.', because: 'A setting of the edit.' },
    { text: 'give the new answer {} or more', because: 'How success is defined.' },
    {
      text: 'with every fitted question at {}, both other wordings correct, and {} % of the others preserved',
      because: 'How success is defined.',
    },
    {
      text: [
        `| **success** | ${SEEDS.map((seed) => `{fact-seeds.${seed}.edits.success%} %`).join(' | ')} | **{fact-seeds.range.edits.success.mean%} %** | {} % |`,
        `| **paraphrase** | ${SEEDS.map((seed) => `{fact-seeds.${seed}.edits.paraphrase%} %`).join(' | ')} | **{fact-seeds.range.edits.paraphrase.mean%} %** | {} % |`,
        `| after a sentence that was not fitted | ${seedRow('withText')} | |`,
        `| **others preserved** | ${SEEDS.map((seed) => `{fact-seeds.${seed}.edits.kept.mean%} %`).join(' | ')} | **{fact-seeds.range.edits.kept.mean.mean%} %** | {} % |`,
        `| … with the same first name | ${seedRow('firstNameKept')} | |`,
        `| … with the same last name | ${seedRow('lastNameKept')} | |`,
        `| all three | ${seedRow('allThree')} | |`,
      ].join(' '),
      because: 'The last column is a target.',
    },
    {
      text: '({.0.edits.subjects.Eli-Manning-sport%} % and {.2.edits.subjects.Eli-Manning-sport%} % preserved, seeds 0 and 2), and ... ({.2.edits.subjects.Kevin-Garnett-sport%} %, seed 2). Capitals are easy: {.range.edits.kept.capital.mean%} % of the others are preserved, against {.range.edits.kept.sport.mean%} % for sports',
      of: 'fact-seeds',
    },
    {
      text: 'Seed 0: success {.success%} %, paraphrase {.paraphrase%} %, others preserved {.kept.mean%} %; **of the subjects it does not know {.unprotectedKept%} %** (without protection {edits.facts.edited.kept.mean%} %)',
      of: 'edits.protected',
    },
    { text: 'until each gives the answer {} too', because: 'A setting.' },
    { text: 'Of `facts`, {} % of a bootstrap over the twenty facts', because: 'A setting.' },
    {
      text: `| \`facts\`, edited | ${tunedRow('facts.edited')} | | the same matrix fine-tuned, rate × {} | ${tunedRow('facts.matrix.0-03')} | ${tunedRows('facts.matrix')} | the model fine-tuned, rate × {} | ${tunedRow('facts.model.0-03')} | ${tunedRows('facts.model')}`,
      of: 'edits',
      because: 'Rates are settings.',
    },
    {
      text: `| \`world\`, edited | ${tunedRow('world.edited')} | | the model fine-tuned, rate × {} | ${tunedRow('world.model.0-03')} | ${tunedRows('world.model')}`,
      of: 'edits',
      because: 'Rates are settings.',
    },
    { text: 'failures in a hundred at {} % confidence', because: 'A binomial bound.' },
    {
      text: `| 0 | ${taught('0')} {.0.others} of {} | | 50 | ${taught('50')} {.50.others} | | 100 | ${taught('100')} {.100.others} | | 150 | ${taught('150')} {.150.others} | | 200, and each fifty up to 600 | ${taught('after')} {.after.others} |`,
      of: 'teach.facts',
      because: 'How many are asked.',
    },
  ],
};
