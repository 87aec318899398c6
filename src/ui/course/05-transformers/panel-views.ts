// Renders each view of the stage from the fetched data.

import { html, nothing, type TemplateResult } from 'lit';
import type { PrefixResult } from '../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../format/numbers.ts';
import type { LiveMode } from '../../views/status/live-region.ts';
import '../../views/text/prefixes/prefixes.ts';
import type { EmbeddingViewOptions, Sampling } from './events.ts';
import type { StageData } from './stage-data.ts';
import type { UmapController } from './umap-controller.ts';
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

/** The data of a prompt and the visitor's choices. */
export interface PanelContext extends StageData {
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

/** Keys are those of the moments' views. */
export const PANEL_VIEWS: Readonly<Record<string, (scene: PanelContext) => TemplateResult>> = {
  'generation-loop': (context) =>
    context.request.variant === 'scene'
      ? html`<lab-context-predictions .prompt=${tokenTexts(context)} .windows=${context.windows ?? []}></lab-context-predictions>
          ${renderGenerationLoop(context)}`
      : renderGenerationLoop(context),
  'transformer-pipeline': ({ request, inspection, phrases, stream }) => html`<lab-pipeline
    .lit=${request.variant}
    .run=${request.run}
    .inspection=${inspection}
    .phrases=${phrases}
    .stream=${stream}
  ></lab-pipeline>`,
  'matrix-notation': ({ request, weights, lastVector, logits, inspection }) => html`<lab-weights-and-data
    .show=${request.variant}
    .weights=${weights?.tensor}
    .vector=${lastVector}
    .logits=${logits}
    .vocabulary=${request.run.vocabulary}
    .token=${lastTokenText(inspection)}
  ></lab-weights-and-data>`,
  'token-splitter': ({ request, inspection, cuts, bytePairs }) => html`<lab-tokenizer-comparison
      .tokenizations=${cuts}
      .bytePairs=${bytePairs}
      .tokenizer=${request.run.tokenizer}
      .tokens=${inspection.tokens}
    ></lab-tokenizer-comparison>
    <lab-byte-pairs
      .result=${bytePairs}
      .options=${request.pairs}
      .fixed=${request.run.tokenizer === 'byte-pair'}
    ></lab-byte-pairs>`,
  'context-window': ({ request, inspection, windows }) => html`<lab-context-window
    .tokens=${inspection.tokens}
    .cut=${inspection.cut}
    .contextLength=${request.run.model.T}
    .width=${request.run.model.C}
    .windows=${windows ?? []}
  ></lab-context-window>`,
  'linear-regression': ({ request, isPlaying }) =>
    html`<lab-line-fit .parameterCount=${request.run.parameterCount} .isPlaying=${isPlaying}></lab-line-fit>`,
  'param-ledger': ({ request, parameters = [] }) => html`<lab-parameter-ledger
    .parameters=${parameters}
    .marked=${request.variant}
  ></lab-parameter-ledger>`,
  'embedding-lookup': ({ embedding, inspection }) =>
    html`<lab-embedding-matrix .result=${embedding} .tokens=${inspection.tokens}></lab-embedding-matrix>`,
  'embedding-space-3d': ({
    embedding,
    neighbours,
    inspection,
    request,
    umap,
    viewOptions,
    isPlaying,
  }) => html`<lab-embedding-space
    .show=${request.variant}
    .isTurning=${isPlaying}
    .result=${embedding}
    .umap=${umap.result}
    .isUmapRunning=${umap.isRunning}
    .error=${umap.error ?? ''}
    .options=${viewOptions}
    .vocabulary=${request.run.vocabulary}
    .words=${request.words}
    .neighbours=${neighbours?.nearest ?? []}
    .marked=${inspection.tokens.map(({ id }) => id)}
  ></lab-embedding-space>`,
  analogy: ({ analogy, relations, request, live }) => html`<lab-analogies
    .vocabulary=${request.run.vocabulary}
    .words=${request.words}
    .result=${analogy}
    .relations=${relations?.relations ?? []}
    .live=${live}
  ></lab-analogies>`,
  'dot-product': ({ request, pair, direction, relations, live }) =>
    request.variant === 'angle'
      ? html`<lab-dot-product
          .result=${pair}
          .vocabulary=${request.run.vocabulary}
          .words=${request.words}
          .live=${live}
        ></lab-dot-product>`
      : html`<lab-directions
          .vocabulary=${request.run.vocabulary}
          .words=${request.words}
          .direction=${direction}
          .relations=${relations?.relations ?? []}
        ></lab-directions>`,
  'residual-stack': ({ request, stream, inspection, viewOptions }) => html`<lab-residual-stream
    .result=${stream}
    .token=${lastTokenText(inspection)}
    .vocabulary=${request.run.vocabulary}
    .flat=${viewOptions.dimensions === 2}
  ></lab-residual-stream>`,
  unembedding: (stageData) => html`${renderLogitsTable('unembedding', stageData)}
    ${stageData.prefixes ? renderPrefixes(stageData.prefixes.prefixes) : nothing}`,
  softmax: (stageData) => {
    const { logits, request } = stageData;
    const { vocabulary } = request.run;
    if (request.variant === 'names')
      return html`<lab-logit-names .logits=${logits} .vocabulary=${vocabulary}></lab-logit-names>`;
    return html`${renderLogitsTable('softmax', stageData)}
      <lab-softmax-calculator .logits=${logits} .vocabulary=${vocabulary}></lab-softmax-calculator>`;
  },
  temperature: ({ request, logits, stories, sampling }) =>
    request.variant === 'stories'
      ? html`<lab-temperature-stories
          .stories=${stories ?? []}
          .sampling=${sampling}
        ></lab-temperature-stories>`
      : html`<lab-temperature-curve
          .logits=${logits}
          .vocabulary=${request.run.vocabulary}
          .sampling=${sampling}
        ></lab-temperature-curve>`,
};

function renderGenerationLoop(context: PanelContext) {
  const { request, logits, sampling, isAutoGenerating } = context;
  return html`<lab-generation-loop
    .mode=${request.variant}
    .prompt=${tokenTexts(context)}
    .generated=${request.generated}
    .logits=${logits}
    .vocabulary=${request.run.vocabulary}
    .sampling=${sampling}
    .isAutoGenerating=${isAutoGenerating}
  ></lab-generation-loop>`;
}

function renderLogitsTable(
  show: string,
  { request, inspection, logits, lastVector, sampling }: PanelContext,
) {
  return html`<lab-logits-table
    .show=${show}
    .vector=${lastVector}
    .logits=${logits}
    .vocabulary=${request.run.vocabulary}
    .token=${lastTokenText(inspection)}
    .sampling=${sampling}
  ></lab-logits-table>`;
}

function renderPrefixes(prefixes: readonly PrefixResult[]) {
  return html`<lab-prefixes
    heading="In training every vector guesses, not only the last"
    .prefixes=${prefixes}
    .token=${prefixes.length - 1}
  >
    One text of ${formatInteger(prefixes.length)} tokens asks ${formatInteger(prefixes.filter(({ actual }) => actual).length)} questions with
    known answers at once. That is why the network is trained on all of them though only the last, yellow, is used to write.
  </lab-prefixes>`;
}

const tokenTexts = ({ inspection }: StageData): string[] => inspection.tokens.map(({ text }) => text);

const lastTokenText = ({ tokens }: StageData['inspection']): string => tokens.at(-1)?.text ?? '';
