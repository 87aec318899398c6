// What each view of the stage is made of, once the engine has answered what it asks.

import { html, nothing, type TemplateResult } from 'lit';
import type { PrefixReading } from '../../../workers/lab-api.ts';
import { whole } from '../../views/numbers.ts';
import '../../views/prefixes/prefixes.ts';
import type { Sampling, SpaceLook } from './events.ts';
import type { NeighbourhoodMapping } from './neighbourhood-mapping.ts';
import type { Reading } from './reading.ts';
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
import './views/text-before/text-before.ts';
import './views/stories/stories.ts';
import './views/temperature-curve/temperature-curve.ts';
import './views/token-cuts/token-cuts.ts';
import './views/try-softmax/try-softmax.ts';
import './views/weights-and-data/weights-and-data.ts';

/** A prompt that was read, and what the visitor chose besides. */
export interface Scene extends Reading {
  readonly sampling: Sampling;
  readonly space: SpaceLook;
  readonly map: NeighbourhoodMapping;
  /** Whether tokens are drawn one after another by themselves. */
  readonly auto: boolean;
}

/** By the keys that moments use. */
export const PANEL_VIEWS: Readonly<Record<string, (scene: Scene) => TemplateResult>> = {
  'generation-loop': (scene) =>
    scene.question.side === 'scene'
      ? html`<lab-text-before .prompt=${textsOf(scene)} .windows=${scene.windows ?? []}></lab-text-before>
          ${loop(scene)}`
      : loop(scene),
  'transformer-pipeline': ({ question, inspection, phrases, stream }) => html`<lab-pipeline
    .lit=${question.side}
    .run=${question.run}
    .inspection=${inspection}
    .phrases=${phrases}
    .stream=${stream}
  ></lab-pipeline>`,
  'matrix-notation': ({ question, weights, lastVector, logits, inspection }) => html`<lab-weights-and-data
    .show=${question.side}
    .weights=${weights?.tensor}
    .vector=${lastVector}
    .logits=${logits}
    .vocabulary=${question.run.vocabulary}
    .token=${lastText(inspection)}
  ></lab-weights-and-data>`,
  'token-splitter': ({ question, inspection, cuts, bytePairs }) => html`<lab-token-cuts
      .cuts=${cuts}
      .pairs=${bytePairs}
      .tokenizer=${question.run.tokenizer}
      .tokens=${inspection.tokens}
    ></lab-token-cuts>
    <lab-byte-pairs
      .reading=${bytePairs}
      .look=${question.pairs}
      .fixed=${question.run.tokenizer === 'byte-pair'}
    ></lab-byte-pairs>`,
  'context-window': ({ question, inspection, windows }) => html`<lab-context-window
    .tokens=${inspection.tokens}
    .cut=${inspection.cut}
    .contextLength=${question.run.model.T}
    .width=${question.run.model.C}
    .windows=${windows ?? []}
  ></lab-context-window>`,
  'linear-regression': ({ question }) =>
    html`<lab-line-fit .parameterCount=${question.run.parameterCount}></lab-line-fit>`,
  'param-ledger': ({ question, parameters = [] }) => html`<lab-parameter-ledger
    .parameters=${parameters}
    .marked=${question.side}
  ></lab-parameter-ledger>`,
  'embedding-lookup': ({ embedding, inspection }) =>
    html`<lab-embedding-matrix .reading=${embedding} .tokens=${inspection.tokens}></lab-embedding-matrix>`,
  'embedding-space-3d': ({
    embedding,
    neighbours,
    inspection,
    question,
    map,
    space,
  }) => html`<lab-embedding-space
    .show=${question.side}
    .reading=${embedding}
    .map=${map.reading}
    .making=${map.running}
    .failure=${map.error ?? ''}
    .look=${space}
    .vocabulary=${question.run.vocabulary}
    .words=${question.words}
    .neighbours=${neighbours?.nearest ?? []}
    .marked=${inspection.tokens.map(({ id }) => id)}
  ></lab-embedding-space>`,
  analogy: ({ analogy, embedding, relations, question, space }) => html`<lab-analogies
    .vocabulary=${question.run.vocabulary}
    .words=${question.words}
    .embedding=${embedding}
    .flat=${space.dimensions === 2}
    .answer=${analogy}
    .relations=${relations?.relations ?? []}
  ></lab-analogies>`,
  'dot-product': ({ question, pair, direction, relations }) =>
    question.side === 'angle'
      ? html`<lab-dot-product
          .reading=${pair}
          .vocabulary=${question.run.vocabulary}
          .words=${question.words}
        ></lab-dot-product>`
      : html`<lab-directions
          .vocabulary=${question.run.vocabulary}
          .words=${question.words}
          .direction=${direction}
          .relations=${relations?.relations ?? []}
        ></lab-directions>`,
  'residual-stack': ({ question, stream, inspection, space }) => html`<lab-residual-stream
    .reading=${stream}
    .token=${lastText(inspection)}
    .vocabulary=${question.run.vocabulary}
    .flat=${space.dimensions === 2}
  ></lab-residual-stream>`,
  unembedding: (reading) => html`${logitsTable('unembedding', reading)}
    ${reading.prefixes ? guessesOf(reading.prefixes.prefixes) : nothing}`,
  softmax: (reading) => {
    const { logits, question } = reading;
    const { vocabulary } = question.run;
    if (question.side === 'names')
      return html`<lab-logit-names .logits=${logits} .vocabulary=${vocabulary}></lab-logit-names>`;
    return html`${logitsTable('softmax', reading)}
      <lab-try-softmax .logits=${logits} .vocabulary=${vocabulary}></lab-try-softmax>`;
  },
  temperature: ({ question, logits, stories, sampling }) =>
    question.side === 'stories'
      ? html`<lab-temperature-stories
          .stories=${stories ?? []}
          .sampling=${sampling}
        ></lab-temperature-stories>`
      : html`<lab-temperature-curve
          .logits=${logits}
          .vocabulary=${question.run.vocabulary}
          .sampling=${sampling}
        ></lab-temperature-curve>`,
};

function loop(scene: Scene) {
  const { question, logits, sampling, auto } = scene;
  return html`<lab-generation-loop
    .mode=${question.side}
    .prompt=${textsOf(scene)}
    .written=${question.written}
    .logits=${logits}
    .vocabulary=${question.run.vocabulary}
    .sampling=${sampling}
    .auto=${auto}
  ></lab-generation-loop>`;
}

function logitsTable(show: string, { question, inspection, logits, lastVector, sampling }: Scene) {
  return html`<lab-logits-table
    .show=${show}
    .vector=${lastVector}
    .logits=${logits}
    .vocabulary=${question.run.vocabulary}
    .token=${lastText(inspection)}
    .sampling=${sampling}
  ></lab-logits-table>`;
}

function guessesOf(prefixes: readonly PrefixReading[]) {
  return html`<lab-prefixes
    heading="In training every vector guesses, not only the last"
    .prefixes=${prefixes}
    .token=${prefixes.length - 1}
  >
    One text of ${whole(prefixes.length)} tokens asks ${whole(prefixes.filter(({ actual }) => actual).length)} questions with
    known answers at once. That is why the network is trained on all of them though only the last, yellow, is used to write.
  </lab-prefixes>`;
}

const textsOf = ({ inspection }: Reading): string[] => inspection.tokens.map(({ text }) => text);

const lastText = ({ tokens }: Reading['inspection']): string => tokens.at(-1)?.text ?? '';
