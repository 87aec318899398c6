// All overlays, in the order of the control. Imported by pages that offer them: the landing page does without their code.

import { ablationOverlay } from './ablation.ts';
import { attributionOverlay } from './attribution.ts';
import { changeOverlay } from './change.ts';
import { circuitOverlay } from './circuit.ts';
import { editOverlay } from './edit.ts';
import { featuresOverlay } from './features.ts';
import { gradientsOverlay } from './gradients.ts';
import { logitLensOverlay } from './logit-lens.ts';
import { offerOverlays } from './overlays.ts';
import { patchingOverlay } from './patching.ts';
import { probesOverlay } from './probes.ts';
import { steeringOverlay } from './steering.ts';
import { traceOverlay } from './trace.ts';
import { valuesOverlay } from './values.ts';

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
