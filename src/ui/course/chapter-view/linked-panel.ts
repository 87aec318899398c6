// A link may lead to a panel that lies below the fold: it is brought into sight, until the visitor moves the page.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

const USER_MOVE_EVENTS = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/** The stage grows while its model opens and answers, so that the panel may come into reach only with time. */
export class LinkedPanel implements ReactiveController {
  readonly #resizeObserver = new ResizeObserver(([{ target }]) => this.#scrollToPanel(target));

  constructor(host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** From now on the panel shown on this stage is brought into sight, as long as nobody moves the page. */
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

  /** A panel whose chooser is in the upper half of the window is in sight already. */
  #scrollToPanel(stage: Element): void {
    const chooser = stage.firstElementChild?.shadowRoot?.querySelector('lab-panel-bar');
    if (chooser && chooser.getBoundingClientRect().bottom > innerHeight / 2) chooser.scrollIntoView();
  }
}
