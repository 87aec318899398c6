// Scrolls to the panel of a link when it lies below the fold, until the visitor scrolls.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

const USER_MOVE_EVENTS = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/** The stage grows while its model loads and computes, so that the panel may come into reach only after some time. */
export class LinkedPanel implements ReactiveController {
  readonly #resizeObserver = new ResizeObserver(([{ target }]) => this.#scrollToPanel(target));

  constructor(host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** Scrolls to the panel shown on this stage, and repeats it while the stage grows, until the visitor scrolls. */
  follow(stage: Element): void {
    this.stop();
    this.#resizeObserver.observe(stage);
    for (const move of USER_MOVE_EVENTS)
      window.addEventListener(move, this.#stop, { capture: true, passive: true });
  }

  stop(): void {
    this.#resizeObserver.disconnect();
    for (const move of USER_MOVE_EVENTS) window.removeEventListener(move, this.#stop, { capture: true });
  }

  hostDisconnected(): void {
    this.stop();
  }

  readonly #stop = () => this.stop();

  /** A panel counts as visible if it starts in the upper half of the window, below its bar or beside the network map. */
  #scrollToPanel(stage: Element): void {
    const root = stage.firstElementChild?.shadowRoot;
    const bar = root?.querySelector('lab-panel-bar');
    const start =
      root?.querySelector('.panel')?.getBoundingClientRect().top ?? bar?.getBoundingClientRect().bottom;
    if (bar && start !== undefined && start > innerHeight / 2) bar.scrollIntoView();
  }
}
