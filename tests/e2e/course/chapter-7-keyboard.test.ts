// One fact's story in chapter 7, on the CPU and by the keyboard alone.
import { describe } from 'vitest';
import { activateByKeyboard, testFactStory } from '../../support/course/chapter-7.ts';

describe('one fact’s story on the CPU, by the keyboard alone', () =>
  testFactStory(false, activateByKeyboard));
