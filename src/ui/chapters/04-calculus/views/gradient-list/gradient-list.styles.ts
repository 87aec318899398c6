import { css } from 'lit';

export const gradientListStyles = css`
  td.bars svg {
    display: block;
    width: 100%;
    height: 18px;
  }

  rect.positive {
    fill: var(--positive);
  }

  rect.negative {
    fill: var(--negative);
  }

  line {
    stroke: var(--line-strong);
  }

  tr.chosen {
    background: var(--accent-soft);
  }

  tr.lit {
    outline: 1px solid var(--accent);
  }
`;
