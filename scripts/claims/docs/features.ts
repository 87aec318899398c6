// Where docs/features.md states figures.
import type { DocStatements } from '../statements.ts';

const TRAINED =
  'Dictionaries are trained: another order of additions, as with relaxed SIMD, moves these figures.';
const LAYERS = [0, 1, 2, 3];

const transcoderRow = (layer: number) => {
  const shares = [`{.${layer}.explained% ± 0.2} %`, `{.${layer}.explainedBeside% ± 0.4} %`];
  const recovered = [`{.${layer}.zero% ± 1.5} %`, `{.${layer}.mean% ± 1.5} %`];
  const cosines = [`{.${layer}.cosine ± 0.02}`, `{.${layer}.chance}`];
  const cells = [...shares, `{.${layer}.used ± 0.1}`, `{.${layer}.dead ± 3}`, ...recovered, ...cosines];
  return `| ${layer} | ${cells.join(' | ')} |`;
};

export const features: DocStatements = {
  doc: 'docs/features.md',
  statements: [
    {
      text: `| best cosine | random | ... ${LAYERS.map(transcoderRow).join(' ')}`,
      of: 'features.world.layers',
      because: TRAINED,
    },
    { text: 'Above {} %', because: 'It is what the sentence is about.' },
    {
      text: 'the held-out loss is {.loss.spliced ± 0.005} instead of {.loss.clean}, and {.recovered% ± 0.3} % is recovered. ... {.found.low% ± 1} to {.found.high% ± 1} % of them',
      of: 'features.world',
      because: TRAINED,
    },
    { text: 'with a cosine above {}', because: 'A setting of the lens.' },
    {
      text: "Model `facts` recovers {.recovered% ± 0.3} %; its features' best cosines are {.layers.0.cosine ± 0.02} and {.layers.1.cosine ± 0.02} (random {.layers.0.chance})",
      of: 'features.facts',
      because: TRAINED,
    },
    { section: 'Attribution graphs', because: 'Its figures are not compared yet.' },
  ],
};
