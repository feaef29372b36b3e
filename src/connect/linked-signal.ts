/** A signal that also ends when another one does. */
export type LinkedSignal = {
  signal: AbortSignal;
  abort: (reason: unknown) => void;
  /** Lets go of the other signal and of the timer. */
  release: () => void;
};

/**
 * Links a new signal to one that lives longer; after `timeoutMs` it ends by a `TimeoutError`. Unlike `AbortSignal.any`
 * and `AbortSignal.timeout` it is let go of at once: those hold all that listens until the time is over, which are
 * thousands of contacts where hundreds begin each second.
 */
export function linkSignal(source: AbortSignal, timeoutMs?: number): LinkedSignal {
  const controller = new AbortController();
  const follow = (): void => controller.abort(source.reason);
  const timeOut = (): void => controller.abort(new DOMException('the time is over', 'TimeoutError'));
  const timer = timeoutMs === undefined ? undefined : setTimeout(timeOut, timeoutMs).unref();
  source.addEventListener('abort', follow);
  if (source.aborted) follow();
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release: () => {
      clearTimeout(timer);
      source.removeEventListener('abort', follow);
    },
  };
}
