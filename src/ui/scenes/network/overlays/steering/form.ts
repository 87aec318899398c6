// What the overlay of steering adds: a direction, where, at which tokens, and how far.

import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import type { Shot } from '../../camera/shot.ts';
import type { Words } from '../../text/describe.ts';
import { choiceField, overlayForm, rangeField, wordField } from '../form.ts';
import type { OverlayForm } from '../overlay.ts';
import { stateOf, withState } from '../overlay-state.ts';
import { type SteeringState, withDirection } from './request.ts';
import { streamPoints } from './stream-point.ts';

/** Mean lengths of the stream, each way. */
const FARTHEST = 2;

export const renderSteeringForm: OverlayForm = (shot, words, emit) => {
  const state = stateOf(shot, 'steering');
  const result = words?.values.lenses.steering;
  const set = (changes: SteeringState) => emit(withState(shot, 'steering', { ...state, ...changes }));
  return overlayForm(
    msg('Direction'),
    html`
      ${directionFields(shot, result, emit)}
      ${words ? pointField(words, result?.point ?? state.point, (point) => set({ point, strength: undefined })) : nothing}
      ${choiceField(msg('At'), TOKENS, state.addedAt ?? 'all', (addedAt) => set({ addedAt }))}
      ${result ? strengthField(result.strength, result.direction, (strength) => set({ strength })) : nothing}
    `,
  );
};

const TOKENS = [
  ['all', msg('every token')],
  ['last', msg('the last token')],
] as const;

type Direction = NonNullable<SteeringState['direction']>;
type Result = NonNullable<Words['values']['lenses']['steering']>;
type Option = readonly [value: string, text: string];

function directionFields(shot: Shot, result: Result | undefined, emit: (shot: Shot) => void) {
  const { direction } = stateOf(shot, 'steering');
  const sets = result?.sets ?? [];
  const chosen = result?.direction.classes;
  const kind = direction && direction.kind !== 'classes' ? direction.kind : (chosen?.set ?? '');
  const options: Option[] = [
    ...(sets.length > 0 ? sets.map(({ name }): Option => [name, name]) : [['', msg('suggested')] as const]),
    ['prompts', msg('two lists of prompts')],
    ['embeddings', msg('two embeddings')],
    ...(direction?.kind === 'vector' ? [['vector', direction.name] as const] : []),
  ];
  const classes = sets.find(({ name }) => name === chosen?.set)?.classes ?? [];
  const between = (from: string, to: string) =>
    emit(withDirection(shot, { kind: 'classes', ...(chosen && { set: chosen.set }), from, to }));
  const classOptions = classes.map((name): Option => [name, tokenLabel(name)]);
  return html`
    ${choiceField(msg('Direction'), options, kind, (value) => {
      if (value === 'vector') return;
      const { away = [], toward = [] } = result?.direction.examples ?? {};
      if (value === 'prompts')
        emit(
          withDirection(shot, { kind: 'prompts', away: [...new Set(away)], toward: [...new Set(toward)] }),
        );
      else if (value === 'embeddings')
        emit(
          withDirection(shot, {
            kind: 'embeddings',
            from: result?.before[0].id ?? 0,
            to: result?.before[1].id ?? 1,
          }),
        );
      else emit(withDirection(shot, value === '' ? undefined : { kind: 'classes', set: value }));
    })}
    ${
      chosen
        ? html`
            ${choiceField('from', classOptions, chosen.from, (from) => between(from, from === chosen.to ? chosen.from : chosen.to))}
            ${choiceField('to', classOptions, chosen.to, (to) => between(to === chosen.from ? chosen.to : chosen.from, to))}
          `
        : nothing
    }
    ${direction?.kind === 'embeddings' ? embeddingFields(shot, direction, result, emit) : nothing}
  `;
}

/** The direction is the embedding of one token less that of the other. */
function embeddingFields(
  shot: Shot,
  direction: Extract<Direction, { kind: 'embeddings' }>,
  result: Result | undefined,
  emit: (shot: Shot) => void,
) {
  const { toward: [to] = [], away: [from] = [] } = result?.direction.examples ?? {};
  const field = (label: string, side: 'from' | 'to', read = '') => {
    const chosen = direction[side];
    return wordField(label, {
      value: typeof chosen === 'string' ? chosen : read.trim(),
      set: (typed) => typed && emit(withDirection(shot, { ...direction, [side]: typed })),
    });
  };
  return html`${field(msg('Embedding of'), 'to', to)} ${field(msg('less that of'), 'from', from)}`;
}

/** Also without a result: where there is no such place, another one is chosen here. */
function pointField({ shape }: Words, chosen: PointOf | undefined, set: (point: PointOf) => void) {
  const points = streamPoints(shape);
  const index = points.findIndex(({ layer, site }) => layer === chosen?.layer && site === chosen.site);
  return choiceField(
    msg('Added'),
    [
      ...(index < 0 ? [['-1', msg('choose a place')] as const] : []),
      ...points.map(({ meaning }, i): Option => [String(i), meaning]),
    ],
    String(index),
    (value) => {
      const point = points[Number(value)];
      if (point) set({ layer: point.layer, site: point.site });
    },
  );
}

type PointOf = NonNullable<SteeringState['point']>;

function strengthField(strength: number, { length }: Result['direction'], set: (strength: number) => void) {
  const farthest = Math.max(FARTHEST, 2 * length);
  const isOwn = Math.abs(strength - length) < 1e-6;
  const label = msg(
    str`Strength: ${formatSigned(strength)} × the stream’s length${isOwn ? msg(', its own length') : ''}`,
  );
  return rangeField(label, {
    ...{ min: -farthest, max: farthest, step: 0.02, value: strength, set },
    text: msg(str`${formatSigned(strength)} times the mean length of the stream there`),
  });
}
