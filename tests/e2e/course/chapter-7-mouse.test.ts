// One fact's story in chapter 7, by mouse.
import { describe } from 'vitest';
import { activateByMouse, testFactStory } from '../../support/course/chapter-7.ts';

describe('one fact’s story, by mouse', () => testFactStory(activateByMouse));
