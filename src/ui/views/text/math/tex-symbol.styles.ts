// Colours of the symbols in chapters 1 to 4, as in the videos: weights blue, biases maroon, z green, cost red, y yellow.

import { css } from 'lit';

export const symbolStyles = css`
  .w {
    color: var(--positive);
  }

  .b {
    color: var(--bias);
  }

  .z {
    color: var(--key);
  }

  .y {
    color: var(--query);
  }

  .C {
    color: var(--negative);
  }
`;
