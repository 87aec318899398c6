// All overlays, in the order of the control. Imported by pages that offer them: the landing page does without their code.

import { ablationOverlay } from './ablation/overlay.ts';
import { attributionOverlay } from './attribution/overlay.ts';
import { changeOverlay } from './change/overlay.ts';
import { circuitOverlay } from './circuit/overlay.ts';
import { editOverlay } from './edit/overlay.ts';
import { featuresOverlay } from './features/overlay.ts';
import { gradientsOverlay } from './gradients/overlay.ts';
import { logitLensOverlay } from './logit-lens/overlay.ts';
import { offerOverlays } from './overlays.ts';
import { patchingOverlay } from './patching/overlay.ts';
import { probesOverlay } from './probes/overlay.ts';
import { steeringOverlay } from './steering/overlay.ts';
import { traceOverlay } from './trace/overlay.ts';
import { valuesOverlay } from './values/overlay.ts';

offerOverlays({
  values: valuesOverlay,
  'logit-lens': logitLensOverlay,
  attribution: attributionOverlay,
  trace: traceOverlay,
  patching: patchingOverlay,
  circuit: circuitOverlay,
  features: featuresOverlay,
  steering: steeringOverlay,
  probes: probesOverlay,
  ablation: ablationOverlay,
  edit: editOverlay,
  gradients: gradientsOverlay,
  change: changeOverlay,
});
