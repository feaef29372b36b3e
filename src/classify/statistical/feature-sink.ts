/** Where the features of a tool go, group by group: a feature is there or not. */
export type FeatureSink = {
  /** Starts a group; the features that follow belong to it. */
  begin: (group: string) => void;
  /** Takes a feature: its kind, and up to three words that are read with a blank between them. */
  add: (kind: string, first: string, second?: string, third?: string) => void;
  /** Takes a feature whose one word is a part of a text. */
  addPart: (kind: string, text: string, start: number, end: number) => void;
};
