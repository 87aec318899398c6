// Logit lens: at every point of the stream, the token that the unembedding would predict there.

import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { mix } from '../../../map-core/geometry.ts';
import type { Shot } from '../../camera/shot.ts';
import { type Picture, revealed, summed } from '../../painting/picture.ts';
import { leavingName } from '../../scene/network-shape.ts';
import { isVisible, vectorRect } from '../../scene/projection.ts';
import type { Words } from '../../text/describe.ts';
import type { Overlay } from '../overlay.ts';

export const logitLensOverlay: Overlay = {
  label: msg('Logit lens'),
  valuesAlpha: 0.3,
  explanation: msg('At every point of the stream, the token that the unembedding would predict there.'),
  legend: [
    { sign: 'chip', text: msg('the final prediction, brighter where it is more probable') },
    { sign: 'heads', text: msg('attention') },
  ],
  form: renderTunedSwitch,
  lenses: (prompt, { isTuned, tunedStep }) => ({
    'logit-lens': { text: prompt, ...(isTuned && tunedStep !== undefined && { tuned: true }) },
  }),
  paint: paintGuesses,
  summary: ({ lenses }, { isTuned, tunedStep: fittedStep }) => {
    const { tunedStep } = lenses['logit-lens'] ?? {};
    if (tunedStep === undefined && isTuned && fittedStep !== undefined)
      return msg(' No tuned lens is fitted to these weights: this is the plain logit lens.');
    return tunedStep === undefined
      ? ''
      : msg(str` Each vector is first translated by the tuned lens of step ${formatInteger(tunedStep)}.`);
  },
  describe(subject, { lenses }) {
    if (subject.kind !== 'vector') return undefined;
    const row = lenses['logit-lens']?.rows.find(({ name }) => name === leavingName(subject.name));
    if (!row) return undefined;
    const guesses = row.cells[subject.token].next.slice(0, 3);
    return msg(
      str`predicts ${guesses.map(({ text, probability }) => `“${tokenLabel(text)}” ${formatPercent(probability)}`).join(', ')}`,
    );
  },
};

function renderTunedSwitch(shot: Shot, _: Words | undefined, emit: (shot: Shot) => void): TemplateResult {
  const isTuned = shot.isTuned ?? false;
  return html`
    <form part="form" aria-label=${msg('Lens')} @submit=${(event: Event) => event.preventDefault()}>
      <label class="check">
        <input type="checkbox" .checked=${isTuned} @change=${() => emit({ ...shot, isTuned: !isTuned })} />
        ${msg('Tuned lens: an affine map before the unembedding, fitted to this model')}
      </label>
    </form>
  `;
}

function paintGuesses(picture: Picture): void {
  const { view, brush, values } = picture;
  const lens = values.lenses['logit-lens'];
  const alpha = 1 - view.pose.digits;
  if (!lens || alpha < 0.02) return;
  const { context, palette } = brush;
  const { frame, shape } = view;
  const [gap, padding] = frame.isNarrow ? [4, 4] : [8, 6];
  const room = Math.min(frame.pitch * view.scale - gap, 108);
  const width = mix(room, Math.min(room, view.vectorWidth), view.dive);
  for (const { name, zone } of shape.stages) {
    const row = lens.rows.find((each) => each.name === leavingName(name));
    if (!row) continue;
    row.cells.forEach(({ next: [first] }, token) => {
      const rect = vectorRect(view, token, zone);
      const height = Math.min(22, Math.max(rect.height, 15));
      const chip = {
        x: view.laneX(token) - width / 2,
        y: rect.y + rect.height / 2 - height / 2,
        width,
        height,
      };
      const done = revealed(picture, token, zone, 0.3) * summed(picture, zone);
      if (done <= 0 || !isVisible(view, chip)) return;
      const isFollowed = first.id === lens.followed.id;
      brush.box(chip, 5);
      context.globalAlpha = alpha * done;
      context.fillStyle = palette.background;
      context.fill();
      context.globalAlpha = alpha * done * (0.12 + 0.5 * first.probability);
      context.fillStyle = isFollowed ? palette.positive : palette.muted;
      context.fill();
      context.globalAlpha = alpha * done * (0.3 + 0.6 * first.probability);
      context.strokeStyle = isFollowed ? palette.positive : palette.lineStrong;
      context.lineWidth = 1;
      context.stroke();
      context.globalAlpha = 1;
      if (width >= 30)
        brush.text(tokenLabel(first.text), chip.x + width / 2, chip.y + height / 2, {
          ...{ size: 12, align: 'center', maxWidth: width - padding, alpha: alpha * done },
          isBold: isFollowed,
          colour: isFollowed || first.probability > 0.5 ? palette.text : palette.muted,
        });
    });
  }
}
