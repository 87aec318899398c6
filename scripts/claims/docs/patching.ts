// Where docs/patching.md states figures.
import type { DocStatements } from '../statements.ts';

const edgeRow = (label: string, key: string) =>
  `| ${label} | {.paths.edges.${key}.estimate} | {.integrated.edges.${key}.estimate} | {.paths.edges.${key}.exact} |`;

export const patching: DocStatements = {
  doc: 'docs/patching.md',
  statements: [
    { text: 'Faithfulness over {} % means', because: 'It is what the sentence is about.' },
    {
      text: 'less that of *tennis* is {.clean} and {.corrupt}.',
      of: 'investigations.patching.patching',
    },
    {
      text: 'the stream of layer 2 restores {.hook-resid-pre.2.5} of {.lost}, that of layer 3 {.hook-resid-pre.3.5}. Two heads stand out: head 0.2 at both names ({.heads.0.2.restored} of {.lost} at all positions) and head 1.3 at *of* ({.attn-hook-z.1.23}). Estimates and effects correlate with {.agreement.sites.low} to {.agreement.sites.high} over the sites, and with {.agreement.neurons} over 200 neurons',
      of: 'investigations.patching.patching',
    },
    {
      text: [
        edgeRow('embed → head 0.2 v', 'embed-head-0-2-v'),
        edgeRow('head 0.2 → head 1.3 v', 'head-0-2-head-1-3-v'),
        edgeRow('MLP 3 → logits', 'MLP-3-logits'),
        edgeRow('head 1.3 → logits', 'head-1-3-logits'),
      ].join(' '),
      of: 'investigations.patching',
    },
    {
      text: 'but ranks most of them well (correlation {.paths.agreement}); integrated gradients are close ({.integrated.agreement})',
      of: 'investigations.patching',
    },
    {
      text: 'of which head 0.2 restores {.0.2.restored} and head 1.3 {.1.3.restored}, with',
      of: 'investigations.facts.patching.heads',
    },
    { text: 'the fewest of 1, 2, 4, 6 and so on that keep {} %', because: 'A setting of the lens.' },
    {
      text: 'has a score of {.ov} (twenty random heads {.random.low} to {.random.high}), and every one of the {.tokens} tokens raises its own logit most, where {} % would by chance. Its QK circuit has {.qk}',
      of: 'investigations.copying',
      because: 'Chance is one of the tokens.',
    },
  ],
};
