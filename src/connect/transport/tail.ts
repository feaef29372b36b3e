/** The end of a stream of bytes that may be endless. */
export type Tail = {
  push: (chunk: Uint8Array) => void;
  /** What is kept, decoded; a character cut in two at the front is dropped. */
  text: () => string;
};

/** Keeps the last `limit` bytes of what is pushed, in at most twice that memory. */
export function createTail(limit: number): Tail {
  let kept = new Uint8Array(0);
  return {
    push(chunk) {
      const fresh = chunk.subarray(Math.max(0, chunk.length - limit));
      const old = kept.subarray(Math.max(0, kept.length + fresh.length - limit));
      kept = new Uint8Array(old.length + fresh.length);
      kept.set(old);
      kept.set(fresh, old.length);
    },
    text: () => new TextDecoder().decode(kept).replace(/^\ufffd+/, ''),
  };
}
