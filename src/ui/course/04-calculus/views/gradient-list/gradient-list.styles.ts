import { css } from 'lit';

export const gradientListStyles = css`
  tr.chosen {
    background: var(--accent-soft);
  }

  tr.lit {
    outline: 1px solid var(--accent);
  }
`;
