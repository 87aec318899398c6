// Where docs/investigations.md states figures.
import type { DocStatements } from '../statements.ts';

const change = (of: string) => `{.heads.${of}.ablation.change}`;
const inductionStep = (step: string, of: string) => {
  const best = (pattern: string) => `{.${of}.best.${pattern}.score} ({.${of}.best.${pattern}.head})`;
  return `| ${step} | ${best('previous-token')} | ${best('induction')} | ${best('copying')} | {.${of}.task} |`;
};

const circuitText = (of: string) => ({
  kept: `{.${of}.random.faithfulness.mean%} % ({} % of them at most {.${of}.random.faithfulness.high%} %)`,
  lost: `{.${of}.random.completeness.mean%} % is lost (at most {.${of}.random.completeness.high%} %)`,
});

export const investigations: DocStatements = {
  doc: 'docs/investigations.md',
  statements: [
    {
      text: [
        `| 0.0 | previous token | {.heads.0.0.previous-token.score} | {.chance.previous-token} | {.heads.0.0.copying} | ${change('0.0')} ({.heads.0.0.ablation.low} to {.heads.0.0.ablation.high}) |`,
        '| 0.1, 0.2, 0.3 | previous token |',
        [1, 2, 3].map((head) => `{.heads.0.${head}.previous-token.score}`).join(', '),
        '| {.chance.previous-token} |',
        [1, 2, 3].map((head) => `{.heads.0.${head}.copying}`).join(', '),
        `| ${[1, 2, 3].map((head) => change(`0.${head}`)).join(', ')} |`,
        '| 1.0, 1.1, 1.2, 1.3 | induction |',
        [0, 1, 2, 3].map((head) => `{.heads.1.${head}.induction.score}`).join(', '),
        '| {.chance.induction} |',
        [0, 1, 2, 3].map((head) => `{.heads.1.${head}.copying}`).join(', '),
        `| ${[0, 1, 2, 3].map((head) => change(`1.${head}`)).join(', ')} |`,
      ].join(' '),
      of: 'investigations.induction.table',
    },
    {
      text: 'by position alone they would score {.heads.1.1.induction.positional}. ... eight random heads copies with {.chance.copying}.',
      of: 'investigations.induction.table',
    },
    {
      text: 'The loss rises from {.whole} to {.ablated} ({.low} to {.high} more)',
      of: 'investigations.induction.four',
    },
    {
      text: 'less that of *da* is {.clean} and {.corrupt}. Before layer 0 the stream at *be* restores all {.hook-resid-pre.0.1}; before layer 1 it is the stream at *ki*, the token **after** it: {.hook-resid-pre.1.2}. Head {} at *ki* restores {.attn-hook-z.0.8}. In layer 1 the answer is written at the last token, by heads {} ({.attn-hook-z.1.33}), {} ({.attn-hook-z.1.32}), {} ({.attn-hook-z.1.35}) and {} ({.attn-hook-z.1.34})',
      of: 'investigations.induction.patching',
      because: 'Names of heads.',
    },
    {
      text: '| embed → head 0.0 v | {.embed-head-0-0-v.exact} | | head 0.0 → head 1.1 **k** | {.head-0-0-head-1-1-k.exact} | | head 1.1 → logits | {.head-1-1-logits.exact} | | head 1.0 → logits | {.head-1-0-logits.exact} | | head 0.0 → head 1.0 **k** | {.head-0-0-head-1-0-k.exact} |',
      of: 'investigations.induction.paths.edges',
    },
    {
      text: 'K-composition of {} with {} to {} is {.low} to {.high}, at random {.random}, and no other score of these pairs exceeds {.others}',
      of: 'investigations.induction.composition',
      because: 'Names of heads.',
    },
    {
      text: '| these {.edges} of {.of} edges | {.faithfulness%} % | {.completeness%} % | | 500 random circuits of as many edges, mean | {.random.faithfulness.mean%} % | {.random.completeness.mean%} % | | … of which {} % reach at most | {.random.faithfulness.high%} % | {.random.completeness.high%} % | | 10 edges, all four induction heads | {.curve.10.faithfulness%} % | {.curve.10.completeness%} % |',
      of: 'investigations.induction.circuit',
      because: 'A percentile.',
    },
    {
      text: [
        inductionStep('104', 'checkpoints.104'),
        inductionStep('157', 'checkpoints.157'),
        inductionStep('236', 'checkpoints.236'),
        inductionStep('354', 'checkpoints.354'),
        inductionStep('800', 'end'),
      ].join(' '),
      of: 'investigations.induction',
    },
    { text: 'Random circuits that contain the edge into head {} lose', because: 'The name of a head.' },
    {
      text: 'less that of *he* is {.clean} and {.corrupt}. Of the {.lost} between them head 0.2 restores {.heads.0.2.restored} ± {.heads.0.2.deviation}, head 2.0 {.heads.2.0.restored} ± {.heads.2.0.deviation}, head 1.3 {.heads.1.3.restored} ± {.heads.1.3.deviation}, and every other head less than {}; MLP 2 at the last token {.hook-mlp-out.2.3}, MLP 3 {.hook-mlp-out.3.3}',
      of: 'investigations.pronouns.patching',
      because: 'A bound.',
    },
    {
      text: 'Head 2.0 gives {.heads.2.0.pronoun-to-noun.score} of its attention ... elsewhere {.heads.2.0.pronoun-to-noun.positional}, the best of sixteen by chance {.chance.pronoun-to-noun}. In sentences of another kind, with two nouns, it is {heads.world.pronoun-to-noun.hand.all.own} ... no specialist of pronouns: {.heads.2.0.noun-to-adjective.score} from a noun to its adjective ... each time with more than {} % of its attention on the subject. The loss without it rises by {.heads.2.0.ablation.change} ({.heads.2.0.ablation.low} to {.heads.2.0.ablation.high})',
      of: 'investigations.pronouns.table',
      because: 'A bound on the examples of `lens head-profile`.',
    },
    {
      text: 'looks at its own token ({.heads.0.2.same-token.score} of its attention)',
      of: 'investigations.pronouns.table',
    },
    {
      text: 'attends to the noun at {.checkpoints.381.heads.2.0.pronoun-to-noun.score} of step 381, {.checkpoints.577.heads.2.0.pronoun-to-noun.score} of step 577, {.checkpoints.873.heads.2.0.pronoun-to-noun.score} of step 873 and {.table.heads.2.0.pronoun-to-noun.score} at the end. Its copying score is {.checkpoints.167.heads.2.0.copying} at step 167, before it looks at anything, and {.checkpoints.577.heads.2.0.copying} at step 577',
      of: 'investigations.pronouns',
    },
    {
      text: '| embed → head 0.2 v | {.embed-head-0-2-v.exact} | | head 0.2 → head 2.0 v | {.head-0-2-head-2-0-v.exact} | | MLP 3 → logits | {.MLP-3-logits.exact} | | head 2.0 → logits | {.head-2-0-logits.exact} | | head 2.0 → MLP 2 | {.head-2-0-MLP-2.exact} | | MLP 2 → logits | {.MLP-2-logits.exact} | | head 2.0 → MLP 3 | {.head-2-0-MLP-3.exact} |',
      of: 'investigations.pronouns.paths.edges',
    },
    {
      text: `{.circuit.edges} of {.circuit.of} edges keep {.circuit.faithfulness%} %, and {.circuit.completeness%} % is lost without them; 500 connected random circuits keep ${circuitText('circuit').kept}, and without them ${circuitText('circuit').lost}. The same lens on all eight pairs takes {.pairs.edges} edges: {.pairs.faithfulness%} % and {.pairs.completeness%} %`,
      of: 'investigations.pronouns',
      because: 'A percentile.',
    },
    {
      text: 'The logit difference of both answers is {.clean} and {.corrupt}. Before layer 1 the last name restores {.hook-resid-pre.1.1} and the first {.hook-resid-pre.1.0}; before layer 2 it is the last token of the prompt: {.hook-resid-pre.2.5}. At all positions head 0.2 restores {.heads.0.2.restored} ± {.heads.0.2.deviation}, head 1.3 {.heads.1.3.restored} ± {.heads.1.3.deviation}, head 2.0 {.heads.2.0.restored} ± {.heads.2.0.deviation}. MLP 3 at the last token {.hook-mlp-out.3.5}, MLP 2 {.hook-mlp-out.2.5}',
      of: 'investigations.facts.patching',
    },
    {
      text: `{.edges} of {.of} edges keep {.faithfulness%} % of twenty pairs ({} edges {.curve.54.faithfulness%} %), and {.completeness%} % is lost without them; fifty connected random ones keep {.random.faithfulness.mean%} % ({} % of them at most {.random.faithfulness.high%} %), and without them {.random.completeness.mean%} % is lost (at most {.random.completeness.high%} %). Both percentiles are of one draw of fifty, and would move with another. For Jordan and Serena Williams alone {investigations.facts.alone.edges} edges are needed for {investigations.facts.alone.faithfulness%} %`,
      of: 'investigations.facts.circuit',
      because: 'A percentile.',
    },
    {
      text: 'the answer falls from {.clean%} to {.corrupted%} %. Of what is lost, attention 1 at the last token restores {.attention.1.last-token.recovered%} % ({.attention.1.last-token.low%} to {.attention.1.last-token.high%}), attention 2 {.attention.2.last-token.recovered%} % ({.attention.2.last-token.low%} to {.attention.2.last-token.high%}), MLP 3 {.mlp.3.last-token.recovered%} % ({.mlp.3.last-token.low%} to {.mlp.3.last-token.high%}), MLP 1 at the last name {.mlp.1.last-subject-token.recovered%} % ({.mlp.1.last-subject-token.low%} to {.mlp.1.last-subject-token.high%})',
      of: 'investigations.facts.trace',
    },
    {
      text: 'say *golf* ({.low%} to {.high%} %), also after other sentences; {.kept} of {.of} other answers stay, {.lastKept} of {.lastOf} of those',
      of: 'investigations.facts.edit',
    },
  ],
};
