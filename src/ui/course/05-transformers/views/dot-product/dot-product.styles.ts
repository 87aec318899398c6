import { css } from 'lit';

export const dotProductStyles = css`
  svg {
    width: 100%;
    max-width: 30rem;
    border-radius: var(--radius-small);
    background: var(--scale-zero);
  }

  line {
    stroke-width: 3;
  }

  .one {
    stroke: var(--query);
    fill: var(--query);
  }

  .other {
    stroke: var(--key);
    fill: var(--key);
  }

  .shadow {
    stroke: var(--query);
    stroke-dasharray: 4 4;
    stroke-width: 1.5;
  }

  text.one,
  text.other {
    stroke: none;
    font-size: var(--size-body);
  }

  .products {
    display: flex;
    align-items: center;
    height: 6rem;
    gap: 1px;
  }

  .products i {
    flex: 1 1 0;
    min-width: 1px;
    height: calc(var(--size) * 3rem);
    background: var(--positive);
    transform: translateY(-50%);
  }

  .products i.below {
    background: var(--negative);
    transform: translateY(50%);
  }
`;
