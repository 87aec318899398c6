// The video's example gives the video's numbers.

import { describe, expect, it } from 'vitest';
import { chapter } from '../../../../src/ui/course/07-facts/chapter.ts';
import { CURVES, PEOPLE, toyNeuron, VIDEO_SETTINGS } from '../../../../src/ui/course/07-facts/toy.ts';

const neurons = (settings = VIDEO_SETTINGS) => PEOPLE.map((person) => toyNeuron(person, settings));

describe('the neuron of the video', () => {
  it('is 2, 1, 1, 0 for row M + J; 1, 0, 0, −1 with its bias; 1 for the full name alone after ReLU', () => {
    expect(neurons().map(({ product }) => product)).toEqual([2, 1, 1, 0]);
    expect(neurons().map(({ pre }) => pre)).toEqual([1, 0, 0, -1]);
    expect(neurons().map(({ post }) => post)).toEqual([1, 0, 0, 0]);
  });

  it('adds basketball to the full name only', () => {
    expect(neurons().map(({ after }) => after)).toEqual([
      [1, 1, 1],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
  });

  it('with the row M alone is active for every Michael', () => {
    const michaels = neurons({ ...VIDEO_SETTINGS, row: 'M', bias: 0 });
    expect(michaels.map(({ product }) => product)).toEqual([1, 1, 0, 0]);
  });

  it('has GELU close to ReLU away from zero, and −0.159 at −1', () => {
    expect(CURVES.GELU(4)).toBeCloseTo(4, 3);
    expect(CURVES.GELU(-4)).toBeCloseTo(0, 3);
    expect(CURVES.GELU(-1)).toBeCloseTo(-0.1588, 4);
  });

  it('has the settings of each moment', () => {
    const at = (title: string) => chapter.moments.find((moment) => moment.title === title)?.settings;
    expect(at('A row for Michael')).toEqual({ row: 'M', bias: 0, curve: 'none' });
    expect(at('A bias of −1')).toEqual({ row: 'M + J', bias: -1, curve: 'none' });
    expect(at('An AND gate')).toBeUndefined();
  });
});
