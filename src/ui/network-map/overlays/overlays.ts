// The list of overlays, in the order of the control.

import type { OverlayName } from '../camera/shot.ts';
import { ablationOverlay } from './ablation.ts';
import { attributionOverlay } from './attribution.ts';
import { changeOverlay } from './change.ts';
import { circuitOverlay } from './circuit.ts';
import { editOverlay } from './edit.ts';
import { gradientsOverlay } from './gradients.ts';
import { logitLensOverlay } from './logit-lens.ts';
import type { Overlay } from './overlay.ts';
import { patchingOverlay } from './patching.ts';
import { traceOverlay } from './trace.ts';
import { valuesOverlay } from './values.ts';

export const OVERLAYS: Readonly<Record<OverlayName, Overlay>> = {
  values: valuesOverlay,
  'logit-lens': logitLensOverlay,
  attribution: attributionOverlay,
  trace: traceOverlay,
  patching: patchingOverlay,
  circuit: circuitOverlay,
  ablation: ablationOverlay,
  edit: editOverlay,
  gradients: gradientsOverlay,
  change: changeOverlay,
};

export const OVERLAY_NAMES = Object.keys(OVERLAYS) as OverlayName[];
