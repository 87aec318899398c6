// Seven small pictures, one a chapter: SVG that moves once, and is whole at rest.

import { msg } from '@lit/localize';
import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Middle of item `i` of `count`, `gap` apart, around `middle`. */
const spread = (i: number, count: number, gap: number, middle = 47) => middle + (i - (count - 1) / 2) * gap;

/** `kind` is how it comes: drawn, shown or grown; `at` when, in tenths of a second. */
const comes = (kind: 'draw' | 'show' | 'grow', at: number) => ({ kind, style: `--at: ${at / 10}s` });

const line = (d: string, colour: string, at: number, width = 1.5, opacity = 1) => {
  const { kind, style } = comes('draw', at);
  return svg`<path class="${kind} ${colour}" style=${style} d=${d} pathLength="1" stroke-width=${width} opacity=${opacity} />`;
};

const dot = (x: number, y: number, radius: number, colour: string, at: number, opacity = 1) => {
  const { kind, style } = comes('show', at);
  return svg`<circle class="${kind} fill ${colour}" style=${style} cx=${x} cy=${y} r=${radius} fill-opacity=${opacity} />`;
};

const neuron = (x: number, y: number, radius: number, light: number, at: number, isChosen = false) => svg`
  <circle class="off ${isChosen ? 'chosen' : 'line'}" cx=${x} cy=${y} r=${radius} />
  ${dot(x, y, radius - 1, 'text', at, light)}`;

const bar = (x: number, y: number, width: number, height: number, colour: string, at: number) => {
  const { kind, style } = comes('grow', at);
  return svg`<rect class="${kind} fill ${colour}" style=${style} x=${x} y=${y} width=${width} height=${height} rx="2" />`;
};

const THREE = ['00111100', '01000010', '00000010', '00011100', '00000010', '01000010', '00111100'];
const LIGHTS = [0.1, 0.8, 0.4, 0.2, 0.9, 0.5];

/** A three, read by three layers. */
function neuralNetwork(): SVGTemplateResult {
  const places = [6, 6, 5].map((count, layer) =>
    range(count).map((i) => [84 + 31 * layer, spread(i, count, 12.5)] as const),
  );
  const pixels = THREE.flatMap((row, y) =>
    [...row].map(
      (lit, x) =>
        svg`<rect class="fill ${lit === '1' ? 'text' : 'masked'}" x=${10 + x * 6.4} y=${25 + y * 6.4} width="5.6" height="5.6" />`,
    ),
  );
  const lines = places
    .slice(0, 2)
    .flatMap((from, layer) =>
      from.flatMap(([x, y], i) =>
        places[layer + 1].map(([x2, y2], j) =>
          line(
            `M${x} ${y}L${x2} ${y2}`,
            (i * 3 + j * 5 + layer) % 4 < 2 ? 'positive' : 'negative',
            1 + 4 * layer,
            0.8,
            0.35,
          ),
        ),
      ),
    );
  const neurons = places.flatMap((layer, l) =>
    layer.map(([x, y], i) =>
      neuron(
        x,
        y,
        4.4,
        l === 2 ? (i === 3 ? 1 : 0.05) : LIGHTS[(i + 2 * l) % 6],
        3 + 4 * l,
        l === 2 && i === 3,
      ),
    ),
  );
  return svg`${pixels}${lines}${neurons}`;
}

const HILL = 'M12 18C30 44 36 58 46 58S58 40 68 46S84 80 98 80S130 62 148 24';
/** To the bottom of the valley, above the line. */
const ROLL = 'M14 13C32 38 38 51 46 51S58 33 70 40S86 73 98 73';

/** A ball rolls down a cost. */
const gradientDescent = () => svg`
  <path class="positive" d=${HILL} stroke-width="2" />
  <path class="query" d=${ROLL} stroke-width="3" stroke-dasharray="0 7" stroke-linecap="round" opacity="0.45" />
  <circle class="roll fill query" r="5.5" style="offset-path: path('${ROLL}')" />`;

const WISHES = [-9, -17, 15, -12, -7];

/** What each neuron of the last layer is to do, and the lines that answer for it. */
function backpropagation(): SVGTemplateResult {
  const y = (i: number) => spread(i, 5, 16.5);
  return svg`
    ${range(5).flatMap((i) => range(5).map((j) => line(`M104 ${y(j)}L42 ${y(i)}`, 'gradient', 4 + j, 0.6 + ((i * 7 + j * 3) % 5) * 0.5, 0.15 + ((i * 7 + j * 3) % 5) * 0.16)))}
    ${range(5).map((i) => neuron(42, y(i), 5, 0.05, 0))}
    ${range(5).map((i) => neuron(104, y(i), 5.5, LIGHTS[(i + 1) % 6], 0))}
    ${WISHES.map((wish, i) => {
      const tip = wish < 0 ? 4 : -4;
      return line(
        `M130 ${y(i) + wish / -2.6}V${y(i) + wish / 2.6}m-3 ${(-tip / 1.3) * -1}l3 ${-tip / 1.3}l3 ${tip / 1.3}`,
        wish > 0 ? 'negative' : 'positive',
        i,
        2,
      );
    })}`;
}

/** Four neurons in a chain: the derivative grows as it runs back. */
const calculus = () => svg`
  ${range(3).map((i) => svg`<path class="positive" d="M${30 + 34 * i} 60h14" stroke-width="2" />`)}
  ${range(3).map((i) => line(`M${44 + 34 * i} 60h-14`, 'gradient', 2 * (3 - i), 3))}
  ${range(4).map((i) => neuron(20 + 34 * i, 60, 10, 0.15 + 0.2 * i, 0, i === 3))}
  ${range(4).map((i) => line(`M${20 + 34 * i} 44v${-(8 + 6 * i)}`, 'gradient', 2 * (3 - i), 3.5))}`;

const SHARES = [1, 0.58, 0.35, 0.22, 0.13, 0.07];

/** What may come next. */
const transformers = () =>
  svg`${SHARES.map((share, i) => bar(18, 12 + i * 12.4, 124 * share, 7.5, i === 0 ? 'query' : 'positive', i))}`;

const WEIGHTS = [
  [1],
  [0.5, 0.5],
  [0.2, 0.3, 0.5],
  [0.05, 0.47, 0.44, 0.04],
  [0.3, 0.1, 0.1, 0.4, 0.1],
  [0.1, 0.1, 0.1, 0.5, 0.1, 0.1],
];

/** A column of the pattern: two of the words before matter. */
const attention = () =>
  svg`${WEIGHTS.flatMap((column, j) =>
    column.map((weight, i) =>
      dot(
        spread(j, 6, 17, 80),
        14 + i * 13.2,
        7.8 * Math.sqrt(weight),
        j === 3 ? 'query' : 'head-first',
        1 + j,
        j === 3 ? 1 : 0.75,
      ),
    ),
  )}`;

const LIT = [3, 11, 19, 22, 28, 37, 45, 50, 57, 62, 68];
const FACT = 40;

/** One neuron adds its vector. */
function facts(): SVGTemplateResult {
  const place = (i: number) => [14 + (i % 12) * 7.6, 20 + Math.floor(i / 12) * 10.6] as const;
  const [x, y] = place(FACT);
  return svg`
    ${range(72).map((i) => (i === FACT ? dot(...place(i), 4.5, 'query', 2) : dot(...place(i), 2.4, 'text', 0, LIT.includes(i) ? 0.85 : 0.14)))}
    ${line(`M${x + 8} ${y}H126m-6 -4l6 4l-6 4`, 'query', 5, 2)}
    ${range(6).map((i) => svg`<rect class="show fill ${'pnppnn'[i] === 'p' ? 'positive' : 'negative'}" style="--at: 0.9s" x="134" y=${17 + i * 10} width="13" height="9.4" fill-opacity=${0.4 + LIGHTS[i] * 0.6} />`)}
    <rect class="query" x="132.5" y="15.5" width="16" height="62.5" rx="3" stroke-width="1.5" />`;
}

/** A short name and a picture, in the order of the chapters. */
export const CHAPTER_PICTURES: readonly {
  readonly name: string;
  readonly picture: () => SVGTemplateResult;
}[] = [
  { name: msg('Neural networks'), picture: neuralNetwork },
  { name: msg('Gradient descent'), picture: gradientDescent },
  { name: msg('Backpropagation'), picture: backpropagation },
  { name: msg('Its calculus'), picture: calculus },
  { name: msg('Transformers'), picture: transformers },
  { name: msg('Attention'), picture: attention },
  { name: msg('Facts'), picture: facts },
];

export const chapterPicture = (picture: () => SVGTemplateResult): TemplateResult =>
  html`<svg viewBox="0 0 160 94" aria-hidden="true">${picture()}</svg>`;

/** Plays a picture again. */
export const replay = ({ currentTarget }: Event): void => {
  for (const animation of (currentTarget as Element).getAnimations({ subtree: true })) {
    animation.currentTime = 0;
    animation.play();
  }
};
