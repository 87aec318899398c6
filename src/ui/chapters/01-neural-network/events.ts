// What the views of this chapter ask of its stage.

/** The visitor counts the weights and biases of so many layers. */
export class CountEvent extends Event {
  static readonly type = 'lab-count';
  readonly layers: number;

  constructor(layers: number) {
    super(CountEvent.type, { bubbles: true, composed: true });
    this.layers = layers;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-count': CountEvent;
  }
}
