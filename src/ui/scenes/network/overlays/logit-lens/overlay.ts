// Logit lens: at every point of the stream, the token that the unembedding would predict there.

import { msg, str } from '@lit/localize';
import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { mix } from '../../../../stage/geometry.ts';
import type { Picture } from '../../painting/picture.ts';
import { leavingName } from '../../scene/network-shape.ts';
import { checkField, overlayForm } from '../form.ts';
import type { Overlay, OverlayForm } from '../overlay.ts';
import { stateOf, withState } from '../overlay-state.ts';
import { paintChip, streamCells } from '../stream.ts';

declare module '../overlay-types.ts' {
  interface OverlayTypes {
    'logit-lens': { state: LogitLensState };
  }
}

interface LogitLensState {
  /** Through fitted translators, once there are some. */
  readonly isTuned?: boolean;
  /** Step of the translators that are fitted to the model; set by the panel. */
  readonly tunedStep?: number;
}

const renderTunedSwitch: OverlayForm = (shot, _, emit) => {
  const { isTuned = false, ...state } = stateOf(shot, 'logit-lens');
  return overlayForm(
    msg('Lens'),
    checkField(msg('Tuned lens: an affine map before the unembedding, fitted to this model'), isTuned, () =>
      emit(withState(shot, 'logit-lens', { ...state, isTuned: !isTuned })),
    ),
  );
};

export const logitLensOverlay: Overlay<'logit-lens'> = {
  label: msg('Logit lens'),
  valuesAlpha: 0.3,
  explanation: msg('At every point of the stream, the token that the unembedding would predict there.'),
  legend: [
    { sign: 'chip', text: msg('the final prediction, brighter where it is more probable') },
    { sign: 'heads', text: msg('attention') },
  ],
  form: renderTunedSwitch,
  lenses(prompt, shot) {
    const { isTuned, tunedStep } = stateOf(shot, 'logit-lens');
    return { 'logit-lens': { text: prompt, ...(isTuned && tunedStep !== undefined && { tuned: true }) } };
  },
  paint: paintGuesses,
  summary({ lenses }, shot) {
    const { isTuned, tunedStep: fittedStep } = stateOf(shot, 'logit-lens');
    const { tunedStep } = lenses['logit-lens'] ?? {};
    if (tunedStep === undefined && isTuned && fittedStep !== undefined)
      return msg(' No tuned lens is fitted to these weights: this is the plain logit lens.');
    return tunedStep === undefined
      ? ''
      : msg(str` Each vector is first translated by the tuned lens of step ${formatInteger(tunedStep)}.`);
  },
  cell({ lenses }, name, token) {
    const [guess] = guessesAt(lenses['logit-lens'], name, token) ?? [];
    return guess && guessText(guess);
  },
  describe(subject, { lenses }) {
    if (subject.kind !== 'vector') return undefined;
    const guesses = guessesAt(lenses['logit-lens'], subject.name, subject.token)?.slice(0, 3);
    return guesses && msg(str`predicts ${guesses.map(guessText).join(', ')}`);
  },
};

/** What the unembedding would predict there, most probable first. */
const guessesAt = (lens: LensResult<'logit-lens'> | undefined, name: string, token: number) =>
  lens?.rows.find((row) => row.name === leavingName(name))?.cells[token].next;

const guessText = ({ text, probability }: { readonly text: string; readonly probability: number }) =>
  `“${tokenLabel(text)}” ${formatPercent(probability)}`;

function paintGuesses(picture: Picture): void {
  const { view, brush, values } = picture;
  const lens = values.lenses['logit-lens'];
  if (!lens) return;
  const { palette } = brush;
  const { frame } = view;
  const [gap, padding] = frame.isNarrow ? [4, 4] : [8, 6];
  const room = Math.min(frame.pitch * view.scale - gap, 108);
  const width = mix(room, Math.min(room, view.vectorWidth), view.dive);
  for (const cell of streamCells(picture, 0.3)) {
    const [first] = guessesAt(lens, cell.name, cell.token) ?? [];
    if (!first) continue;
    const { id, text, probability } = first;
    const isFollowed = id === lens.followed.id;
    paintChip(picture, cell, { width, padding, least: 30 }, () => ({
      ...{ text: tokenLabel(text), fill: 0.12 + 0.5 * probability, line: 0.3 + 0.6 * probability },
      ...{ colour: isFollowed ? palette.positive : palette.muted, isBold: isFollowed },
      lineColour: isFollowed ? palette.positive : palette.lineStrong,
      textColour: isFollowed || probability > 0.5 ? palette.text : palette.muted,
    }));
  }
}
