// The panels of chapter 5: what each reads and shows. Each moment of the video names one of them.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { PrefixResult, TokenizerKind } from '../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../format/numbers.ts';
import type { LiveMode } from '../../views/status/live-region.ts';
import type { Panel, PanelTable, Reading, Reads, ResolvedRequest } from '../chapter-stage/panel.ts';
import type { BytePairOptions, EmbeddingViewOptions, Sampling } from './choices.ts';
import type { GeneratedToken } from './distribution.ts';
import type { SelectedWords } from './selected-words.ts';
import type { UmapController } from './umap-controller.ts';
import '../../views/text/prefixes/prefixes.ts';
import './views/analogies/analogies.ts';
import './views/byte-pairs/byte-pairs.ts';
import './views/context-window/context-window.ts';
import './views/directions/directions.ts';
import './views/dot-product/dot-product.ts';
import './views/embedding-matrix/embedding-matrix.ts';
import './views/embedding-space/embedding-space.ts';
import './views/generation-loop/generation-loop.ts';
import './views/line-fit/line-fit.ts';
import './views/logit-names/logit-names.ts';
import './views/logits-table/logits-table.ts';
import './views/parameter-ledger/parameter-ledger.ts';
import './views/pipeline/pipeline.ts';
import './views/residual-stream/residual-stream.ts';
import './views/context-predictions/context-predictions.ts';
import './views/temperature-stories/temperature-stories.ts';
import './views/temperature-curve/temperature-curve.ts';
import './views/tokenizer-comparison/tokenizer-comparison.ts';
import './views/softmax-calculator/softmax-calculator.ts';
import './views/weights-and-data/weights-and-data.ts';

export interface Options {
  /** Tokens after the prompt. */
  readonly generated: readonly GeneratedToken[];
  readonly words: SelectedWords;
  readonly pairs: BytePairOptions;
  /** Seed of the samples. */
  readonly seed: number;
}

type Request = ResolvedRequest<Options>;

/** The data of a prompt and the visitor's choices. */
export interface Context extends Reading<Options> {
  /** Logits of the next token (V); empty if the prompt is invalid. */
  readonly logits: Float32Array;
  /** Input of the unembedding (C): the last token's vector after the final norm. */
  readonly lastVector: Float32Array;
  readonly sampling: Sampling;
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
const STORY_TOKENS: Readonly<Record<TokenizerKind, number>> = {
  ...{ words: 30, 'words-and-bytes': 30, characters: 120, 'byte-pair': 50 },
};

const idsOf = ({ tokens, options }: Request): number[] =>
  [...tokens, ...options.generated].map(({ id }) => id);

/** Contexts of the last token alone, the last two, four, …, and all. */
function windows(request: Request) {
  const ids = idsOf(request);
  const powers = Array.from({ length: 10 }, (_, power) => 2 ** power).filter((size) => size < ids.length);
  const sizes = [...powers, ...(ids.length > 0 ? [ids.length] : [])];
  return Object.fromEntries(sizes.map((size) => [`${size}`, { prompt: '', generated: ids.slice(-size) }]));
}

const windowPredictions = ({ inspection: { variants } }: Context) =>
  Object.entries(variants)
    .filter(([name]) => /^\d+$/.test(name))
    .map(([size, { next }]) => ({ size: Number(size), next }));

const stream = ({ prompt: text }: Request) => ({ 'residual-stream': { text } });

/** Of predictions that the panel reads as they are, where the stage has another temperature. */
const temperatureNote = ({ sampling }: Context) =>
  sampling.temperature === 1
    ? nothing
    : html`<p class="explained">${msg('Probabilities without a temperature beside them are at T = 1.')}</p>`;

const generationLoop = (label: string): Panel<Options, Context> => ({ label, render: renderGenerationLoop });

/** The whole network, with the part that the moment explains. */
const pipeline = (label: string, reads: Reads<Options> = {}): Panel<Options, Context> => ({
  label,
  ...reads,
  render: (context) => html`${temperatureNote(context)}<lab-pipeline
    .lit=${context.request.panel}
    .run=${context.request.run}
    .inspection=${context.inspection}
    .phrases=${context.lenses['context-comparison']}
    .stream=${context.lenses['residual-stream']}
  ></lab-pipeline>`,
});

const weightsAndData = (label: string): Panel<Options, Context> => ({
  label,
  lenses: () => ({ weights: { view: 'unembedding' } }),
  render: ({ request, lenses, lastVector, logits, inspection }) => html`<lab-weights-and-data
    .show=${request.panel}
    .weights=${lenses.weights?.tensor}
    .vector=${lastVector}
    .logits=${logits}
    .vocabulary=${request.run.vocabulary}
    .token=${lastTokenText(inspection)}
  ></lab-weights-and-data>`,
});

const embeddingSpace = (label: string): Panel<Options, Context> => ({
  label,
  lenses: ({ options: { words } }) => ({
    embedding: {},
    'nearest-tokens': { id: words.word, by: words.likeness, count: NEIGHBOUR_COUNT },
  }),
  render: ({ lenses, inspection, request, umap, viewOptions, isPlaying }) => html`<lab-embedding-space
    .show=${request.panel}
    .isTurning=${isPlaying}
    .result=${lenses.embedding}
    .umap=${umap.result}
    .isUmapRunning=${umap.isRunning}
    .error=${umap.error ?? ''}
    .options=${viewOptions}
    .vocabulary=${request.run.vocabulary}
    .words=${request.options.words}
    .neighbours=${lenses['nearest-tokens']?.nearest ?? []}
    .marked=${inspection.tokens.map(({ id }) => id)}
  ></lab-embedding-space>`,
});

export const PANELS = {
  Generation: {
    predict: generationLoop(msg('Next token')),
    loop: generationLoop(msg('Step by step')),
    auto: generationLoop(msg('Automatic')),
    scene: {
      label: msg('Chatbot'),
      variants: windows,
      render: (
        context,
      ) => html`${temperatureNote(context)}<lab-context-predictions .prompt=${tokenTexts(context)} .windows=${windowPredictions(context)}></lab-context-predictions>
        ${renderGenerationLoop(context)}`,
    },
  },
  'Whole network': {
    name: pipeline(msg('Name')),
    attention: pipeline(msg('Attention'), {
      lenses: (r) => ({
        'context-comparison': { text: r.prompt, token: r.token ?? idsOf(r).length - 1, by: 'contexts' },
      }),
    }),
    mlp: pipeline(msg('MLPs'), {
      activations: ({ run }) => (run.model.mlpWidth > 0 ? ['blocks.0.mlp.hook_post'] : []),
    }),
    all: pipeline(msg('Many layers'), { lenses: stream }),
    ends: pipeline(msg('Input and output')),
    shapes: pipeline(msg('Arrays'), {
      activations: ({ run }) => ['hook_embed', `blocks.${run.model.L - 1}.hook_resid_post`],
    }),
  },
  Weights: {
    line: {
      label: msg('Linear regression'),
      render: ({ request, isPlaying }) =>
        html`<lab-line-fit .parameterCount=${request.run.parameterCount} .isPlaying=${isPlaying}></lab-line-fit>`,
    },
    product: weightsAndData(msg('Weighted sums')),
    colours: weightsAndData(msg('Weights and data')),
    counts: {
      label: msg('Count'),
      lenses: () => ({ parameters: {} }),
      render: ({ request, lenses: { parameters = [] } }) => html`<lab-parameter-ledger
        .parameters=${parameters}
        .marked=${request.settings.show}
      ></lab-parameter-ledger>`,
    },
  },
  Words: {
    tokens: {
      label: msg('Tokens'),
      lenses: ({ prompt: text, options: { pairs } }) => ({
        tokenizations: { text },
        'byte-pairs': { text, ...pairs },
      }),
      render: ({
        request,
        inspection,
        lenses: { tokenizations, 'byte-pairs': bytePairs },
      }) => html`<lab-tokenizer-comparison
          .tokenizations=${tokenizations}
          .bytePairs=${bytePairs}
          .tokenizer=${request.run.tokenizer}
          .tokens=${inspection.tokens}
        ></lab-tokenizer-comparison>
        <lab-byte-pairs
          .result=${bytePairs}
          .options=${request.options.pairs}
          .fixed=${request.run.tokenizer === 'byte-pair'}
        ></lab-byte-pairs>`,
    },
    embedding: {
      label: msg('Embedding'),
      lenses: () => ({ embedding: {} }),
      render: ({ lenses, inspection }) =>
        html`<lab-embedding-matrix .result=${lenses.embedding} .tokens=${inspection.tokens}></lab-embedding-matrix>`,
    },
    points: embeddingSpace(msg('Points')),
    neighbours: embeddingSpace(msg('Neighbours')),
    analogy: {
      label: msg('Directions'),
      lenses: ({
        options: {
          words: { a, b, c, expected },
        },
      }) => ({
        analogy: { a, b, c, expected, count: NEIGHBOUR_COUNT },
        relations: {},
      }),
      render: ({ lenses, request, live }) => html`<lab-analogies
        .vocabulary=${request.run.vocabulary}
        .words=${request.options.words}
        .result=${lenses.analogy}
        .relations=${lenses.relations?.relations ?? []}
        .live=${live}
      ></lab-analogies>`,
    },
    angle: {
      label: msg('Dot product'),
      lenses: ({
        options: {
          words: { one, other },
        },
      }) => ({ 'dot-product': { one, other } }),
      render: ({ request, lenses, live }) => html`<lab-dot-product
        .result=${lenses['dot-product']}
        .vocabulary=${request.run.vocabulary}
        .words=${request.options.words}
        .live=${live}
      ></lab-dot-product>`,
    },
    direction: {
      label: msg('Plural direction'),
      lenses: ({
        run,
        options: {
          words: { from, to },
        },
      }) => ({
        relations: {},
        'direction-projection': { from, to, ids: [...run.vocabulary.keys()] },
      }),
      render: ({ request, lenses }) => html`<lab-directions
        .vocabulary=${request.run.vocabulary}
        .words=${request.options.words}
        .direction=${lenses['direction-projection']}
        .relations=${lenses.relations?.relations ?? []}
      ></lab-directions>`,
    },
  },
  Context: {
    stream: {
      label: msg('Residual stream'),
      lenses: stream,
      render: (context) => html`${temperatureNote(context)}<lab-residual-stream
        .result=${context.lenses['residual-stream']}
        .token=${lastTokenText(context.inspection)}
        .vocabulary=${context.request.run.vocabulary}
        .flat=${context.viewOptions.dimensions === 2}
      ></lab-residual-stream>`,
    },
    window: {
      label: msg('Context window'),
      variants: windows,
      render: (context) => html`${temperatureNote(context)}<lab-context-window
        .tokens=${context.inspection.tokens}
        .cut=${context.inspection.cut}
        .contextLength=${context.request.run.model.T}
        .width=${context.request.run.model.C}
        .windows=${windowPredictions(context)}
      ></lab-context-window>`,
    },
  },
  Prediction: {
    unembedding: {
      label: msg('Unembedding'),
      lenses: ({ prompt: text }) => ({ 'next-token': { text } }),
      render: (context) => html`${renderLogitsTable(context)}
        ${temperatureNote(context)} ${context.lenses['next-token'] ? renderPrefixes(context.lenses['next-token'].prefixes) : nothing}`,
    },
    softmax: {
      label: msg('Softmax'),
      render: (context) => html`${renderLogitsTable(context)}
        <lab-softmax-calculator .logits=${context.logits} .vocabulary=${context.request.run.vocabulary}></lab-softmax-calculator>`,
    },
    temperature: {
      label: msg('Temperature'),
      render: ({ logits, request, sampling }) => html`<lab-temperature-curve
        .logits=${logits}
        .vocabulary=${request.run.vocabulary}
        .sampling=${sampling}
      ></lab-temperature-curve>`,
    },
    stories: {
      label: msg('Stories'),
      writes: ({ prompt, run, options: { seed } }) =>
        STORIES.map((sampling) => ({ prompt, tokens: STORY_TOKENS[run.tokenizer], seed, ...sampling })),
      render: ({ generations, sampling }) => html`<lab-temperature-stories
        .stories=${generations.map((story, i) => ({ ...story, temperature: STORIES[i].temperature }))}
        .sampling=${sampling}
      ></lab-temperature-stories>`,
    },
    logits: {
      label: msg('Logits'),
      render: ({ logits, request, sampling }) => html`<lab-logit-names
        .logits=${logits}
        .vocabulary=${request.run.vocabulary}
        .sampling=${sampling}
      ></lab-logit-names>`,
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

function renderLogitsTable({ request, inspection, logits, lastVector, sampling }: Context) {
  return html`<lab-logits-table
    .show=${request.panel}
    .vector=${lastVector}
    .logits=${logits}
    .vocabulary=${request.run.vocabulary}
    .token=${lastTokenText(inspection)}
    .sampling=${sampling}
  ></lab-logits-table>`;
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
