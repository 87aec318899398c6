// What a chapter is: one video, its moments, and what the stage shows at each.

/** One narrated moment of a video and what the stage shows then. */
export interface Moment {
  /** Seconds from the start of the video; `until` is exclusive. */
  startTime: number;
  endTime: number;
  /** A few words. */
  title: string;
  /** One or two sentences in our own words. */
  text: string;
  /** A key of the chapter's stage. */
  view: string;
  /** What the view shows, e.g. `{ step: 'mask' }`. */
  settings?: Readonly<Record<string, string | number | boolean>>;
}

/** A part of a video: from `at`, in seconds, to where the next begins. */
export interface Section {
  startTime: number;
  title: string;
}

/** One video of the series beside the lab. */
export interface Chapter {
  /** From 1, in the order of the series. */
  number: number;
  /** The chapter's name in the address. */
  slug: string;
  title: string;
  /** The video's name at YouTube. */
  videoId: string;
  /** Length of the video. */
  duration: number;
  summary: string;
  /** What one can do here, a few words each. */
  activities: string[];
  /** Which of the two networks its stage looks into; the language model if left out. */
  network?: 'digits';
  /** The presets whose models show best what is told, and what of it; the first is opened with the chapter. */
  models?: readonly { preset: string; shows: string }[];
  /** Its parts, in the order of their times; the first begins with the video. */
  sections: readonly Section[];
  /** In the order of their times, never overlapping. */
  moments: readonly Moment[];
}
