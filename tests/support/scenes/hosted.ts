// A scene on a stage that draws nothing.

import type { Scene } from '../../../src/ui/stage/scene.ts';

/** Calls back with each event of a scene's acts. */
export function onDispatch(scene: Pick<Scene, 'attach'>, receive: (event: Event) => void): void {
  scene.attach({
    nodes: [],
    requestUpdate() {},
    draw() {},
    announce() {},
    leave() {},
    dispatchEvent(event) {
      receive(event);
      return true;
    },
  });
}
