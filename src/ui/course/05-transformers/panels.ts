// The panels of chapter 5: what each reads and shows. Each moment of the video names one of them.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { FOCUS } from '../../../shared/focus.ts';
import { TOKENIZERS } from '../../../shared/settings/tokenizers.ts';
import type { PrefixResult, TokenScore } from '../../../workers/rpc/api/lab-api.ts';
import { note } from '../../figures/card.ts';
import { formatInteger } from '../../format/numbers.ts';
import { ColoursScene } from '../../scenes/colours/colours-scene.ts';
import { CutsScene } from '../../scenes/cuts/cuts-scene.ts';
import { DirectionsScene } from '../../scenes/directions/directions-scene.ts';
import { DotScene } from '../../scenes/dot/dot-scene.ts';
import { ProductScene } from '../../scenes/product/product-scene.ts';
import { TemperatureScene } from '../../scenes/temperature/temperature-scene.ts';
import type { Scene } from '../../stage/scene.ts';
import type { KeptController } from '../../state/kept.ts';
import type { LiveMode } from '../../views/status/live-region.ts';
import { countingPanel } from '../chapter-stage/counting-panel.ts';
import type { Panel, PanelTable, Reading, Reads, StageRequest } from '../chapter-stage/panel.ts';
import type { BytePairOptions, EmbeddingViewOptions, Sampling, Tips } from './choices.ts';
import type { WordsOfVocabulary } from './controls.ts';
import type { GeneratedToken, Prediction } from './distribution.ts';
import { analogies, analogiesStyles } from './figures/analogies.ts';
import { contextPredictions, contextStyles, contextWindow } from './figures/context.ts';
import { directions } from './figures/directions.ts';
import { dotProduct, dotProductStyles } from './figures/dot-product.ts';
import {
  embeddingSpace,
  embeddingSpaceStyles,
  nearestNeighbours,
  type Space,
} from './figures/embedding-space.ts';
import { logitsTable, unembedding } from './figures/logits-table.ts';
import { nameOfGpt, pipeline, pipelineStyles } from './figures/pipeline.ts';
import { activeNeurons, blockByBlock, wordInContexts } from './figures/pipeline-parts.ts';
import { residualStream } from './figures/residual-stream.ts';
import { temperatureStories } from './figures/temperature-stories.ts';
import { tensors } from './figures/tensors.ts';
import {
  coloursInput,
  cutsInput,
  directionsInput,
  dotInput,
  type Product,
  productInput,
  temperatureInput,
} from './scene-inputs.ts';
import type { SelectedWords } from './selected-words.ts';
import type { UmapController } from './umap-controller.ts';
import '../../views/text/prefixes/prefixes.ts';
import './views/byte-pairs/byte-pairs.ts';
import './views/embedding-matrix/embedding-matrix.ts';
import './views/generation-loop/generation-loop.ts';
import './views/line-fit/line-fit.ts';
import './views/softmax-calculator/softmax-calculator.ts';

export interface Options {
  /** Tokens after the prompt. */
  readonly generated: readonly GeneratedToken[];
  readonly words: SelectedWords;
  readonly pairs: BytePairOptions;
  /** Seed of the samples. */
  readonly seed: number;
}

type Request = StageRequest<Options>;

/** The data of a prompt and the visitor's choices. */
export interface Context extends Reading<Options> {
  /** Logits of the next token (V); empty if the prompt is invalid. */
  readonly logits: Float32Array;
  /** Input of the unembedding (C): the last token's vector after the final norm. */
  readonly lastVector: Float32Array;
  readonly sampling: Sampling;
  readonly tips: Tips;
  readonly viewOptions: EmbeddingViewOptions;
  readonly umap: UmapController;
  /** Whether the moment's action plays by itself. */
  readonly isPlaying: boolean;
  /** Whether tokens are generated automatically. */
  readonly isAutoGenerating: boolean;
  /** `aria-live` of status texts about the model. */
  readonly live: LiveMode;
}

/** What every panel reads, and the text that writes itself while none is open. */
export const READS: Reads<Options> = {
  activations: () => ['logits', 'ln_final.hook_normalized'],
  generated: ({ options }) => options.generated.map(({ id }) => id),
};

/** Number of nearest neighbours listed. */
const NEIGHBOUR_COUNT = 8;

/** Temperatures as in the video: 0, 1, the maximum of most services, and 5 with the 20 most probable tokens. */
const STORIES = [
  { temperature: 0 },
  { temperature: 0.7 },
  { temperature: 1 },
  { temperature: 2 },
  { temperature: 5, topK: 20 },
];

/** Contexts of the last token alone, the last two, four, …: those that are not the whole text. */
const windows = ({ run }: Request) => {
  const sizes = Array.from({ length: 10 }, (_, power) => 2 ** power).filter((size) => size < run.model.T);
  return Object.fromEntries(sizes.map((last) => [`${last}`, { last }]));
};

/** Of these contexts, and of all tokens. */
const windowPredictions = ({ inspection: { variants, tokens, next } }: Context) => [
  ...Object.entries(variants)
    .filter(([name]) => /^\d+$/.test(name))
    .map(([size, { next }]) => ({ size: Number(size), next })),
  ...(tokens.length > 0 ? [{ size: tokens.length, next }] : []),
];

const stream = ({ prompt: text }: Request) => ({ 'residual-stream': { text } });

/** Of predictions that the panel reads as they are, where the stage has another temperature. */
const temperatureNote = ({ sampling }: Context) =>
  sampling.temperature === 1
    ? nothing
    : note(msg('Probabilities without a temperature beside them are at T = 1.'));

/** The whole network, with the part that the moment explains, and that part at work. */
const network = (
  label: string,
  reads: Reads<Options> = {},
  part: (context: Context) => TemplateResult | undefined = () => undefined,
): Panel<Options, Context> => ({
  label,
  ...reads,
  render(context) {
    const { panel = '', run } = context.request;
    return html`${temperatureNote(context)} ${pipeline(panel, run, context.inspection)} ${part(context) ?? nothing}`;
  },
});

/** The unembedding times the last vector. */
const weightsPanel = (label: string, show: (kept: KeptController, product: Product) => Scene) => ({
  label,
  lenses: () => ({ weights: { view: 'unembedding' } }) as const,
  scene(kept: KeptController, { logits, lastVector: vector, lenses, request, inspection }: Context) {
    const { tensor: weights } = lenses.weights ?? {};
    const { vocabulary } = request.run;
    return weights && show(kept, { weights, vector, logits, vocabulary, token: lastTokenText(inspection) });
  },
  render: () => note(msg('Loading weights …')),
});

const spacePanel = (
  label: string,
  figure: (space: Space, neighbours: readonly TokenScore[]) => TemplateResult,
): Panel<Options, Context> => ({
  label,
  lenses: ({ options: { words } }) => ({
    embedding: {},
    'nearest-tokens': { id: words.word, by: words.likeness, count: NEIGHBOUR_COUNT },
  }),
  render(context) {
    const { lenses, inspection, umap, viewOptions: options, isPlaying: isTurning } = context;
    const { embedding, 'nearest-tokens': neighbours } = lenses;
    if (!embedding) return note(msg('Loading embeddings …'));
    const marked = inspection.tokens.map(({ id }) => id);
    return figure(
      { embedding, umap, options, isTurning, marked, ...wordsOf(context) },
      neighbours?.nearest ?? [],
    );
  },
});

const wordsOf = ({ request: { options, run } }: Context): WordsOfVocabulary => ({
  words: options.words,
  vocabulary: run.vocabulary,
});

const analogyLenses = ({ options: { words } }: Request) => {
  const { a, b, c, expected } = words;
  return { analogy: { a, b, c, expected, count: NEIGHBOUR_COUNT }, relations: {} };
};

const cutLenses = ({ prompt: text, options: { pairs } }: Request) => ({
  tokenizations: { text },
  'byte-pairs': { text, ...pairs },
});

const pairLens = ({ options: { words } }: Request) => ({
  'dot-product': { one: words.one, other: words.other },
});

const predictionOf = ({ logits, request, sampling }: Context): Prediction => ({
  ...{ logits, sampling, vocabulary: request.run.vocabulary },
});

/** Of the figures that are no elements. */
export const FIGURE_STYLES = [
  ...[analogiesStyles, contextStyles, dotProductStyles, embeddingSpaceStyles],
  ...[pipelineStyles],
];

export const PANELS = {
  Generation: {
    predict: { label: msg('Next token'), render: renderGenerationLoop },
    loop: { label: msg('Step by step'), render: renderGenerationLoop },
    auto: { label: msg('Automatic'), render: renderGenerationLoop },
    scene: {
      label: msg('Chatbot'),
      variants: windows,
      render: (context) => html`${temperatureNote(context)}
        ${contextPredictions(tokenTexts(context), windowPredictions(context))} ${renderGenerationLoop(context)}`,
    },
  },
  'Whole network': {
    name: {
      label: msg('Name'),
      render: (
        context,
      ) => html`${temperatureNote(context)} ${nameOfGpt(context.request.run, context.inspection)}
        ${pipeline('name', context.request.run, context.inspection)}`,
    },
    attention: network(
      msg('Attention'),
      {
        lenses: (r) => ({
          'context-comparison': { text: r.prompt, token: FOCUS.token, by: 'contexts' },
        }),
      },
      ({ lenses: { 'context-comparison': contexts } }) => contexts && wordInContexts(contexts),
    ),
    mlp: network(
      msg('MLPs'),
      { activations: ({ run }) => (run.model.mlpWidth > 0 ? ['blocks.0.mlp.hook_post'] : []) },
      ({ inspection: { activations, tokens } }) => {
        const neurons = activations['blocks.0.mlp.hook_post'];
        return neurons && activeNeurons(neurons, tokens);
      },
    ),
    all: network(
      msg('Many layers'),
      { lenses: stream },
      ({ lenses: { 'residual-stream': stages } }) => stages && blockByBlock(stages),
    ),
    ends: network(msg('Input and output')),
    shapes: network(msg('Arrays'), {
      activations: ({ run }) => ['blocks.0.hook_resid_pre', `blocks.${run.model.L - 1}.hook_resid_post`],
    }),
  },
  Weights: {
    line: {
      label: msg('Linear regression'),
      render: ({ request, isPlaying }) =>
        html`<lab-line-fit .parameterCount=${request.run.parameterCount} .isPlaying=${isPlaying}></lab-line-fit>`,
    },
    product: weightsPanel(msg('Weighted sums'), (kept, product) =>
      kept.get(ProductScene).show(productInput(product)),
    ),
    colours: weightsPanel(msg('Weights and data'), (kept, product) =>
      kept.get(ColoursScene).show(coloursInput(product)),
    ),
    counts: countingPanel(msg('Count')),
  },
  Words: {
    tokens: {
      label: msg('Tokens'),
      lenses: cutLenses,
      scene: (kept, context) => {
        const scene = kept.get(CutsScene);
        const cuts = cutsInput(context);
        return cuts ? scene.show(cuts) : scene;
      },
    },
    embedding: {
      label: msg('Embedding'),
      lenses: () => ({ embedding: {} }),
      render: ({ lenses, inspection }) =>
        html`<lab-embedding-matrix .result=${lenses.embedding} .tokens=${inspection.tokens}></lab-embedding-matrix>`,
    },
    points: spacePanel(msg('Points'), (space) => embeddingSpace(space)),
    neighbours: spacePanel(
      msg('Neighbours'),
      (space, nearest) =>
        html`<div class="columns">${nearestNeighbours(space, nearest)} ${embeddingSpace(space, nearest)}</div>`,
    ),
    analogy: {
      label: msg('Directions'),
      lenses: (r) => ({ ...analogyLenses(r), embedding: {} }),
      scene: (kept, context) => kept.get(DirectionsScene).show(directionsInput(context)),
    },
    angle: {
      label: msg('Dot product'),
      lenses: pairLens,
      scene: (kept, context) => kept.get(DotScene).show(dotInput(context)),
    },
    direction: {
      label: msg('Plural direction'),
      lenses: ({ run, options: { words } }) => ({
        relations: {},
        'direction-projection': { from: words.from, to: words.to, ids: [...run.vocabulary.keys()] },
      }),
      render: (context) => {
        const { 'direction-projection': direction, relations } = context.lenses;
        return directions(direction, relations?.relations ?? [], wordsOf(context));
      },
    },
  },
  Context: {
    stream: {
      label: msg('Residual stream'),
      lenses: stream,
      render: (context) => {
        const { lenses, inspection, request, viewOptions } = context;
        const result = lenses['residual-stream'];
        return html`${temperatureNote(context)}
        ${result ? residualStream(result, lastTokenText(inspection), request.run.vocabulary, viewOptions.dimensions === 2) : note(msg('Loading …'))}`;
      },
    },
    window: {
      label: msg('Context window'),
      variants: windows,
      render: (context) => html`${temperatureNote(context)}
        ${contextWindow(context.inspection, context.request.run.model, windowPredictions(context))}`,
    },
  },
  Prediction: {
    unembedding: {
      label: msg('Unembedding'),
      lenses: ({ prompt: text }) => ({ 'next-token': { text } }),
      render: (context) => {
        const { lastVector, inspection, request, lenses } = context;
        return html`
          ${unembedding(lastVector, lastTokenText(inspection), request.run.vocabulary)}
          ${logitsTable(predictionOf(context))} ${temperatureNote(context)}
          ${lenses['next-token'] ? renderPrefixes(lenses['next-token'].prefixes) : nothing}`;
      },
    },
    softmax: {
      label: msg('Softmax'),
      scene: (kept, context) => kept.get(TemperatureScene).show(temperatureInput(context, 'steps')),
    },
    temperature: {
      label: msg('Temperature'),
      scene: (kept, context) => kept.get(TemperatureScene).show(temperatureInput(context, 'temperature')),
    },
    stories: {
      label: msg('Stories'),
      writes: ({ prompt, run, options: { seed } }) =>
        STORIES.map((sampling) => ({
          prompt,
          tokens: TOKENIZERS[run.tokenizer].lengths.story,
          seed,
          ...sampling,
        })),
      render: ({ generations, sampling }) =>
        temperatureStories(
          generations.map(({ tokens }, i) => ({ tokens, temperature: STORIES[i].temperature })),
          sampling,
        ),
    },
    logits: {
      label: msg('Logits'),
      scene: (kept, context) => kept.get(TemperatureScene).show(temperatureInput(context, 'names')),
    },
  },
  Tools: {
    merges: {
      label: msg('Byte pairs'),
      lenses: cutLenses,
      render: ({ request, lenses: { 'byte-pairs': bytePairs } }) =>
        html`<lab-byte-pairs
          .result=${bytePairs}
          .options=${request.options.pairs}
          .fixed=${request.run.tokenizer === 'byte-pair'}
        ></lab-byte-pairs>`,
    },
    equation: {
      label: msg('Word arithmetic'),
      lenses: analogyLenses,
      render: (context) => {
        const { analogy, relations } = context.lenses;
        return analogies(analogy, relations?.relations ?? [], wordsOf(context), context.live);
      },
    },
    pair: {
      label: msg('Dot product of two words'),
      lenses: pairLens,
      render: (context) => dotProduct(context.lenses['dot-product'], wordsOf(context), context.live),
    },
    calculator: {
      label: msg('Softmax calculator'),
      render: ({ logits, request }) =>
        html`<lab-softmax-calculator .logits=${logits} .vocabulary=${request.run.vocabulary}></lab-softmax-calculator>`,
    },
    tensors: {
      label: msg('Every tensor'),
      lenses: () => ({ parameters: {} }),
      render: ({ lenses: { parameters = [] } }) => tensors(parameters),
    },
  },
} as const satisfies PanelTable<Options, Context>;

function renderGenerationLoop(context: Context): TemplateResult {
  const { request, logits, sampling, isAutoGenerating } = context;
  return html`<lab-generation-loop
    .mode=${request.panel}
    .prompt=${tokenTexts(context)}
    .generated=${request.options.generated}
    .logits=${logits}
    .vocabulary=${request.run.vocabulary}
    .sampling=${sampling}
    .isAutoGenerating=${isAutoGenerating}
  ></lab-generation-loop>`;
}

function renderPrefixes(prefixes: readonly PrefixResult[]) {
  return html`<lab-prefixes
    heading=${msg('In training every vector guesses, not only the last')}
    .prefixes=${prefixes}
    .token=${prefixes.length - 1}
  >
    ${msg(str`One text of ${formatInteger(prefixes.length)} tokens asks ${formatInteger(prefixes.filter(({ actual }) => actual).length)} questions with known answers at once. That is why the network is trained on all of them though only the last, yellow, is used to write.`)}
  </lab-prefixes>`;
}

const tokenTexts = ({ inspection }: Context): string[] => inspection.tokens.map(({ text }) => text);

const lastTokenText = ({ tokens }: Context['inspection']): string => tokens.at(-1)?.text ?? '';
