// Where docs/steering.md states figures.
import type { DocStatements } from '../statements.ts';

const BOOTSTRAP = 'An interval of 95 % is a setting.';
const PERCENTILE = 'A percentile is a setting.';

const token = (name: string) =>
  `| *${name}* | {.king.tokens.${name}.before%} % | {.king.tokens.${name}.after%} % | {.king.tokens.${name}.control.mean%} % |`;
const draws = (name: string) =>
  `{.king.tokens.${name}.control.low%} to {.king.tokens.${name}.control.high%} % |`;

/** Points of the stream in forward order: the embedding, attention and MLP of each block. */
const POINTS = { embedding: 0, 'attention 1': 1, 'attention 2': 3, 'MLP 4': 8 };
const probes = (of: string, figure = 'accuracy') =>
  Object.values(POINTS)
    .map((point) => `{.${of}.${point}.${figure}%} %`)
    .join(' | ');

const RECIPIENT_STEPS = ['0', '110', '381', '577', '873', '1322', 'end'];
const recipientRow = (figure: string) =>
  RECIPIENT_STEPS.map((step) => `{.last-recipient.checkpoints.${step}.${figure}%} %`).join(' | ');

const RATES = ['low', 'default', 'high'];
const rates = (figure: string) => RATES.map((rate) => `{.${rate}.${figure}.r}`).join(' | ');

const PARTS = ['embedding', 'attention-1', 'MLP-1', 'attention-2'];
const parts = (figure: string) => PARTS.map((part) => `{.parts.${part}.${figure}}`).join(' | ');

export const steering: DocStatements = {
  doc: 'docs/steering.md',
  statements: [
    {
      text: `${token('he')} | ${draws('he')} ${token('she')} {.king.tokens.she.control.most%} % | ${draws('she')} | KL | | {.king.kl} | {.king.control.mean} | {.king.control.most} | {.king.control.low} to {.king.control.high} |`,
      of: 'steering',
    },
    {
      text: '*Paris* falls to {.is.after%} % (KL {.is.kl}, {} % of the shuffled labels at most {.is.control.most}). ... instead of *tunnel* (KL {.a.kl}, {} % of the shuffled labels at most {.a.control.most}, the strongest {.a.control.high})',
      of: 'steering.king.others',
      because: PERCENTILE,
    },
    {
      text: 'gives *soccer* with {.soccer.after%} % instead of *basketball* with {.basketball.before%} %. With shuffled labels *soccer* has {.soccer.control.mean%} % on average, {} % of them give it at most {.soccer.control.most%} %, and the strongest {.soccer.control.high%} %',
      of: 'steering.sport.tokens',
      because: PERCENTILE,
    },
    {
      text: '*she* rises from {.before.mean%} to {.after.mean%} % ({.after.low%} to {.after.high%}, {} % of a bootstrap over the prompts), KL {.kl.mean} ({.kl.low} to {.kl.high}). Of 200 directions of shuffled labels {} % have a KL of at most {.control.kl.most.mean} ({.control.kl.most.low} to {.control.kl.most.high}), and the strongest one of {.control.kl.high.mean} ({.control.kl.high.low} to {.control.kl.high.high}). In no prompt do {} % of them give *she* more than {.control.she.most%} %, but the strongest gives it {.control.she.high%} %; without their part along the direction none gives it more than {.control.apart%} %',
      of: 'steering.men',
      because: BOOTSTRAP,
    },
    { text: 'what {} % of them reach at most, and what they do', because: PERCENTILE },
    {
      text: 'have a standard deviation of {.deviation} and reach {.high}:',
      of: 'steering.cosine',
    },
    { text: '14 groups of 14 are at least {} %)', because: 'A binomial bound.' },
    {
      text: [
        `| last recipient of 24, at the last token | ${probes('last-recipient.0')} | {.last-recipient.shuffled%} % |`,
        `| … read as the newest name, which is never right | ${probes('last-recipient.0', 'asRule')} | |`,
        `| sport of 13, a held-out last name | ${probes('sport.0')} | {.sport.shuffled%} % |`,
        `| the same, the token after it | ${probes('sport.1')} | {.sport.shuffled%} % |`,
        `| gender, the noun | ${probes('gender.0')} | {.gender.shuffled%} % |`,
        `| gender, two tokens after it | ${probes('gender.2')} | {.gender.shuffled%} % |`,
      ].join(' '),
      of: 'probes',
    },
    {
      text: 'reads {.sport.first.0.accuracy%} % from the embedding, the lookup {.sport.first.0.lookup%} %, with {.sport.first.0.seen%} % of the held-out sentences having a first name that the other folds have. Eighteen sentences about moles, all of the corpus, are too few: {.sense-of-mole.best.accuracy%} % ({.sense-of-mole.best.low%} to {.sense-of-mole.best.high%} %) at the word, where the best place of shuffled labels reaches {.sense-of-mole.shuffled%} %',
      of: 'probes',
    },
    {
      text: `| accuracy | ${recipientRow('accuracy')} | | read as the newest name | ${recipientRow('asRule')} | | shuffled labels, highest | ${recipientRow('shuffledHighest')} |`,
      of: 'probes',
    },
    {
      text: ['embedding', 'after block 1', 'after block 2', 'after block 3']
        .map((name, i) => `| ${name} | {.${2 * i}.plain} | {.${2 * i}.leastSquares} | {.${2 * i}.tuned} |`)
        .join(' '),
      of: 'tuned.stages',
    },
    {
      text: `| ln *p* of *ball*: {.change} | embedding ... | estimate | ${parts('estimate')} | {.later.estimate} | {.sum.estimate} | | exact | ${parts('exact')} | {.later.exact} | {.sum.exact} | | directly | ${parts('direct')} | {.later.direct} | |`,
      of: 'steps.update',
    },
    { text: 'estimates and exact changes correlate with {steps.update.agreement}' },
    {
      text: `by rate | {.low.rate} | {.default.rate}, the default | {.high.rate} | ... | estimates and steps with the row alone | ${rates('alone')} | | estimates and rows left out | ${rates('leftOut')} | | number of shared tokens and steps with the row alone | ${rates('shared')} |`,
      of: 'steps.influence',
    },
  ],
};
