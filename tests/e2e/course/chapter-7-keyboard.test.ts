// One fact's story in chapter 7, by the keyboard alone.
import { describe } from 'vitest';
import { activateByKeyboard, testFactStory } from '../../support/course/chapter-7.ts';

describe('one fact’s story, by the keyboard alone', () => testFactStory(activateByKeyboard));
