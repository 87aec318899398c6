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

const seedRange = (of: string) => `{.${of}.low%} to {.${of}.high%}`;

const ABLATED = [
  ['3.162 at *of*', 'f3-162-5'],
  ['2.349 at *of*', 'f2-349-5'],
  ['3.260 at *of*', 'f3-260-5'],
  ['2.227 at *Jordan*', 'f2-227-1'],
  ['0.216 at *Jordan*', 'f0-216-1'],
];
const ablatedRow = ([name, key]: string[]) => {
  const cells = ['direct.predicted', 'direct.measured', 'total.predicted', 'total.measured'];
  return `| feature ${name} | ${cells.map((cell) => `{.${key}.${cell}}`).join(' | ')} |`;
};

const agreementRow = (of: string) =>
  ['direct', 'total']
    .map((side) => `{.${of}.${side}.median} ({.${of}.${side}.low} to {.${of}.${side}.high})`)
    .join(' | ');

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
    {
      text: `Three seeds explain ${LAYERS.slice(0, 3)
        .map((layer) => seedRange(`layers.${layer}.seeds.explainedBeside`))
        .join(', ')} and ${seedRange('layers.3.seeds.explainedBeside')} %`,
      of: 'features.world',
      within: 0.5,
      because: TRAINED,
    },
    {
      text: `recover ${LAYERS.slice(0, 3)
        .map((layer) => seedRange(`layers.${layer}.seeds.mean`))
        .join(', ')} and ${seedRange('layers.3.seeds.mean')} % ... replaced ${seedRange('seeds')} %`,
      of: 'features.world',
      within: 1.5,
      because: TRAINED,
    },
    {
      text: 'keeps the nodes with {} % of it and of their edges {} %',
      because: 'Settings of the lens.',
    },
    {
      text: 'is {.value} above ... Of {.features ± 10} active features and {.edges ± 1500} edges {.nodes ± 5} nodes and {.kept ± 40} edges remain; replacement score {.replacement% ± 1} %, completeness {.completeness% ± 1} %. ... three seeds give {.seeds.nodes.low ± 5} to {.seeds.nodes.high ± 5} nodes, {.seeds.kept.low ± 40} to {.seeds.kept.high ± 40} edges, scores of {.seeds.replacement.low% ± 1} to {.seeds.replacement.high% ± 1} % and {.seeds.completeness.low% ± 1} to {.seeds.completeness.high% ± 1} %',
      of: 'features.graph',
      because: TRAINED,
    },
    {
      text: '*Jordan* adds {.embed-1}; ... {} ({.f3-162-5}), {} ({.f2-349-5}) and {} ({.f3-298-5})',
      of: 'features.graph.total',
      within: 0.2,
      because: `${TRAINED} The names of features are no figures.`,
    },
    {
      text: 'MLP 2 ({.error2-5}) and of MLP 3 ({.error3-5})',
      of: 'features.graph.total',
      within: 0.4,
      because: TRAINED,
    },
    {
      text: ABLATED.map(ablatedRow).join(' '),
      of: 'features.graph.ablated',
      within: 0.1,
      because: TRAINED,
    },
    {
      text: 'correlate with {.direct ± 0.02} for the answer directly, {.total ± 0.05} over all paths, and {.later ± 0.03} over {.edges ± 60} edges',
      of: 'features.graph.agreement',
      because: TRAINED,
    },
    { text: 'Prompts differ. Of {.count},', of: 'features.graph.prompts' },
    {
      text: 'with JumpReLU {.low ± 0.03} to {.high ± 0.03} k',
      of: 'features.jumprelu',
      because: TRAINED,
    },
    {
      text: `as on the page | ${agreementRow('next')} | ... | ${agreementRow('none')} |`,
      of: 'features.graph.prompts',
      within: 0.1,
      because: TRAINED,
    },
  ],
};
