// The panels of all overlays that have one. Imported by the page with room for them: chapters do without their code.

import { circuitPanel } from './circuit/panel.ts';
import { featuresPanel } from './features/panel.ts';
import { logitLensPanel } from './logit-lens/panel.ts';
import type { OverlayName } from './overlay-types.ts';
import type { PanelKind } from './panel.ts';
import { patchingPanel } from './patching/panel.ts';
import { probesPanel } from './probes/panel.ts';
import { steeringPanel } from './steering/panel.ts';

export const PANELS: { readonly [Name in OverlayName]?: PanelKind<Name> } = {
  'logit-lens': logitLensPanel,
  patching: patchingPanel,
  circuit: circuitPanel,
  features: featuresPanel,
  steering: steeringPanel,
  probes: probesPanel,
};
