/** One way to start a server: what is added to a bare start. */
export type StartState = {
  /** Made-up variables. */
  env: ReadonlyMap<string, string>;
  /** Made-up arguments, after the entry's own. */
  args: readonly string[];
  /** Which of the program's ways to be called; 0 is the usual one. */
  way: number;
};

/** A start with nothing added. */
export const BARE_START: StartState = { env: new Map(), args: [], way: 0 };

/** A text by which two equal states are recognised. */
export function stateKey({ env, args, way }: StartState): string {
  return JSON.stringify([Array.from(env, ([name, value]) => `${name}=${value}`).toSorted(), args, way]);
}
