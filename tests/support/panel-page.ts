// A page for the panels of overlays, without one.

import type { ReactiveControllerHost } from 'lit';
import type { PanelPage } from '../../src/ui/scenes/network/overlays/panel.ts';
import { CancellableTask } from '../../src/ui/state/cancellable-task.ts';

const host = {
  addController: () => undefined,
  requestUpdate: () => undefined,
} as unknown as ReactiveControllerHost;

/** With tasks that run; what is not given is not asked for. */
export function panelPage(given: Partial<PanelPage>): PanelPage {
  const page: Pick<PanelPage, 'requestUpdate' | 'task'> = {
    requestUpdate: () => undefined,
    task: (compute) => new CancellableTask(host, compute),
  };
  return Object.defineProperties(page, Object.getOwnPropertyDescriptors(given)) as PanelPage;
}
