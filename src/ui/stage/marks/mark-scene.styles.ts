import { css } from 'lit';

/** Marks stay where they are: nothing is dragged but some of them. */
export const markSceneStyles = css`
  canvas {
    cursor: default;
  }
`;
